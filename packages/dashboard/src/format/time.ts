import { dayIn, formatQuantity, none } from '@sonde/analytics/format';

const parts = {
  dateTime: {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
  },
  day: { day: 'numeric', month: 'short' },
  dayAndYear: { day: 'numeric', month: 'short', year: 'numeric' },
  clock: { hour: '2-digit', minute: '2-digit' },
  clockTime: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  zone: { timeZoneName: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string, what: keyof typeof parts, date: Date): string {
  const key = `${what} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { ...parts[what], timeZone: zone });
    formats.set(key, format);
  }
  if (what !== 'zone') return format.format(date);
  return format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

const read = (time: string): Date | undefined => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

/** `21 Nov 2026, 14:05:09 UTC`. */
export function formatInstant(time: string, zone = 'UTC'): string {
  const date = read(time);
  return date === undefined ? none : formatIn(zone, 'dateTime', date);
}

/** `14:05`. */
export function formatClock(time: string, zone: string): string {
  const date = read(time);
  return date === undefined ? none : formatIn(zone, 'clock', date);
}

/** `14:05:09`. */
export function formatClockTime(time: string, zone: string): string {
  const date = read(time);
  return date === undefined ? none : formatIn(zone, 'clockTime', date);
}

/** `21 Nov`, with the year if it is not the current one. */
export function formatDay(time: string, now = Date.now(), zone = 'UTC'): string {
  const date = read(time);
  if (date === undefined) return none;
  const year = (at: number) => dayIn(zone, at).slice(0, 4);
  return formatIn(zone, year(date.getTime()) === year(now) ? 'day' : 'dayAndYear', date);
}

/** `21 Nov 2026`, or `21 Nov 2026 to 23 Nov 2026`; both days are included. */
export function formatDays(from: string, to: string): string {
  const [first, last] = [formatDay(from, 0), formatDay(to, 0)];
  return first === last ? first : `${first} to ${last}`;
}

/** A chart's label of an interval: `21 Nov`, or `14:00` for an hour. */
export function formatInterval(time: string, interval: 'hour' | 'day', zone: string): string {
  const date = read(time);
  return date === undefined ? none : formatIn(zone, interval === 'day' ? 'day' : 'clock', date);
}

/** The same with full context: `21 Nov 2026`, `21 Nov, 14:00 UTC`. */
export function formatIntervalInFull(time: string, interval: 'hour' | 'day', zone: string): string {
  const date = read(time);
  if (date === undefined) return none;
  if (interval === 'day') return formatIn(zone, 'dayAndYear', date);
  const [day, clock, name] = (['day', 'clock', 'zone'] as const).map((what) =>
    formatIn(zone, what, date),
  );
  return `${day}, ${clock} ${name}`;
}

/** `just now`, `5 min ago`, `3 h ago`, `2 days ago`, then the day. */
export function formatAgo(time: string, now: number, zone = 'UTC'): string {
  const date = read(time);
  if (date === undefined) return none;
  const seconds = Math.round((now - date.getTime()) / 1000);
  if (seconds < -60) return formatInstant(time, zone);
  if (seconds < 45) return 'just now';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.round(hours / 24);
  return days < 7 ? `${formatQuantity(days, 'day')} ago` : formatDay(time, now, zone);
}
