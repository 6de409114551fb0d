import { expect, it } from 'vitest';
import { countUsers, findGaps, stitchIdentities } from './invocation-summary.js';
import { quantile } from './quantile.js';

it('finds events that have not arrived', () => {
  const gaps = (...sequences: number[]) => findGaps(sequences.map((sequence) => ({ sequence })));
  expect(gaps(1, 2, 3)).toEqual([]);
  expect(gaps(7, 3, 4, 4)).toEqual([
    { after: 0, missing: 2 },
    { after: 4, missing: 2 },
  ]);
  expect(gaps(0, 0)).toEqual([]);
});

it('assigns an anonymous id to the first user it was seen with, and a shared one to no user', () => {
  const users = stitchIdentities([
    { anonymous_id: 'a1', user_id: 'late', first_time: 20 },
    { anonymous_id: 'a1', user_id: 'early', first_time: 10 },
    { anonymous_id: 'ci:github', user_id: 'early', first_time: 5 },
    { anonymous_id: '', user_id: 'early', first_time: 5 },
  ]);
  expect([...users]).toEqual([['a1', 'early']]);
});

it('counts people once, and shared ids not at all', () => {
  const people = ['ada', 'ci:github_actions', 'ada', 'bob', 'ci:circle', ''];
  expect(countUsers(people.map((person) => ({ person })))).toBe(2);
});

it('interpolates quantiles', () => {
  expect(quantile([], 0.5)).toBeNull();
  expect(quantile([4], 0.9)).toBe(4);
  expect(quantile([40, 10, 30, 20], 0.5)).toBe(25);
});
