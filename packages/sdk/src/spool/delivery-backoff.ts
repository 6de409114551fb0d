/** No wait after a failure is longer. */
export const maxDelayMs = 24 * 3_600_000;

/** Seconds or a date, as the header gives it; 0 when it says nothing usable. */
function parseRetryAfter(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const delay = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(delay) ? Math.max(0, delay) : 0;
}

/**
 * How long to wait after a failure: it doubles each time, with jitter so that clients do not come
 * back together, between `baseMs` and 24 hours, and is never less than the server asked for.
 *
 * @param failures In a row, this one included.
 */
export function backoffDelay(options: {
  failures: number;
  baseMs: number;
  retryAfter: string | undefined;
  now: number;
  random: number;
}): number {
  const { failures, baseMs, retryAfter, now, random } = options;
  const exponential = baseMs * 2 ** Math.min(30, failures - 1) * (1 + random / 2);
  return Math.round(Math.min(maxDelayMs, Math.max(exponential, parseRetryAfter(retryAfter, now))));
}
