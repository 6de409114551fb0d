import { addDays, calendarStarts, dayIn, startOfDay } from '@sonde/analytics/format';
import { formatClock, formatDay } from '../format/time.js';
import { type ZoneSearch, zoneOf } from './zone-search.js';

/** Ranges that move with the clock; they stay relative in the URL. */
export const presets = ['24h', '7d', '30d', '90d'] as const;
export type Preset = (typeof presets)[number];

export const defaultPreset: Preset = '30d';

/** The time range in the URL: a preset, or both ends. */
export type RangeSearch = {
  /** Left out if it is the default, 30 days. */
  range?: Preset | undefined;
  /** A day (`2026-10-01`) of the zone, or an instant in UTC; inclusive. */
  from?: string | undefined;
  /** A day, which is included, or an instant, which is not. */
  to?: string | undefined;
};

/** Two instants for the API: ISO 8601 in UTC, `to` exclusive. */
export interface Interval {
  from: string;
  to: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const presetLabels: Record<Preset, string> = {
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
};

export const presetLabel = (preset: Preset): string => presetLabels[preset];

const presetDays: Record<Exclude<Preset, '24h'>, number> = { '7d': 7, '30d': 30, '90d': 90 };

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;

const isPreset = (value: string | undefined): value is Preset =>
  presets.some((preset) => preset === value);

/** A valid day or instant, in a year that the collector stores; otherwise undefined. */
function readTime(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const isDay = dayPattern.test(value);
  if (!isDay && !instantPattern.test(value)) return undefined;
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return undefined;
  // 31 February is parsed as 3 March: a date that changes does not exist.
  if (isDay && time.toISOString().slice(0, 10) !== value) return undefined;
  const year = time.getUTCFullYear();
  return year >= 2000 && year < 2100 ? value : undefined;
}

const startOf = (value: string, zone: string): number =>
  dayPattern.test(value) ? startOfDay(zone, value) : Date.parse(value);

const endOf = (value: string, zone: string): number =>
  dayPattern.test(value) ? startOfDay(zone, addDays(value, 1)) : Date.parse(value);

/** Keeps a valid range and drops the rest, so that a broken URL shows the default. */
export function readRange(
  search: ZoneSearch & { range?: unknown; from?: unknown; to?: unknown },
): RangeSearch {
  const zone = zoneOf(search);
  const from = readTime(search.from === undefined ? undefined : String(search.from));
  const to = readTime(search.to === undefined ? undefined : String(search.to));
  if (from !== undefined && to !== undefined && startOf(from, zone) < endOf(to, zone)) {
    return { from, to };
  }
  const range = search.range === undefined ? undefined : String(search.range);
  return isPreset(range) && range !== defaultPreset ? { range } : {};
}

/**
 * The two instants of a range. Presets end in the coming minute, to include the newest events, and
 * begin at a full hour or day of the zone, so that the first point of a chart is complete.
 */
export function resolveRange(search: RangeSearch & ZoneSearch, now: number): Interval {
  const zone = zoneOf(search);
  if (search.from !== undefined && search.to !== undefined) {
    return {
      from: new Date(startOf(search.from, zone)).toISOString(),
      to: new Date(endOf(search.to, zone)).toISOString(),
    };
  }
  const preset = search.range ?? defaultPreset;
  const from =
    preset === '24h'
      ? firstHour({ from: now - 23 * hourMs, to: now }, zone)
      : startOfDay(zone, addDays(dayIn(zone, now), 1 - presetDays[preset]));
  const to = (Math.floor(now / minuteMs) + 1) * minuteMs;
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function firstHour(range: { from: number; to: number }, zone: string): number {
  return calendarStarts('hour', range, zone)[0] ?? range.from;
}

function describeInstant(value: string, zone: string): string {
  return dayPattern.test(value)
    ? formatDay(value, 0)
    : `${formatDay(value, 0, zone)}, ${formatClock(value, zone)}`;
}

/** The range in words, for example `Last 30 days`, `3–9 Nov 2026`, `3 Nov 2026`. */
export function describeRange(search: RangeSearch & ZoneSearch): string {
  const { from, to } = search;
  if (from === undefined || to === undefined) return presetLabels[search.range ?? defaultPreset];
  const zone = zoneOf(search);
  const dayOf = (value: string) =>
    dayPattern.test(value) ? value : dayIn(zone, Date.parse(value));
  if (from === to) return describeInstant(from, zone);
  const bothDays = dayPattern.test(from) && dayPattern.test(to);
  if (bothDays && from.slice(0, 4) === to.slice(0, 4)) {
    const start =
      from.slice(0, 7) === to.slice(0, 7)
        ? String(Number(from.slice(8)))
        : formatDay(from, Date.parse(from));
    return `${start}–${formatDay(to, 0)}`;
  }
  if (!bothDays && dayOf(from) === dayOf(to)) {
    return `${describeInstant(from, zone)}–${formatClock(to, zone)}`;
  }
  return `${describeInstant(from, zone)} – ${describeInstant(to, zone)}`;
}

/** The range of one point of a chart, as in the URL. */
export function rangeOfPoint(time: string, interval: 'hour' | 'day', zone: string): RangeSearch {
  const start = Date.parse(time);
  const day = dayIn(zone, start);
  if (interval === 'day') return { from: day, to: day };
  // The last hour of a day is shorter where clocks are changed by half an hour.
  const end = Math.min(start + hourMs, endOf(day, zone));
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}

/** The next longer preset, offered if a range is empty; undefined if there is none. */
export function widerPreset(search: RangeSearch): Preset | undefined {
  if (search.from !== undefined) return '90d';
  return presets[presets.indexOf(search.range ?? defaultPreset) + 1];
}
