/** Shown if there is no value. */
export const none = '–';

const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** `12,345`; `–` for null. */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? none
    : integer.format(value);
}

/** `12.3K`, for the axes of charts. */
export const formatCompact = (value: number): string => compact.format(value);

/** `1 run`, `2 runs`. */
export const formatQuantity = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/**
 * Formats a ratio as a percentage. Precision depends on `base`, the number it is a share of: whole
 * percents below a thousand, one decimal from there on. Only 1 becomes `100%` and only 0 becomes
 * `0%`.
 *
 * @example
 * ```ts
 * formatPercent(2 / 3, 3); // '67%'
 * formatPercent(0.9996, 20_000); // '>99.9%'
 * formatPercent(null, 0); // '–'
 * ```
 */
export function formatPercent(ratio: number | null | undefined, base: number): string {
  if (ratio === null || ratio === undefined || !Number.isFinite(ratio)) return none;
  const decimals = base >= 1000 ? 1 : 0;
  const step = 10 ** -decimals;
  const percent = ratio * 100;
  const text = percent.toFixed(decimals);
  if (percent === 0 || percent === 100) return `${percent}%`;
  if (Number(text) === 0) return `<${step}%`;
  if (Number(text) === 100) return percent < 100 ? `>${(100 - step).toFixed(decimals)}%` : '>100%';
  return `${text}%`;
}

type Direction = 'up' | 'down' | 'same';

export interface Change {
  direction: Direction;
  /** Without a sign, for example `12%`, `×3.4`, `1.2 points`. */
  text: string;
}

/** Relative change of a count or a duration; null if there is nothing to compare with. */
export function relativeChange(
  now: number | null | undefined,
  before: number | null | undefined,
): Change | null {
  if (now === null || now === undefined || before === null || before === undefined) return null;
  if (now === before) return { direction: 'same', text: 'no change' };
  if (before === 0) return null;
  const ratio = now / before;
  const direction = ratio > 1 ? 'up' : 'down';
  if (ratio >= 3)
    return { direction, text: `×${ratio < 10 ? ratio.toFixed(1) : integer.format(ratio)}` };
  const percent = Math.abs(ratio - 1) * 100;
  return { direction, text: percent < 1 ? '<1%' : `${percent.toFixed(0)}%` };
}

/** Change of a rate in percentage points, no more precise than `base` runs allow. */
export function pointChange(
  now: number | null | undefined,
  before: number | null | undefined,
  base: number,
): Change | null {
  if (now === null || now === undefined || before === null || before === undefined) return null;
  const points = (now - before) * 100;
  if (points === 0) return { direction: 'same', text: 'no change' };
  const direction = points > 0 ? 'up' : 'down';
  const decimals = base >= 1000 ? 1 : 0;
  const step = 10 ** -decimals;
  const size = Math.abs(points);
  if (size < step) return { direction, text: `<${step} ${step === 1 ? 'point' : 'points'}` };
  const text = size.toFixed(decimals);
  return { direction, text: `${text} ${text === '1' ? 'point' : 'points'}` };
}
