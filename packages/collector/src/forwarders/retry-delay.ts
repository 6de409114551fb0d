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
 * the destination asks for it.
 *
 * @param failures Failed attempts so far, at least 1.
 * @param retryAfter The header: seconds or a date.
 */
export function retryDelay(
  failures: number,
  retryAfter: string | undefined,
  { firstMs, longestMs }: RetryTiming,
  now = Date.now(),
): number {
  const pauseMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  const jittered = pauseMs * (0.5 + Math.random() / 2);
  return Math.max(jittered, Math.min(longestAskedMs, readRetryAfter(retryAfter, now)));
}

/** In milliseconds; 0 if there is none. */
function readRetryAfter(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
