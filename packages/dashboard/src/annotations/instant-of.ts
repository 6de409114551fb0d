import { addDays, startOfDay } from '@sonde/analytics/format';
import { formatClock } from '../format/time.js';

const minuteMs = 60_000;

/**
 * The instant of a date and time on a clock in a zone, such as `2026-11-20T10:30`; undefined if it
 * is not one. A time that the clock skips is the next one; of one that it shows twice, the first.
 */
export function instantOf(zone: string, wall: string): string | undefined {
  const [, date = '', clock = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)$/.exec(wall) ?? [];
  if (clock === '' || Number.isNaN(Date.parse(`${wall}Z`))) return undefined;
  const end = startOfDay(zone, addDays(date, 1));
  for (let time = startOfDay(zone, date); time < end; time += minuteMs) {
    const instant = new Date(time).toISOString();
    if (formatClock(instant, zone) >= clock) return instant;
  }
  return new Date(end).toISOString();
}
