import { expect, test } from 'vitest';
import { describeResult } from './describe-result.js';

test('says how many rows there are, and whether there are more', () => {
  const result = { columns: [], rows: [[1]], truncated: false, elapsed_ms: 1234 };
  expect(describeResult(result)).toBe('1 row in 1.2 s');
  expect(describeResult({ ...result, rows: [] })).toBe('0 rows in 1.2 s');
  expect(
    describeResult({ ...result, rows: Array.from({ length: 10_000 }, () => [1]), truncated: true }),
  ).toBe('The first 10,000 rows, in 1.2 s. There are more: add LIMIT or a condition.');
});
