import type { Parameters } from './database.js';
import { longestDelayMs, type Range } from './range.js';

function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

/**
 * Rows to read for an arrival range, including every row that may be a repeat.
 *
 * The query merges repeats itself, because `FINAL` would read all months.
 */
export const isNear = `project = {project:String} AND month BETWEEN {first_month:UInt32} AND {last_month:UInt32}
  AND received_at >= {read_from:Int64} AND received_at < {read_to:Int64}`;

export const isInRange = 'at >= {from:Int64} AND at < {to:Int64}';

/** Parameters of both conditions. */
export function arrivalParameters(project: string, range: Range): Parameters {
  const read_from = range.from - longestDelayMs;
  const read_to = range.to + longestDelayMs;
  return {
    project,
    ...range,
    read_from,
    read_to,
    first_month: monthOf(read_from),
    last_month: monthOf(read_to),
  };
}
