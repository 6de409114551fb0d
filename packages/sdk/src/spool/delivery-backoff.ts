/** The longest wait after a failure. */
export const maxDelayMs = 24 * 3_600_000;

/**
 * The wait after a failure, in milliseconds: exponential from `baseMs`, with jitter so that clients do not
 * return all at once, and at least what the server asked for. At most 24 hours.
 *
 * @param failures Consecutive failures, including this one.
 */
export function backoffDelay(options: {
  failures: number;
  baseMs: number;
  /** What the server asked for; 0 if nothing. */
  retryAfterMs: number;
  random: number;
}): number {
  const { failures, baseMs, retryAfterMs, random } = options;
  const exponential = baseMs * 2 ** Math.min(30, failures - 1) * (1 + random / 2);
  return Math.round(Math.min(maxDelayMs, Math.max(exponential, retryAfterMs)));
}
