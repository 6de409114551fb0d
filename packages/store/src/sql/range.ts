import { SondeError } from '@sonde/protocol';
import type { Parameters } from './database.js';
import { defaultRangeDays } from './scope.js';

/** Milliseconds since 1970; `to` is exclusive. */
export interface Range {
  from: number;
  to: number;
}

const day = 86_400_000;

/** Clients keep and repeat what they send for up to a week. */
export const longestDelayMs = 7 * day;

/** The range of a query, with defaults. */
export function readRange(range: { from?: string; to?: string }, now: number): Range {
  const to = range.to === undefined ? now : readTime('to', range.to);
  const from =
    range.from === undefined ? to - defaultRangeDays * day : readTime('from', range.from);
  return checkOrder({ from, to });
}

/** The same, and the range of equal length before it, together with it. */
export function readRangeAndPrevious(
  input: { from?: string; to?: string },
  now: number,
): { range: Range; both: Range } {
  const range = readRange(input, now);
  return { range, both: { from: range.from - (range.to - range.from), to: range.to } };
}

/** The range of a query without defaults: either end may be open. */
export function readOpenRange(range: {
  from?: string | undefined;
  to?: string | undefined;
}): Range {
  return checkOrder({
    from: range.from === undefined ? Number.MIN_SAFE_INTEGER : readTime('from', range.from),
    to: range.to === undefined ? Number.MAX_SAFE_INTEGER : readTime('to', range.to),
  });
}

function checkOrder(range: Range): Range {
  if (range.from < range.to) return range;
  throw new SondeError('parameter_invalid', { detail: 'from must be before to' });
}

const firstTime = Date.UTC(1970, 0, 1);
const lastTime = Date.UTC(2200, 0, 1);

function readTime(name: string, text: string): number {
  const time = Date.parse(text);
  // ISO 8601 allows dates that do not exist (a leap second, 30 February), and the store only keeps
  // times between these years.
  if (time >= firstTime && time <= lastTime) return time;
  throw new SondeError('parameter_invalid', {
    detail: `${name} must be a time between the years 1970 and 2200`,
  });
}

/** A statement or a condition, with its parameters. */
export interface Condition {
  sql: string;
  parameters: Parameters;
}
