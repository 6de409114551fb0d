export interface RetryTiming {
  /** Before the first retry. */
  firstMs: number;
  /** Longest pause without a request of the destination. */
  longestMs: number;
}

/** Longest pause that a destination can ask for. */
const longestAskedMs = 3_600_000;

/**
 * How long to wait before a retry: doubling pauses, shortened at random by up to half, or longer if
 * the destination asks for it, by at most an hour.
 *
 * @param failures Failed attempts so far, at least 1.
 * @param askedMs What the destination asks for; 0 if nothing.
 */
export function retryDelay(
  failures: number,
  askedMs: number,
  { firstMs, longestMs }: RetryTiming,
): number {
  const pauseMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  const jittered = pauseMs * (0.5 + Math.random() / 2);
  return Math.max(jittered, Math.min(longestAskedMs, askedMs));
}
