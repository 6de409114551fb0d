import { expect, it } from 'vitest';
import { countAxis, durationAxis, timeTicks } from './axis.js';

const labels = ({ ticks, format }: ReturnType<typeof durationAxis>) => ticks.map(format);

it.each([
  [[], ['0', '1']],
  [
    [null, null],
    ['0', '1'],
  ],
  [[3], ['0', '1', '2', '3']],
  [
    [105, 7],
    ['0', '50', '100', '150'],
  ],
  [[1_000_000], ['0', '500K', '1M']],
])('counts %j are drawn on %j', (values, ticks) => {
  expect(labels(countAxis(values))).toEqual(ticks);
});

it.each([
  [[], ['0', '1 ms']],
  [[87], ['0', '50 ms', '100 ms']],
  [
    [120_000, null],
    ['0', '30 s', '60 s', '90 s', '120 s'],
  ],
  [[5 * 3_600_000], ['0', '2 h', '4 h', '6 h']],
  [[910], ['0', '0.5 s', '1 s']],
  [[365 * 86_400_000], ['0', '100 d', '200 d', '300 d', '400 d']],
])('durations %j are drawn on %j', (values, ticks) => {
  expect(labels(durationAxis(values))).toEqual(ticks);
});

it('labels few times, at even distances', () => {
  const times = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  expect(timeTicks([], 'day')).toEqual([]);
  expect(timeTicks(times(3), 'day')).toEqual(['0', '1', '2']);
  expect(timeTicks(times(31), 'day')).toEqual(['0', '7', '14', '21', '28']);
  expect(timeTicks(times(24), 'hour')).toEqual(['0', '6', '12', '18']);
  for (let count = 1; count < 3_000; count += 1) {
    expect(timeTicks(times(count), 'day').length).toBeLessThanOrEqual(5);
  }
});

it('has few lines, whatever the values', () => {
  for (let value = 1; value < 1e12; value *= 1.37) {
    expect(countAxis([value]).ticks.length).toBeLessThanOrEqual(5);
    expect(durationAxis([value]).ticks.length).toBeLessThanOrEqual(5);
    expect(durationAxis([value]).ticks.at(-1)).toBeGreaterThanOrEqual(value);
  }
});
