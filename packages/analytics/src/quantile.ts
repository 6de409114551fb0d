/**
 * The value below which the share `level` of the values lies, between two values by linear
 * interpolation; null without values. Values need no order.
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
