import { expect, test } from 'vitest';
import { cellText, fileColumnsOf, isNumeric } from './cell.js';

test.each([
  ['UInt64', true],
  ['Nullable(Float64)', true],
  ['LowCardinality(Nullable(Int8))', true],
  ['Decimal(9, 2)', true],
  ['BFloat16', true],
  ['String', false],
  ["DateTime64(3, 'UTC')", false],
  ['Array(UInt64)', false],
  ['IntervalDay', false],
  ['Nullable(String)', false],
])('%s is a number: %s', (type, isNumber) => {
  expect(isNumeric(type)).toBe(isNumber);
});

test('shows values as they are, and lists as JSON', () => {
  expect(cellText(null)).toBe('null');
  expect(cellText(0.1)).toBe('0.1');
  expect(cellText(true)).toBe('true');
  expect(cellText('18446744073709551615')).toBe('18446744073709551615');
  expect(cellText(['a', 1])).toBe('["a",1]');
  expect(cellText({ a: null })).toBe('{"a":null}');
});

test('files have numbers, texts and empty fields', () => {
  expect(
    fileColumnsOf({
      columns: [
        { name: 'n', type: 'Nullable(UInt64)' },
        { name: 'large', type: 'UInt64' },
        { name: 'flags', type: 'Array(String)' },
        { name: 'is_ci', type: 'Bool' },
      ],
      rows: [
        [1, 1, ['a'], true],
        [null, '18446744073709551615', [], false],
      ],
    }),
  ).toEqual([
    { name: 'n', cells: [1, null] },
    { name: 'large', cells: ['1', '18446744073709551615'] },
    { name: 'flags', cells: ['["a"]', '[]'] },
    { name: 'is_ci', cells: ['true', 'false'] },
  ]);
});
