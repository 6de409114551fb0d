import { expect, it } from 'vitest';
import type { FlowRun } from '../api/responses.js';
import { assignLanes, laneColumns } from './lanes.js';

const run = (id: string, first_sequence: number, last_sequence: number): FlowRun => ({
  flow_run_id: id,
  invocation_id: 'one',
  flow: 'auth',
  title: 'Sign in',
  outcome: 'completed',
  reason: null,
  error_class: null,
  step: null,
  milestones: [],
  first_sequence,
  last_sequence,
  started_at: '2026-11-21T00:00:00.000Z',
  duration_ms: 1,
});

it('puts overlapping runs side by side and others below each other', () => {
  const lanes = assignLanes([run('c', 7, 9), run('a', 2, 6), run('b', 3, 8)]);
  expect(lanes.map(({ run: { flow_run_id }, column }) => [flow_run_id, column])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ]);
  expect(laneColumns(lanes)).toBe(2);
});

it('needs no column without runs', () => {
  expect(laneColumns(assignLanes([]))).toBe(0);
});

it('repeats colours if there are more runs than colours', () => {
  const lanes = assignLanes(
    Array.from({ length: 8 }, (_, index) => run(String(index), index, index)),
  );
  expect(lanes.map(({ hue }) => hue)).toEqual([0, 1, 2, 3, 4, 5, 0, 1]);
});
