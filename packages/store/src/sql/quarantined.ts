import type { QuarantineSelection } from '../port.js';
import { readOpenRange } from './range.js';

/** A repeat has the same key. A key of fixed length is faster than the texts. */
export const quarantineKey = 'sipHash128(insert_id, code, body_hash)';

/** The key as text. */
export const quarantineId = `lower(hex(${quarantineKey}))`;

/**
 * Condition on rows of `sonde.quarantine`. Throws `parameter_invalid` for an impossible time.
 *
 * @param put Returns a value as part of a statement: a placeholder or a literal.
 */
export function quarantineCondition(
  project: string,
  selection: QuarantineSelection,
  put: (value: string | number) => string,
): string {
  const parts = [`project = ${put(project)}`];
  const { ids } = selection;
  if (ids !== undefined) parts.push(`${quarantineId} IN (${ids.map(put).join(', ')})`);
  for (const column of ['code', 'event', 'tool'] as const) {
    const value = selection[column];
    if (value !== undefined) parts.push(`${column} = ${put(value)}`);
  }
  const { from, to } = readOpenRange(selection);
  if (selection.from !== undefined) parts.push(`received_at >= ${put(from)}`);
  if (selection.to !== undefined) parts.push(`received_at < ${put(to)}`);
  return parts.join(' AND ');
}
