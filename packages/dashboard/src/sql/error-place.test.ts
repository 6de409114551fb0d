import { expect, test } from 'vitest';
import { placeOf, wordAt } from './error-place.js';

test('reads the place that an error begins with', () => {
  expect(placeOf('line 2, column 8: There is no view user.')).toEqual({ line: 2, column: 8 });
  expect(placeOf('Line 12, column 1: Unexpected end.')).toEqual({ line: 12, column: 1 });
  expect(placeOf('There is no line 2, column 8: really.')).toBeUndefined();
  expect(placeOf('')).toBeUndefined();
});

test.each([
  ['SELECT 1\nFROM   user', { line: 2, column: 8 }, 'user'],
  ['SELECT 1 )', { line: 1, column: 10 }, ')'],
  // The end of the text has no character of its own.
  ['SELECT', { line: 1, column: 7 }, 'T'],
  ['SELECT', { line: 9, column: 9 }, 'T'],
  ['', { line: 1, column: 1 }, ''],
])('finds the word at a place: %s', (text, place, word) => {
  const { from, to } = wordAt(text, place);
  expect(text.slice(from, to)).toBe(word);
});
