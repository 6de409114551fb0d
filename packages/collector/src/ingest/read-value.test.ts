import { expect, test } from 'vitest';
import { readBoolean, readInteger, readNumber } from './read-value.js';

test.each([
  [true, true],
  ['true', true],
  ['1', true],
  [1, true],
  [false, false],
  ['false', false],
  ['0', false],
  [0, false],
  ['False', undefined],
  ['yes', undefined],
  ['', undefined],
  [2, undefined],
  [['true'], undefined],
])('%j as a boolean is %j', (value, expected) => {
  expect(readBoolean(value)).toBe(expected);
});

test.each([
  [12, 12],
  ['12', 12],
  ['-1', -1],
  ['0', 0],
  [1.5, undefined],
  ['1.0', undefined],
  ['1e3', undefined],
  [' 1', undefined],
  ['9999999999999999', undefined],
  ['', undefined],
  [true, undefined],
])('%j as a whole number is %j', (value, expected) => {
  expect(readInteger(value)).toBe(expected);
});

test.each([
  [0.5, 0.5],
  ['0.5', 0.5],
  ['-12', -12],
  ['.5', undefined],
  ['Infinity', undefined],
  ['0x10', undefined],
  [false, undefined],
])('%j as a number is %j', (value, expected) => {
  expect(readNumber(value)).toBe(expected);
});
