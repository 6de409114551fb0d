import { expect, it } from 'vitest';
import { durationBounds, foldHistogram } from './duration-histogram.js';

it('has bounds of 1, 2 and 5 in each power of ten', () => {
  expect(durationBounds.slice(0, 8)).toEqual([0, 1, 2, 5, 10, 20, 50, 100]);
  expect(durationBounds.slice(-3)).toEqual([2e8, 5e8, 1e9]);
});

it('puts a bound into the bucket above it, and shows empty buckets between', () => {
  expect(foldHistogram([0.5, 2, 4.99, 10])).toEqual([
    { from_ms: 0, to_ms: 1, invocations: 1 },
    { from_ms: 1, to_ms: 2, invocations: 0 },
    { from_ms: 2, to_ms: 5, invocations: 2 },
    { from_ms: 5, to_ms: 10, invocations: 0 },
    { from_ms: 10, to_ms: 20, invocations: 1 },
  ]);
  expect(foldHistogram([])).toEqual([]);
  expect(foldHistogram([4e12])).toEqual([{ from_ms: 1e9, to_ms: null, invocations: 1 }]);
});
