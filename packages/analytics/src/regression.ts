/** One-sided 95 % of the normal distribution. */
const critical = 1.6448536269514722;

/** Fewer ended invocations are not significant. */
const smallestSample = 20;

export interface SuccessCount {
  succeeded: number;
  /** Succeeded, failed and vanished together. */
  ended: number;
}

/**
 * Whether the success rate fell by more than chance explains: two-proportion z-test with pooled
 * variance, one-sided, p < 0.05, at least 20 ended invocations on each side.
 *
 * @example
 * ```ts
 * isRegression({ succeeded: 95, ended: 100 }, { succeeded: 70, ended: 100 }); // true
 * ```
 */
export function isRegression(before: SuccessCount, after: SuccessCount): boolean {
  if (before.ended < smallestSample || after.ended < smallestSample) return false;
  const pooled = (before.succeeded + after.succeeded) / (before.ended + after.ended);
  const variance = pooled * (1 - pooled) * (1 / before.ended + 1 / after.ended);
  if (variance === 0) return false;
  const fall = before.succeeded / before.ended - after.succeeded / after.ended;
  return fall / Math.sqrt(variance) > critical;
}
