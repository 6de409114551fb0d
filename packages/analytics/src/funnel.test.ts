import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldInvocation } from './flow-run.js';
import { type FlowShape, flowShapes } from './flow-shape.js';
import { foldFunnel } from './funnel.js';
import { arrivedEvents, generatedFlows } from './testing.js';

describe('foldFunnel', () => {
  const shape = flowShapes([{ tool: 'tool', flows: generatedFlows }], []).get(
    'create',
  ) as FlowShape;

  it('draws every stage of a flow that nobody ran', () => {
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

  it('accounts for every run exactly once', () => {
    fc.assert(
      fc.property(arrivedEvents, (events) => {
        const seen = events.map(({ flow, event }) => ({ flow, event }));
        const shapes = flowShapes([{ tool: 'tool', flows: generatedFlows }], seen);
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
          // Fewer and fewer get to each further step.
          const steps = funnel.stages.filter(({ kind }) => kind !== 'milestone');
          steps.slice(1).forEach((stage, i) => {
            expect(stage.reached).toBeLessThanOrEqual(steps[i]?.reached ?? 0);
          });
        }
      }),
      { numRuns: 200 },
    );
  });
});
