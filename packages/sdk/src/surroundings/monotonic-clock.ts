/**
 * Milliseconds since the process began; setting the wall clock does not change it.
 *
 * Not `performance.now()`: the first use of that global costs Node.js half a millisecond.
 */
export function monotonicMs(): number {
  return process.uptime() * 1_000;
}
