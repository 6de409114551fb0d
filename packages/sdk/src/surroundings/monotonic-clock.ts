/**
 * Milliseconds since some moment in the past; setting the wall clock does not change it.
 *
 * Not `performance.now()`: the first use of that global costs Node.js half a millisecond.
 */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
