import {
  calendarStarts,
  type FlowShape,
  type FoldedFlowRun,
  foldFlowTimes,
} from '@sonde/analytics';
import { expect } from 'vitest';
import type { Store } from '../port.js';
import { queries } from '../queries.js';
import type { ScopeFilters } from '../sql/scope.js';

type Scope = { project: string; from: string; to: string } & ScopeFilters;

/** Compares the times of a flow, and the list behind each of their numbers, with the fold. */
export async function expectFlowTimes(
  store: Store,
  scope: Scope,
  runs: readonly FoldedFlowRun[],
  shape: FlowShape,
): Promise<void> {
  const flow = shape.name;
  const range = { from: Date.parse(scope.from), to: Date.parse(scope.to) };
  const zone = 'Asia/Kathmandu';
  const starts = calendarStarts('day', range, zone);
  const times = await store.query(queries.flowTimes, { ...scope, flow, zone });
  expect(times).toEqual(foldFlowTimes(runs, shape, { unit: 'day', starts }));

  const count = async (filter: object) =>
    (await store.query(queries.invocations, { ...scope, flow, ...filter, limit: 1 })).flow_runs;
  const [bin] = times.to_complete.histogram.slice(-1);
  if (bin !== undefined) {
    const bounds = {
      flow_duration_from_ms: bin.from_ms,
      ...(bin.to_ms !== null && { flow_duration_to_ms: bin.to_ms }),
    };
    expect(await count({ flow_outcome: 'completed', ...bounds })).toBe(bin.runs);
  }
  for (const { id, from_previous } of times.stages) {
    if (from_previous === null || from_previous.runs === 0) continue;
    expect(await count({ flow_timed: id })).toBe(from_previous.runs);
  }
}
