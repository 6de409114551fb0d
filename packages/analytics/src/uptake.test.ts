import { expect, it } from 'vitest';
import { foldUsersByDay, measureUptake } from './uptake.js';

const run = (day: number, person: string, value: string) => ({
  ...{ began: day * 10, person, tool: 'tool', value },
});
const dayOf = (began: number) => Math.floor(began / 10);

// By hand: on day 0 three people use 1.0.0; then one a day moves to 1.1.0, and `d` leaves.
const rows = [
  run(-28, 'gone', '1.0.0'),
  run(-27, 'd', '1.0.0'),
  ...[run(0, 'a', '1.0.0'), run(0, 'b', '1.0.0'), run(0, 'ci:github', '1.0.0')],
  ...[run(1, 'a', '1.1.0'), run(1, 'c', 'main')],
  ...[run(2, 'b', '1.1.0'), run(3, 'c', '1.2.0-rc.1')],
];

it('counts people by the version they used last in 28 days', () => {
  expect(foldUsersByDay(rows, dayOf, 4).map((users) => [...users].sort())).toEqual([
    [['1.0.0', 3]],
    [
      ['1.0.0', 1],
      ['1.1.0', 1],
      ['main', 1],
    ],
    [
      ['1.1.0', 2],
      ['main', 1],
    ],
    [
      ['1.1.0', 2],
      ['1.2.0-rc.1', 1],
    ],
  ]);
});

it('says when half and 90 % of the people use a release or a newer version', () => {
  const first_seen = '2026-11-01T00:00:00.000Z';
  const users = foldUsersByDay(rows, dayOf, 4);
  const seen = new Map([
    ['1.1.0', { first_seen, day: 1 }],
    ['1.3.0', { first_seen, day: 3 }],
    ['main', { first_seen, day: 1 }],
  ]);
  expect(measureUptake(users, seen)).toEqual([
    { version: '1.3.0', first_seen, half_days: null, most_days: null, users: 0, of_users: 3 },
    { version: '1.1.0', first_seen, half_days: 1, most_days: 2, users: 3, of_users: 3 },
  ]);
});
