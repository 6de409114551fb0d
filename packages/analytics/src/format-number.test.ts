import { describe, expect, it } from 'vitest';
import {
  formatCompact,
  formatCount,
  formatPercent,
  formatQuantity,
  pointChange,
  relativeChange,
} from './format-number.js';

describe('formatCount', () => {
  it('separates thousands and shows a dash for null', () => {
    expect(formatCount(0)).toBe('0');
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatCount(null)).toBe('–');
    expect(formatCount(undefined)).toBe('–');
    expect(formatCount(Number.NaN)).toBe('–');
  });

  it('uses the singular and plural of the noun', () => {
    expect(formatQuantity(1, 'run')).toBe('1 run');
    expect(formatQuantity(0, 'run')).toBe('0 runs');
    expect(formatQuantity(2_000, 'entry', 'entries')).toBe('2,000 entries');
  });

  it('is short for axes', () => {
    expect(formatCompact(950)).toBe('950');
    expect(formatCompact(12_345)).toBe('12.3K');
  });
});

describe('formatPercent', () => {
  it.each([
    [2 / 3, 3, '67%'],
    [0.123_45, 500, '12%'],
    [0.123_45, 5_000, '12.3%'],
    [null, 0, '–'],
    [Number.NaN, 10, '–'],
    [0, 10, '0%'],
    [1, 10, '100%'],
    [1.04, 100, '104%'],
  ])('%f of %i is %s', (ratio, base, text) => {
    expect(formatPercent(ratio, base)).toBe(text);
  });

  it('never rounds to 0% or 100%', () => {
    expect(formatPercent(0.996, 500)).toBe('>99%');
    expect(formatPercent(0.994, 500)).toBe('99%');
    expect(formatPercent(0.9999, 20_000)).toBe('>99.9%');
    expect(formatPercent(0.001, 900)).toBe('<1%');
    expect(formatPercent(0.000_01, 200_000)).toBe('<0.1%');
    expect(formatPercent(1.001, 500)).toBe('>100%');
  });
});

describe('relativeChange', () => {
  it('gives direction and size', () => {
    expect(relativeChange(112, 100)).toEqual({ direction: 'up', text: '12%' });
    expect(relativeChange(50, 100)).toEqual({ direction: 'down', text: '50%' });
    expect(relativeChange(1_000, 998)).toEqual({ direction: 'up', text: '<1%' });
    expect(relativeChange(340, 100)).toEqual({ direction: 'up', text: '×3.4' });
    expect(relativeChange(0, 100)).toEqual({ direction: 'down', text: '100%' });
    expect(relativeChange(7, 7)?.direction).toBe('same');
  });

  it('is null if there is nothing to compare with', () => {
    expect(relativeChange(5, 0)).toBeNull();
    expect(relativeChange(5, null)).toBeNull();
    expect(relativeChange(null, 5)).toBeNull();
    expect(relativeChange(0, 0)?.direction).toBe('same');
  });
});

describe('pointChange', () => {
  it('counts percentage points, no finer than the base allows', () => {
    expect(pointChange(0.834, 0.951, 100)).toEqual({ direction: 'down', text: '12 points' });
    expect(pointChange(0.834, 0.951, 10_000)).toEqual({ direction: 'down', text: '11.7 points' });
    expect(pointChange(0.96, 0.95, 100)?.text).toBe('1 point');
    expect(pointChange(0.951, 0.95, 100)?.text).toBe('<1 point');
    expect(pointChange(null, 0.95, 100)).toBeNull();
  });
});
