import { expect, test } from 'vitest';
import { readAdoptionSearch } from './adoption-search.js';
import { findIgnored } from './ignored-parameters.js';
import { readInvocationSearch } from './invocation-search.js';
import { readScope } from './scope-search.js';
import { parseSearch } from './search-string.js';
import { withSort } from './sort-search.js';

const ignored = (text: string, read: Parameters<typeof findIgnored>[1] = readScope) =>
  findIgnored(parseSearch(text), read).map(({ name, value }) => `${name}=${value}`);

test.each([
  'project=default&zone=Europe%2FBerlin&range=7d&version=1.0&version=1.10&is_ci=true',
  'from=2026-11-01&to=2026-11-30',
  // Defaults.
  'range=30d&zone=UTC&version=',
])('a valid address: %s', (text) => {
  expect(ignored(text)).toEqual([]);
});

test.each([
  'from=2026-12-01&to=2026-11-01',
  'from=banana',
  'range=5y',
  'zone=Mars%2FPhobos',
  'is_ci=maybe',
  'verzion=1',
])('not valid: %s', (text) => {
  expect(ignored(text)).toEqual(decodeURIComponent(text).split('&'));
});

test('only the values that are not used', () => {
  expect(
    ignored('status=exploded&exit_code=abc&duration_from_ms=5.0&version=1', readInvocationSearch),
  ).toEqual(['status=exploded', 'exit_code=abc']);
  expect(ignored('by=version&of=people', readAdoptionSearch)).toEqual([]);
  expect(ignored('by=dog', readAdoptionSearch)).toEqual(['by=dog']);
  expect(ignored('count_people=false', readInvocationSearch)).toEqual([]);
  expect(ignored('count_people=yes', readInvocationSearch)).toEqual(['count_people=yes']);
  expect(ignored('sort=-users&sort=no+column!', withSort(readScope))).toEqual(['sort=no column!']);
});
