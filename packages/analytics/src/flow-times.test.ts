import { expect, it } from 'vitest';
import type { FoldedFlowRun } from './flow-run.js';
import { type FlowShape, flowShapes } from './flow-shape.js';
import { foldFlowTimes } from './flow-times.js';
import { generatedFlows } from './testing.js';

const day = 86_400_000;
const shape = flowShapes(
  [{ tool: 'tool', age: 'now', versions: ['1.0.0'], flows: generatedFlows }],
  [],
).get('create') as FlowShape;
const days = { unit: 'day' as const, starts: [0, day, 2 * day] };

const run = (more: Partial<FoldedFlowRun>) =>
  ({
    ...{ outcome: 'completed', step: null, corrected_start: 0, started_time: 0 },
    ...{ milestone_times: [], completed_time: null, duration_ms: null, ...more },
  }) as FoldedFlowRun;

it('counts runs by day, by how long they took, and by where they stopped', () => {
  const terms = { name: 'Accepted Terms', time: 300 };
  const times = foldFlowTimes(
    [
      run({ duration_ms: 900, completed_time: 900, milestone_times: [terms] }),
      run({ duration_ms: 3_000, completed_time: 3_000, corrected_start: 2 * day - 1 }),
      run({ outcome: 'aborted', step: 'plan', duration_ms: 40, corrected_start: 2 * day }),
      run({ outcome: 'failed', step: 'plan', duration_ms: 60, corrected_start: 2 * day }),
      run({ outcome: 'incomplete', step: 'plan', corrected_start: 2 * day }),
      run({ outcome: 'vanished', duration_ms: 7, corrected_start: 2 * day }),
    ],
    shape,
    days,
  );
  expect(
    times.series.map(({ runs, completed, conversion }) => [runs, completed, conversion]),
  ).toEqual([
    [1, 1, 1],
    [1, 1, 1],
    [4, 0, 0],
  ]);
  expect(times.to_complete).toEqual({
    ...{ runs: 2, p50_ms: 1_950, p90_ms: 2_790 },
    histogram: [
      { from_ms: 500, to_ms: 1_000, runs: 1 },
      { from_ms: 1_000, to_ms: 2_000, runs: 0 },
      { from_ms: 2_000, to_ms: 5_000, runs: 1 },
    ],
  });
  const stage = (id: string) => times.stages.find((one) => one.id === id);
  expect(stage('started')).toMatchObject({
    ...{ from_previous: null, until_stopped: { runs: 1, p50_ms: 7, p90_ms: 7 } },
  });
  expect(stage('step:plan')).toMatchObject({
    ...{ from_previous: null, until_stopped: { runs: 3, p50_ms: 50, p90_ms: 58 } },
  });
  expect(stage('milestone:Accepted Terms')).toMatchObject({
    ...{ from_previous: { runs: 1, p50_ms: 300, p90_ms: 300 }, until_stopped: null },
  });
  // From the terms if they were accepted, else from the start: 600 and 3,000 ms.
  expect(stage('completed')?.from_previous).toEqual({ runs: 2, p50_ms: 1_800, p90_ms: 2_760 });
});

it('has empty days and no times without runs', () => {
  const { series, to_complete } = foldFlowTimes([], shape, days);
  expect(series.map(({ runs, conversion }) => [runs, conversion])).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ]);
  expect(to_complete).toEqual({ runs: 0, p50_ms: null, p90_ms: null, histogram: [] });
});
