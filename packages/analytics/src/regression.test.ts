import { expect, it } from 'vitest';
import { isRegression } from './regression.js';

const of = (succeeded: number, ended: number) => ({ succeeded, ended });

it('distinguishes a fall from chance', () => {
  expect(isRegression(of(95, 100), of(70, 100))).toBe(true);
  // z = 1.62 and z = 1.78: either side of 1.645.
  expect(isRegression(of(95, 100), of(89, 100))).toBe(false);
  expect(isRegression(of(96, 100), of(89, 100))).toBe(true);
});

it('is false for few runs, no runs and a rise', () => {
  expect(isRegression(of(19, 19), of(0, 100))).toBe(false);
  expect(isRegression(of(100, 100), of(0, 19))).toBe(false);
  expect(isRegression(of(20, 20), of(20, 20))).toBe(false);
  expect(isRegression(of(50, 100), of(90, 100))).toBe(false);
});
