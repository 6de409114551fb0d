import { expect, test } from 'vitest';
import { changeList, emptyList, type LiveEvent, mostEvents } from './live-events.js';

const event = (insert_id: string): LiveEvent => ({
  ...{ event: 'Built', insert_id, invocation_id: 'i', sequence: 1, properties: {} },
  corrected_time: '2026-11-21T14:05:09.123Z',
});
const ids = (events: readonly LiveEvent[]) => events.map(({ insert_id }) => insert_id);

test('shows the newest first, each once', () => {
  const one = changeList(emptyList, { kind: 'stored', events: [event('a'), event('b')] });
  const two = changeList(one, { kind: 'stored', events: [event('b'), event('c')] });
  expect(ids(two.shown)).toEqual(['c', 'b', 'a']);
});

test('counts what waits while paused, and shows it afterwards', () => {
  const shown = changeList(emptyList, { kind: 'stored', events: [event('a')] });
  const paused = changeList(shown, { kind: 'pause' });
  const waiting = changeList(paused, { kind: 'stored', events: [event('b'), event('c')] });
  expect([ids(waiting.shown), waiting.waited]).toEqual([['a'], 2]);
  const resumed = changeList(waiting, { kind: 'resume' });
  expect([ids(resumed.shown), resumed.waited, resumed.isPaused]).toEqual([
    ...[['c', 'b', 'a'], 0, false],
  ]);
});

test('keeps a bounded number of events, also while paused', () => {
  const many = Array.from({ length: mostEvents + 7 }, (_, i) => event(`${i}`));
  const paused = changeList(emptyList, { kind: 'pause' });
  const waiting = changeList(paused, { kind: 'stored', events: many });
  expect([waiting.waiting.length, waiting.waited]).toEqual([mostEvents, mostEvents + 7]);
});
