import { describe, expect, it } from 'vitest';
import { formatDuration, formatOffset } from './format-duration.js';

describe('formatDuration', () => {
  it.each([
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, '–'],
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [12.4, '12 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_700, '1 h'],
    [11_520_000, '3 h 12 min'],
    [86_399_000, '1 d'],
    [187_200_000, '2 d 4 h'],
    [-1_500, '−1.5 s'],
  ])('%s ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('formatOffset', () => {
  it('keeps milliseconds, which distinguish events', () => {
    expect(formatOffset(0)).toBe('+0 ms');
    expect(formatOffset(999)).toBe('+999 ms');
    expect(formatOffset(10_181)).toBe('+10.181 s');
    expect(formatOffset(1_234_567)).toBe('+1,234.567 s');
    expect(formatOffset(7_200_000)).toBe('+2 h');
    expect(formatOffset(-3)).toBe('−3 ms');
  });
});
