import { hashesOf, longList, textsOf } from '../sql/long-list.js';
import type { Condition } from '../sql/range.js';

/** What of a project's data is not in the derived tables yet. */
export interface Derivation {
  /** Invocations whose derived rows may be missing or outdated. */
  dirty: readonly string[];
  /** Between these corrected times are all of their events. */
  first: number;
  last: number;
  /** While the tables are being filled: those with a smaller id are in them. Null: all are. */
  filled_below: string | null;
}

/** Condition on rows of derived tables: those that are up to date. */
export function isDerived({ dirty, filled_below }: Derivation): Condition {
  const parts: string[] = ['true'];
  if (dirty.length > 0) parts.push(`invocation_hash NOT IN (${hashesOf('dirty')})`);
  if (filled_below !== null) parts.push('invocation_id < {filled_below:String}');
  return {
    sql: parts.join(' AND '),
    parameters: { ...listOf(dirty), ...parameterOf(filled_below) },
  };
}

/** Condition on rows of `sonde.events`: all others; null if there are none. */
export function isUnderived(derivation: Derivation): Condition | null {
  const { dirty, first, last, filled_below } = derivation;
  const parts: string[] = [];
  if (dirty.length > 0) {
    parts.push(`(invocation_id IN (${textsOf('dirty')})
      AND corrected_time BETWEEN {dirty_first:Int64} AND {dirty_last:Int64})`);
  }
  if (filled_below !== null) parts.push('invocation_id >= {filled_below:String}');
  if (parts.length === 0) return null;
  const parameters = {
    ...listOf(dirty),
    ...{ dirty_first: first, dirty_last: last },
    ...parameterOf(filled_below),
  };
  return { sql: `(${parts.join(' OR ')})`, parameters };
}

function listOf(dirty: readonly string[]): Condition['parameters'] {
  return dirty.length === 0 ? {} : { dirty: longList(dirty) };
}

function parameterOf(filled_below: string | null): Condition['parameters'] {
  return filled_below === null ? {} : { filled_below };
}
