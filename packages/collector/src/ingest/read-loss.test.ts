import { expect, test } from 'vitest';
import { readLoss } from './read-loss.js';

test('counts are read by known reasons', () => {
  const loss = { recorded: 9, sent: 5, dropped: { age: 3, value: 1, size: 0, other: 7 } };
  expect(readLoss({ loss })).toEqual({ recorded: 9, sent: 5, dropped: { age: 3, value: 1 } });
});

test('invalid counts are ignored', () => {
  const nothing = { recorded: 0, sent: 0, dropped: {} };
  const claims = [
    {},
    { dropped: [] },
    { recorded: -1, sent: '3', dropped: { age: -1, size: '1', write: 1.5 } },
    { recorded: 2 ** 53, sent: 1e300, dropped: { corrupt: 1_000_000_001 } },
  ];
  for (const loss of claims) expect(readLoss({ loss })).toEqual(nothing);
});

test('a missing loss report is undefined', () => {
  for (const loss of [null, 1, 'x', []]) expect(readLoss({ loss })).toBeUndefined();
  expect(readLoss({})).toBeUndefined();
});

test('an invalid id is ignored', () => {
  expect(readLoss({ loss: { id: 'a' } })).toMatchObject({ id: 'a' });
  for (const id of ['', 'x'.repeat(129), 1, null, {}]) {
    expect(readLoss({ loss: { id } })).not.toHaveProperty('id');
  }
});
