import { expect, it } from 'vitest';
import { sortResult } from './sort-result.js';

const columns = [
  { name: 'n', type: 'Nullable(UInt64)' },
  { name: 'name', type: 'String' },
];
const rows: unknown[][] = [
  [9, 'b10'],
  ['18446744073709551615', 'b9'],
  [null, 'a'],
  [10, ''],
];
const order = (column: string, isDescending: boolean) =>
  sortResult({ columns, rows }, { column, isDescending }).map((row) => rows.indexOf(row));

it('sorts numbers as numbers, also those that are texts, and null last', () => {
  expect(order('0', false)).toEqual([0, 3, 1, 2]);
  expect(order('0', true)).toEqual([1, 3, 0, 2]);
});

it('sorts texts by their words and numbers', () => {
  expect(order('1', false)).toEqual([3, 2, 1, 0]);
});

it('keeps the order of the query without a column', () => {
  expect(sortResult({ columns, rows }, undefined)).toBe(rows);
});
