import { expect, test } from 'vitest';
import { ClientLosses } from './client-losses.js';

const report = (batch_id: string, recorded: number, age: number, project = 'default') => ({
  project,
  batch_id,
  received_at: 0,
  recorded,
  sent: 0,
  dropped: { age },
});

test('a resent loss report counts by its growth', () => {
  const losses = new ClientLosses();
  expect(losses.growth(report('a', 5, 1))).toEqual({
    recorded: 5,
    sent: 0,
    dropped: { age: 1 },
  });
  expect(losses.growth(report('a', 5, 1))).toEqual({
    recorded: 0,
    sent: 0,
    dropped: { age: 0 },
  });
  expect(losses.growth(report('a', 8, 1))).toEqual({
    recorded: 3,
    sent: 0,
    dropped: { age: 0 },
  });
  // An early report that arrives late subtracts nothing.
  expect(losses.growth(report('a', 5, 1)).recorded).toBe(0);
  expect(losses.growth(report('a', 5, 1, 'other')).recorded).toBe(5);
});

test('it remembers the newest loss reports', () => {
  const losses = new ClientLosses(2);
  for (const id of ['a', 'b', 'a', 'c']) losses.growth(report(id, 1, 0));
  expect(losses.growth(report('a', 1, 0)).recorded).toBe(0);
  expect(losses.growth(report('b', 1, 0)).recorded).toBe(1);
});
