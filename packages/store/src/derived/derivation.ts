import { hashesOf, longList, textsOf } from '../sql/long-list.js';
import type { Condition } from '../sql/range.js';

/** What of a project's data is not in the derived tables yet. */
export interface Derivation {
  /** Invocations whose derived rows may be missing or outdated. */
  dirty: readonly string[];
  /** Between these corrected times are all of their events. */
  first: number;
  last: number;
  /** While the tables are being filled: how many chunks the invocations are in, and how many are done. */
  unfilled: { chunks: number; filled: number } | null;
}

/** Condition on rows of derived tables: those that are up to date. */
export function isDerived({ dirty, unfilled }: Derivation): Condition {
  const parts: string[] = ['true'];
  if (dirty.length > 0) parts.push(`invocation_hash NOT IN (${hashesOf('dirty')})`);
  if (unfilled !== null) parts.push('invocation_hash % {chunks:UInt32} < {filled:UInt32}');
  return { sql: parts.join(' AND '), parameters: { ...listOf(dirty), ...unfilled } };
}

/** Condition on rows of `sonde.events`: all others; null if there are none. */
export function isUnderived({ dirty, first, last, unfilled }: Derivation): Condition | null {
  const parts: string[] = [];
  if (dirty.length > 0) {
    parts.push(`(invocation_id IN (${textsOf('dirty')})
      AND corrected_time BETWEEN {dirty_first:Int64} AND {dirty_last:Int64})`);
  }
  if (unfilled !== null)
    parts.push('cityHash64(invocation_id) % {chunks:UInt32} >= {filled:UInt32}');
  if (parts.length === 0) return null;
  const parameters = { ...listOf(dirty), dirty_first: first, dirty_last: last, ...unfilled };
  return { sql: `(${parts.join(' OR ')})`, parameters };
}

function listOf(dirty: readonly string[]): Condition['parameters'] {
  return dirty.length === 0 ? {} : { dirty: longList(dirty) };
}
