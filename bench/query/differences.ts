/** Interpolated quantiles are rounded differently. */
const tolerance = 1e-9;

/** The fields of two responses, and the paths of those that differ. */
export function compareFields(
  ours: unknown,
  other: unknown,
  path = '',
): { fields: number; different: string[] } {
  if (isObject(ours) && isObject(other)) {
    const names = [...new Set([...Object.keys(ours), ...Object.keys(other)])];
    const all = names.map((name) => compareFields(ours[name], other[name], `${path}.${name}`));
    return {
      fields: all.reduce((sum, { fields }) => sum + fields, 0),
      different: all.flatMap(({ different }) => different),
    };
  }
  const isEqual =
    typeof ours === 'number' && typeof other === 'number'
      ? Math.abs(ours - other) <= tolerance * Math.max(Math.abs(ours), Math.abs(other))
      : ours === other;
  return { fields: 1, different: isEqual ? [] : [`${path}: ${ours} and ${other}`] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
