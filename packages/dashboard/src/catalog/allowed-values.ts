import { formatCount } from '@sonde/analytics/format';
import type { CatalogProperty } from '../api/catalog-queries.js';

/** The types of properties, for people. */
export const typeWords: Record<CatalogProperty['type'], string> = {
  enum: 'one of a list',
  boolean: 'boolean',
  integer: 'integer',
  duration: 'duration in ms',
  version: 'version',
  slug: 'short text',
};

type Allowed = Pick<CatalogProperty, 'type' | 'values' | 'min' | 'max' | 'pattern'>;

/** Which values a property may have, in words; empty if the type says all. */
export function allowedValues({ type, values, min, max, pattern }: Allowed): string {
  if (values !== null) return values.map((value) => value || '""').join(', ');
  if (min !== null && max !== null) return `${formatCount(min)} to ${formatCount(max)}`;
  if (pattern !== null) return `matches ${pattern}`;
  return type === 'boolean' ? 'true, false' : '';
}
