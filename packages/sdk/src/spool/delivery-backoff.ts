/** The longest wait after a failure. */
export const maxDelayMs = 24 * 3_600_000;

/** Milliseconds from a `Retry-After` header with seconds or a date; 0 if it has neither. */
function parseRetryAfter(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const delay = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(delay) ? Math.max(0, delay) : 0;
}

/**
 * The wait after a failure, in milliseconds: exponential from `baseMs`, with jitter so that clients do not
 * return all at once, and at least what the server asked for. At most 24 hours.
 *
 * @param failures Consecutive failures, including this one.
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
