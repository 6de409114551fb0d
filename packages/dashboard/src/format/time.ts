import { formatQuantity, none } from '@sonde/analytics/format';

const dateTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
});
const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const dayAndYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

const read = (time: string): Date | undefined => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

/** `21 Nov 2026, 14:05:09 UTC`. */
export function formatInstant(time: string): string {
  const date = read(time);
  return date === undefined ? none : `${dateTime.format(date)} UTC`;
}

/** `21 Nov`, with the year if it is not the current one. */
export function formatDay(time: string, now = Date.now()): string {
  const date = read(time);
  if (date === undefined) return none;
  const sameYear = date.getUTCFullYear() === new Date(now).getUTCFullYear();
  return (sameYear ? day : dayAndYear).format(date);
}

/** `21 Nov 2026`, or `21 Nov 2026 to 23 Nov 2026`; both days are included. */
export function formatDays(from: string, to: string): string {
  const [first, last] = [formatDay(from, 0), formatDay(to, 0)];
  return first === last ? first : `${first} to ${last}`;
}

/** A chart's label of an interval: `21 Nov`, or `14:00` for an hour. */
export function formatInterval(time: string, interval: 'hour' | 'day'): string {
  const date = read(time);
  if (date === undefined) return none;
  return interval === 'day' ? day.format(date) : date.toISOString().slice(11, 16);
}

/** The same with full context: `21 Nov 2026`, `21 Nov, 14:00 UTC`. */
export function formatIntervalInFull(time: string, interval: 'hour' | 'day'): string {
  const date = read(time);
  if (date === undefined) return none;
  return interval === 'day'
    ? dayAndYear.format(date)
    : `${day.format(date)}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** `just now`, `5 min ago`, `3 h ago`, `2 days ago`, then the day. */
export function formatAgo(time: string, now: number): string {
  const date = read(time);
  if (date === undefined) return none;
  const seconds = Math.round((now - date.getTime()) / 1000);
  if (seconds < -60) return formatInstant(time);
  if (seconds < 45) return 'just now';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.round(hours / 24);
  return days < 7 ? `${formatQuantity(days, 'day')} ago` : formatDay(time, now);
}
