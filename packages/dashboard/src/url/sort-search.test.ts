import { expect, it } from 'vitest';
import { readSort, replaceSort, sortOf } from './sort-search.js';

const largestFirst = (column: string) => ({ column, isDescending: true });
const smallestFirst = (column: string) => ({ column, isDescending: false });

it('reads the sort of each table', () => {
  const search = readSort({ sort: ['-users', 'flags.success', 'values.my.tool.-people'] });
  expect(sortOf(search, '')).toMatchObject(largestFirst('users'));
  expect(sortOf(search, 'flags')).toMatchObject(smallestFirst('success'));
  expect(sortOf(search, 'values.my.tool')).toMatchObject(largestFirst('people'));
  expect(sortOf(search, 'values')).toBeUndefined();
});

it('drops what is no column', () => {
  expect(readSort({ sort: ['--users', 'flags.', 'Users', ''] })).toEqual({});
  expect(readSort({})).toEqual({});
});

it('changes the sort of one table', () => {
  const search = { sort: ['-users', 'flags.success'] };
  expect(replaceSort(search, 'flags', largestFirst('users'))).toEqual(['-users', 'flags.-users']);
  expect(replaceSort(search, '', smallestFirst('users'))).toEqual(['flags.success', 'users']);
  expect(replaceSort({}, '', smallestFirst('users'))).toEqual(['users']);
});
