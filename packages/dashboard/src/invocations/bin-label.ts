import { formatDuration } from '@sonde/analytics/format';

/** A bin of a histogram of durations in words; null: without an upper limit. */
export function binLabel(from: number, to: number | null): string {
  if (to === null) return `${formatDuration(from)} and more`;
  return from === 0
    ? `below ${formatDuration(to)}`
    : `${formatDuration(from)} – ${formatDuration(to)}`;
}
