import { formatCompact } from '@sonde/analytics/format';

/** The lines of an axis, from 0 up, and their labels. */
export interface Axis {
  ticks: number[];
  format: (value: number) => string;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Distances between lines that are readable as durations. */
const durationSteps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 20, 30].map((value) => value * second),
  ...[1, 2, 5, 10, 20, 30].map((value) => value * minute),
  ...[1, 2, 4, 6, 12].map((value) => value * hour),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((value) => value * day),
];

/** Largest first. */
const units: readonly (readonly [size: number, name: string])[] = [
  [day, 'd'],
  [hour, 'h'],
  [minute, 'min'],
  [second, 's'],
];

const maximalLines = 4;

/** Distances between the ticks of a time axis, in intervals. */
const timeSteps = { hour: [1, 2, 3, 4, 6, 12, 24], day: [1, 2, 3, 7, 14, 28, 56, 91, 182] };

const maximalTimes = 5;

/** The times that have a tick on a time axis: at even distances, few enough for a phone. */
export function timeTicks(times: readonly string[], interval: keyof typeof timeSteps): string[] {
  const step =
    timeSteps[interval].find((one) => times.length <= one * maximalTimes) ??
    Math.ceil(times.length / maximalTimes);
  return times.filter((_, index) => index % step === 0);
}

const lines = (step: number, largest: number): number[] =>
  Array.from({ length: Math.max(1, Math.ceil(largest / step)) + 1 }, (_, index) => index * step);

const largestOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((largest, value) => Math.max(largest, value ?? 0), 0);

/** An axis for durations in milliseconds: at most five lines, at round times. */
export function durationAxis(values: readonly (number | null)[]): Axis {
  const largest = largestOf(values);
  const step =
    durationSteps.find((one) => largest <= one * maximalLines) ??
    Math.ceil(largest / maximalLines / day) * day;
  const ticks = lines(step, largest);
  const top = ticks.at(-1) ?? 0;
  // Half seconds are easier to read than 1,500 ms.
  const [size, unit] = units.find(([one]) => step >= one || (one === second && top >= one)) ?? [
    1,
    'ms',
  ];
  return {
    ticks,
    // One unit for the whole axis, so that its labels are comparable and short.
    format: (value) => (value === 0 ? '0' : `${formatCompact(value / size)} ${unit}`),
  };
}

/** An axis for counts: whole numbers, at most five lines. */
export function countAxis(values: readonly (number | null)[]): Axis {
  const largest = largestOf(values);
  let step = 1;
  for (let power = 1; largest > step * maximalLines; power *= 10) {
    step = [power, 2 * power, 5 * power].find((one) => largest <= one * maximalLines) ?? 10 * power;
  }
  return { ticks: lines(step, largest), format: formatCompact };
}

/** The axis of every rate: always the full range, so that a small change looks small. */
export const rateAxis: Axis = {
  ticks: [0, 0.5, 1],
  format: (value) => `${value * 100}%`,
};
