/** Hours, days and weeks in a time zone, as instants in milliseconds since 1970. */

export type CalendarUnit = 'hour' | 'day' | 'week';

const second = 1000;
const hour = 3_600_000;
const day = 24 * hour;
/** Zones are at most 14 hours ahead of UTC and 12 behind. */
const furthestAhead = 15 * hour;
const furthestBehind = 13 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
      ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether it names a time zone: an IANA name such as `Europe/Berlin`, or `UTC`. */
export function isTimeZone(name: string): boolean {
  // Offsets such as `+02:00` have no daylight saving time: they are no one's zone.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The day of an instant in a zone.
 *
 * @example
 * ```ts
 * dayIn('Asia/Kathmandu', Date.parse('2026-11-20T18:15:00Z')); // '2026-11-21'
 * ```
 */
export function dayIn(zone: string, time: number): string {
  if (zone === 'UTC') return new Date(time).toISOString().slice(0, 10);
  const parts = formatIn(zone).formatToParts(time);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** The day `count` days later in the calendar. */
export function addDays(date: string, count: number): string {
  return new Date(Date.parse(date) + count * day).toISOString().slice(0, 10);
}

/** The Monday of the week that a day is in. */
export function mondayOf(date: string): string {
  return addDays(date, -((new Date(date).getUTCDay() + 6) % 7));
}

/**
 * The first instant of a day in a zone. It is not midnight where clocks are changed at midnight, and
 * it is the start of the next day if the zone left the day out.
 *
 * @param date As `2026-11-21`.
 */
export function startOfDay(zone: string, date: string): number {
  const midnight = Date.parse(date);
  if (zone === 'UTC') return midnight;
  let before = midnight - furthestAhead;
  let reached = midnight + furthestBehind;
  while (reached - before > second) {
    const middle = before + Math.floor((reached - before) / (2 * second)) * second;
    if (dayIn(zone, middle) >= date) reached = middle;
    else before = middle;
  }
  return reached;
}

/**
 * The starts of all hours, days or weeks in a zone that a range touches, in order; the first is not
 * after `from`. Days and weeks follow the calendar: a day can have 23 or 25 hours, a week begins on
 * Monday. Hours are counted from the start of each day; the last one is shorter where clocks are
 * changed by half an hour.
 *
 * @param range Milliseconds since 1970; `to` is exclusive.
 *
 * @example
 * ```ts
 * calendarStarts('day', { from: Date.UTC(2026, 9, 25), to: Date.UTC(2026, 9, 26) }, 'Europe/Berlin')
 *   .map((time) => new Date(time).toISOString());
 * // ['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z']
 * ```
 */
export function calendarStarts(
  unit: CalendarUnit,
  range: { from: number; to: number },
  zone: string,
): number[] {
  const first = dayIn(zone, range.from);
  const step = unit === 'week' ? 7 : 1;
  const starts: number[] = [];
  let date = unit === 'week' ? mondayOf(first) : first;
  for (let start = startOfDay(zone, date); start < range.to; ) {
    date = addDays(date, step);
    const next = startOfDay(zone, date);
    // A zone that left a day out has no such day.
    if (next > start) starts.push(...(unit === 'hour' ? hoursBetween(start, next) : [start]));
    start = next;
  }
  if (unit !== 'hour') return starts;
  return starts.filter((start, i) => (starts[i + 1] ?? Infinity) > range.from && start < range.to);
}

function hoursBetween(start: number, end: number): number[] {
  return Array.from({ length: Math.ceil((end - start) / hour) }, (_, i) => start + i * hour);
}
