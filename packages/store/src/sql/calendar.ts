import { type CalendarUnit, calendarStarts, isTimeZone } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { Type } from 'typebox';
import { longList } from './long-list.js';
import type { Condition, Range } from './range.js';

/** Parameter of every query whose response has hours, days or weeks. */
export const zoneParameter = {
  zone: Type.Optional(
    Type.String({
      description: 'Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC`',
    }),
  ),
};

/** @throws `parameter_invalid` for a name that is no time zone. */
export function readZone({ zone = 'UTC' }: { zone?: string }): string {
  if (isTimeZone(zone)) return zone;
  throw new SondeError('parameter_invalid', {
    detail: `zone must be the IANA name of a time zone, such as Europe/Berlin or UTC; this is none: ${zone.slice(0, 64)}`,
  });
}

const day = 86_400_000;
const longestRange = 30 * 366 * day;

/** The intervals of a series. */
export interface Calendar extends Condition {
  unit: CalendarUnit;
  /** Start of each, in order; the first may be before the range. */
  starts: number[];
}

/**
 * Divides a range into hours, days or weeks of a zone. `sql` is the start of the interval that
 * `began` is in: the engine looks it up in the list of all, so that a series has exactly these.
 *
 * @param most How many intervals the response can have.
 * @throws `parameter_invalid` for a range of more than 30 years, or of more intervals.
 */
export function divideRange(
  range: Range,
  unit: CalendarUnit,
  zone: string,
  most = Number.POSITIVE_INFINITY,
): Calendar {
  if (range.to - range.from > longestRange) {
    throw new SondeError('parameter_invalid', { detail: 'the range is longer than 30 years' });
  }
  const starts = calendarStarts(unit, range, zone);
  if (starts.length > most) {
    throw new SondeError('parameter_invalid', {
      detail: `the range has more than ${most} ${unit}s; choose a shorter one`,
    });
  }
  return {
    unit,
    starts,
    sql: intervalOf('began'),
    parameters: { interval_starts: longList(starts) },
  };
}

/** SQL: the start of the interval that a time is in. Needs the parameters of {@link divideRange}. */
export function intervalOf(time: string): string {
  return `roundDown(${time}, JSONExtract({interval_starts:String}, 'Array(Int64)'))`;
}

/** Hours for ranges of up to two days, also if these have 25 hours; else days. */
export function unitOf({ from, to }: Range): 'hour' | 'day' {
  return to - from <= 2 * day + 2 * 3_600_000 ? 'hour' : 'day';
}
