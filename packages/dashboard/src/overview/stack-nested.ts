/**
 * Points whose values make a stack as high as the first one: each is what the next, which is a part
 * of it, leaves.
 */
export function stackNested<Key extends string, Point extends { [K in Key]?: number | null }>(
  points: readonly Point[],
  keys: readonly Key[],
): Point[] {
  return points.map((point) => ({
    ...point,
    ...Object.fromEntries(
      keys.map((key, i) => {
        const part = keys[i + 1];
        return [key, (point[key] ?? 0) - (part === undefined ? 0 : (point[part] ?? 0))];
      }),
    ),
  }));
}
