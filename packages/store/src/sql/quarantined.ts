import { SondeError } from '@sonde/protocol';
import type { QuarantineSelection } from '../port.js';
import { readOpenRange } from './range.js';

/** A repeat has the same key. A key of fixed length is faster than the texts. */
export const quarantineKey = 'sipHash128(insert_id, code, body_hash)';

/** The newest reason of an event; a replay may change it. A tuple, because a field may be null. */
export const quarantineReason = 'argMax(tuple(toString(code), field, message), checked_at)';

/** The field of that reason alone, which costs less to read; empty: the whole event. */
export const quarantineField = "argMax(ifNull(field, ''), checked_at)";

/** The key as text. */
export const quarantineId = `lower(hex(${quarantineKey}))`;

/** Throws `quarantined_event_id_invalid` for a text that is no id. */
export function checkQuarantinedId(id: string): void {
  if (/^[0-9a-f]{32}$/.test(id)) return;
  throw new SondeError('quarantined_event_id_invalid', { detail: id.slice(0, 64) });
}

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
  if (selection.field !== undefined) {
    // Rows of the same event may name other fields: only the newest reason counts.
    parts.push(`${quarantineKey} IN (SELECT ${quarantineKey} FROM sonde.quarantine
      WHERE ${parts.join(' AND ')} GROUP BY ${quarantineKey}
      HAVING ${quarantineField} = ${put(selection.field)})`);
  }
  const { from, to } = readOpenRange(selection);
  if (selection.from !== undefined) parts.push(`received_at >= ${put(from)}`);
  if (selection.to !== undefined) parts.push(`received_at < ${put(to)}`);
  return parts.join(' AND ');
}
