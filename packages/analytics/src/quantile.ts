/**
 * The quantile at `level`, interpolated linearly between values; null if there are no values. The
 * values need not be sorted.
 *
 * @example
 * ```ts
 * quantile([10, 20, 30, 40], 0.5); // 25
 * ```
 */
export function quantile(values: readonly number[], level: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * level;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
}
