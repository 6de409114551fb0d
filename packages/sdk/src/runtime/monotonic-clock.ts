/**
 * Milliseconds since the process began; setting the wall clock does not change it.
 *
 * Not `performance.now()`: the first use of that global costs Node.js half a millisecond.
 */
export function monotonicMs(): number {
  // Some tool may have taken it away.
  return (process.uptime?.() ?? 0) * 1_000;
}
