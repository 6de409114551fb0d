import { formatCount, type PropertyValue, parsePropertyCondition } from '@sonde/analytics/format';

/**
 * A value for people. A text that could be taken for something else, such as `"1"` or `""`, is in
 * quotes.
 */
export function describeValue(value: PropertyValue | Record<string, unknown>): string {
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'number') return Number.isInteger(value) ? formatCount(value) : `${value}`;
  if (typeof value === 'boolean') return `${value}`;
  return /^\s*$|^["\d.+-]|^(true|false|null|not set|an object)$/.test(value)
    ? JSON.stringify(value)
    : value;
}

/** Numbers from `from` to less than `to`, for people. */
export function describeBin({ from, to }: { from: number; to: number | null }): string {
  const low = describeValue(from);
  return to === null ? `${low} or more` : `${low} to < ${describeValue(to)}`;
}

/** A condition on a property in words: the property, and what its value must be. */
export function describeCondition(text: string): { label: string; value: string } {
  const condition = parsePropertyCondition(text);
  if (condition === null) return { label: 'Property', value: text };
  const label = condition.property;
  switch (condition.is) {
    case 'value':
      return { label, value: describeValue(condition.value) };
    case 'missing':
      return { label, value: 'not set' };
    case 'other':
      return { label, value: `not ${condition.values.map(describeValue).join(', ')}` };
    case 'range':
      return { label, value: describeBin(condition) };
  }
}
