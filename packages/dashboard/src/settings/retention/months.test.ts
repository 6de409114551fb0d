import { expect, it } from 'vitest';
import { readMonths } from './months.js';

it.each([
  ['1', 1],
  [' 12 ', 12],
  ['1200', 1_200],
])('takes %j', (text, months) => {
  expect(readMonths(text)).toBe(months);
});

it.each([[''], ['0'], ['-1'], ['1.5'], ['1e3'], ['1201'], ['1000000000'], ['twelve']])(
  'refuses %j',
  (text) => {
    expect(readMonths(text)).toBeUndefined();
  },
);
