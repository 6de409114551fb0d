/**
 * Milliseconds to wait by a `Retry-After` header, which has seconds or a date; 0 if it has neither.
 *
 * @param now Milliseconds since 1970.
 */
export function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const delay = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(delay) ? Math.max(0, delay) : 0;
}
