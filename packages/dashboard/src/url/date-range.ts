/** Ranges that move with the clock; they stay relative in the URL. */
export const presets = ['24h', '7d', '30d', '90d'] as const;
export type Preset = (typeof presets)[number];

export const defaultPreset: Preset = '30d';

/** The time range in the URL: a preset, or both ends. */
export type RangeSearch = {
  /** Left out if it is the default, 30 days. */
  range?: Preset | undefined;
  /** A day (`2026-10-01`) or an instant, in UTC; inclusive. */
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
const dayMs = 24 * hourMs;

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

const startOf = (value: string): number => Date.parse(value);

const endOf = (value: string): number =>
  dayPattern.test(value) ? Date.parse(value) + dayMs : Date.parse(value);

/** Keeps a valid range and drops the rest, so that a broken URL shows the default. */
export function readRange(search: { range?: unknown; from?: unknown; to?: unknown }): RangeSearch {
  const from = readTime(search.from === undefined ? undefined : String(search.from));
  const to = readTime(search.to === undefined ? undefined : String(search.to));
  if (from !== undefined && to !== undefined && startOf(from) < endOf(to)) return { from, to };
  const range = search.range === undefined ? undefined : String(search.range);
  return isPreset(range) && range !== defaultPreset ? { range } : {};
}

/**
 * The two instants of a range. Presets end in the coming minute, to include the newest events, and
 * begin at a full hour or UTC day, so that the first point of a chart is complete.
 */
export function resolveRange(search: RangeSearch, now: number): Interval {
  if (search.from !== undefined && search.to !== undefined) {
    return {
      from: new Date(startOf(search.from)).toISOString(),
      to: new Date(endOf(search.to)).toISOString(),
    };
  }
  const preset = search.range ?? defaultPreset;
  const from =
    preset === '24h'
      ? Math.floor(now / hourMs) * hourMs - 23 * hourMs
      : Math.floor(now / dayMs) * dayMs - (presetDays[preset] - 1) * dayMs;
  const to = (Math.floor(now / minuteMs) + 1) * minuteMs;
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

const monthDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const monthDayYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

function describeInstant(value: string): string {
  const day = monthDayYear.format(new Date(value));
  return dayPattern.test(value) ? day : `${day}, ${new Date(value).toISOString().slice(11, 16)}`;
}

/** The range in words, for example `Last 30 days`, `3–9 Nov 2026`, `3 Nov 2026`. */
export function describeRange(search: RangeSearch): string {
  const { from, to } = search;
  if (from === undefined || to === undefined) return presetLabels[search.range ?? defaultPreset];
  if (from === to) return describeInstant(from);
  const bothDays = dayPattern.test(from) && dayPattern.test(to);
  if (bothDays && from.slice(0, 4) === to.slice(0, 4)) {
    const start =
      from.slice(0, 7) === to.slice(0, 7)
        ? String(Number(from.slice(8)))
        : monthDay.format(new Date(from));
    return `${start}–${monthDayYear.format(new Date(to))}`;
  }
  if (!bothDays && from.slice(0, 10) === to.slice(0, 10)) {
    return `${describeInstant(from)}–${new Date(to).toISOString().slice(11, 16)}`;
  }
  return `${describeInstant(from)} – ${describeInstant(to)}`;
}

/** The range of one point of a chart, as in the URL. */
export function rangeOfPoint(time: string, interval: 'hour' | 'day'): RangeSearch {
  const start = Date.parse(time);
  if (interval === 'day') {
    const day = new Date(start).toISOString().slice(0, 10);
    return { from: day, to: day };
  }
  return {
    from: new Date(start).toISOString(),
    to: new Date(start + hourMs).toISOString(),
  };
}

/** The next longer preset, offered if a range is empty; undefined if there is none. */
export function widerPreset(search: RangeSearch): Preset | undefined {
  if (search.from !== undefined) return '90d';
  return presets[presets.indexOf(search.range ?? defaultPreset) + 1];
}
