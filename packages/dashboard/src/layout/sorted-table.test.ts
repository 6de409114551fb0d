import { expect, it } from 'vitest';
import { sortRows } from './sorted-table.js';

const rows = [{ n: 2 }, { n: null }, { n: 10 }, { n: 0 }];

it('sorts both ways, with missing values last', () => {
  const value = ({ n }: (typeof rows)[number]) => n;
  const order = (isDescending: boolean) => sortRows(rows, { value }, isDescending).map(value);
  expect(order(true)).toEqual([10, 2, 0, null]);
  expect(order(false)).toEqual([0, 2, 10, null]);
  expect(sortRows(rows, undefined, true)).toEqual(rows);
});

it('sorts texts by their numbers, so that 1.10 is after 1.9', () => {
  const versions = ['1.10.0', '1.9.0', 'main'].map((name) => ({ name }));
  const sorted = sortRows(versions, { value: ({ name }) => name }, false);
  expect(sorted.map(({ name }) => name)).toEqual(['1.9.0', '1.10.0', 'main']);
});
