/**
 * Since when a project keeps its events: the beginning of the month, in UTC, so many months before this
 * one. So everything is kept for at least that long, and a month ends at once.
 *
 * @param now Milliseconds since 1970, as the answer.
 */
export function retentionCutoff(months: number, now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months);
}
