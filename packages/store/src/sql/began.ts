import type { Range } from './range.js';

const day = 86_400_000;
/** Of the engine's type for days. */
const lastDay = 65_535;

/** Condition on rows of derived tables: those that began in the range. */
export const beganWithin = 'began >= {from:Int64} AND began < {to:Int64}';

/** The same in days, which are in the sorting key of derived tables. */
export const inDays = 'day BETWEEN toDate({first_day:UInt16}) AND toDate({last_day:UInt16})';

/** Parameters of both. */
export function rangeValues({ from, to }: Range) {
  const dayOf = (time: number) => Math.min(lastDay, Math.max(0, Math.floor(time / day)));
  return { from, to, first_day: dayOf(from), last_day: dayOf(to) };
}
