import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoldedFlowRun, foldInvocation } from './flow-run.js';
import { type DeclaredFlows, type FlowShape, flowShapes } from './flow-shape.js';
import { foldFunnel } from './funnel.js';
import type { Outcome } from './responses.js';
import { arrivedEvents, generatedCatalogs, generatedFlows } from './testing.js';

describe('foldFunnel', () => {
  const catalog: DeclaredFlows = {
    ...{ tool: 'tool', age: 'now', versions: ['2.0.0'], flows: generatedFlows },
  };
  const shape = flowShapes([catalog], []).get('create') as FlowShape;

  it('draws every stage of a flow without runs', () => {
    const funnel = foldFunnel([], shape);
    expect(funnel.stages.map(({ id }) => id)).toEqual([
      'started',
      'milestone:Opened',
      'step:name',
      'step:plan',
      'step:terms',
      'milestone:Accepted Terms',
      'step:call',
      'milestone:Call Failed',
      'completed',
    ]);
    expect(funnel).toMatchObject({ runs: 0, conversion: null, duration_p50_ms: null });
  });

  const run = (step: string | null, edition: number, outcome: Outcome = 'aborted') =>
    ({
      ...{ outcome, step, edition, reason: 'cancelled', error_class: null, milestones: [] },
      ...{ started_time: 0, completed_time: null, milestone_times: [], duration_ms: 1 },
      invocation_id: 'one',
    }) as unknown as FoldedFlowRun;
  const numbers = (runs: FoldedFlowRun[], flow: FlowShape) =>
    Object.fromEntries(
      foldFunnel(runs, flow)
        .stages.filter(({ kind }) => kind === 'step')
        .map(({ name, reached, stopped, declaration, from_previous }) => [
          name,
          [reached, stopped.total, declaration, from_previous],
        ]),
    );
  const [create] = generatedFlows;
  const ship = (steps: string[]) => [{ ...create, name: 'ship', steps, milestones: [] }];

  it('keeps a step that the newest version no longer declares', () => {
    const catalogs = [
      { ...catalog, flows: ship(['build', 'publish']) },
      { ...catalog, flows: ship(['build', 'upload']), age: 'no_longer', versions: ['1.0.0'] },
    ] as DeclaredFlows[];
    const flow = flowShapes(catalogs, []).get('ship') as FlowShape;
    expect(numbers([run('publish', 0), run('publish', 0), run('upload', 1)], flow)).toEqual({
      build: [3, 0, 'now', 1],
      publish: [2, 2, 'now', 2 / 3],
      upload: [1, 1, 'no_longer', null],
    });
    // A completed run went through the steps of its own version.
    const completed = [0, 1, 1, -1].map((edition) => run(null, edition, 'completed'));
    expect(numbers(completed, flow)).toEqual({
      build: [4, 0, 'now', 1],
      publish: [2, 0, 'now', 0.5],
      upload: [2, 0, 'no_longer', null],
    });
  });

  it('keeps a step that ended runs reported and no catalog declares', () => {
    const catalogs = [{ ...catalog, flows: ship(['build', 'publish']) }] as DeclaredFlows[];
    const flow = flowShapes(catalogs, []).get('ship') as FlowShape;
    expect(numbers([run('upload', -1), run('upload', 0), run('build', 0)], flow)).toEqual({
      build: [1, 1, 'now', 1 / 3],
      publish: [0, 0, 'now', 0],
      upload: [2, 2, 'never', null],
    });
  });

  it('counts every run exactly once', () => {
    fc.assert(
      fc.property(arrivedEvents, (events) => {
        const seen = events.map(({ flow, event }) => ({ flow, event }));
        const shapes = flowShapes(generatedCatalogs, seen);
        const ids = [...new Set(events.map(({ invocation_id }) => invocation_id))];
        const runs = ids.flatMap((id) =>
          foldInvocation(
            events.filter(({ invocation_id }) => invocation_id === id),
            shapes,
          ),
        );
        for (const each of shapes.values()) {
          const own = runs.filter(({ flow }) => flow === each.name);
          const funnel = foldFunnel(own, each);
          const stopped = funnel.stages.reduce((sum, stage) => sum + stage.stopped.total, 0);
          expect(funnel.runs).toBe(own.length);
          expect(stopped + funnel.outcomes.completed).toBe(own.length);
          expect(funnel.stages[0]?.reached).toBe(own.length);
        }
      }),
      { numRuns: 200 },
    );
  });
});
