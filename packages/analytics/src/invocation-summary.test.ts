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

const link = (anonymous_id: string, user_id: string, first_time = 1, is_alias = false) => ({
  ...{ anonymous_id, user_id, first_time, is_alias },
});
const alias = (previous: string, user: string, time = 1) => link(previous, user, time, true);

it('assigns an anonymous id to the first user it was seen with, and a shared one to no user', () => {
  const { users, persons } = stitchIdentities([
    link('a1', 'late', 20),
    link('a1', 'early', 10),
    link('ci:github', 'early', 5),
    link('', 'early', 5),
  ]);
  expect([...users]).toEqual([['a1', 'early']]);
  expect(persons.size).toBe(0);
});

it('makes no alias of ids that many people share', () => {
  for (const shared of ['undefined', 'NULL', ' Anonymous', '0', 'ci:github_actions']) {
    const links = [alias('ada', shared), alias('bob', shared), alias(shared, 'cleo')];
    expect(stitchIdentities(links).persons.size, shared).toBe(0);
  }
});

it('follows aliases to the end, and takes the smallest id of a circle', () => {
  const persons = (...links: ReturnType<typeof link>[]) =>
    Object.fromEntries(stitchIdentities(links).persons);
  const end = 'ada@new';
  expect(persons(alias('older', 'old'), alias('old', end), alias('ada', end))).toEqual({
    ...{ older: end, old: end, ada: end },
  });
  const first = [alias('ada', 'late', 3), alias('ada', 'early', 2), alias('ada', 'ada', 0)];
  expect(persons(...first, link('ada', 'bob'))).toEqual({ ada: 'early' });
  const circle = [alias('c', 'a'), alias('a', 'b'), alias('b', 'c'), alias('d', 'c')];
  expect(persons(...circle)).toEqual({ a: 'a', b: 'a', c: 'a', d: 'a' });
  expect(persons(...[...circle].reverse())).toEqual(persons(...circle));
  const long = Array.from({ length: 20_000 }, (_, i) => alias(`${i}`, `${i + 1}`));
  expect(new Set(stitchIdentities(long).persons.values())).toEqual(new Set(['20000']));
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
