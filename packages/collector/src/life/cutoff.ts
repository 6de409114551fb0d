/**
 * The time from which a project keeps its events: the start of the month, in UTC, so many months
 * ago. So everything is kept for at least that long, and a whole month expires at once.
 *
 * @param now Milliseconds since 1970, like the result.
 */
export function retentionCutoff(months: number, now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months);
}
