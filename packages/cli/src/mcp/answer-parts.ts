import type { Totals } from '@sonde/analytics';
import {
  formatCount,
  formatDuration,
  formatPercent,
  none,
  printable,
  rateBase,
} from '@sonde/analytics/format';
import { table } from '../collector/render-responses.js';

/** A table below its title; nothing without rows. */
export function section(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  return rows.length === 0 ? [] : ['', title, ...table([head, ...rows])];
}

/** Columns of {@link totalsCells}. */
export const totalsHead = [
  ...['runs', 'people', 'success', 'failed', 'cancelled', 'vanished', 'median', 'p95'],
];

/** How runs ended, and how long they took. */
export function totalsCells(totals: Totals): string[] {
  return [
    formatCount(totals.invocations),
    formatCount(totals.users),
    formatPercent(totals.success_rate, rateBase(totals)),
    formatCount(totals.failed),
    formatCount(totals.cancelled),
    formatCount(totals.vanished),
    formatDuration(totals.duration_p50_ms),
    formatDuration(totals.duration_p95_ms),
  ];
}

/** The success rate of the range before, and its runs. */
export function previousCells(previous: Totals | null): string[] {
  if (previous === null) return ['0', none];
  const rate = formatPercent(previous.success_rate, rateBase(previous));
  return [formatCount(previous.invocations), rate];
}

export const previousHead = ['runs before', 'success before'];

export const valueName = (value: string): string => printable(value) || '(not reported)';

export const errorName = (errorClass: string): string => printable(errorClass) || '(no class)';

/** The day of a time. */
export const day = (time: string): string => time.slice(0, 10);
