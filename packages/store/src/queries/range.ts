import { type Scope, scopeListFilters } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import type { Parameters } from './database.js';

/** Milliseconds since 1970; `to` is outside. */
export interface Range {
  from: number;
  to: number;
}

const day = 86_400_000;

/**
 * How far apart, in corrected time, events of one invocation may lie and still be read together.
 *
 * Questions about a range also read this much before and after it, so that an invocation across its
 * border is seen whole.
 */
export const longestInvocationMs = 7 * day;

export function readRange(scope: { from: string; to: string }): Range {
  const from = readTime(scope.from, 'from');
  const to = readTime(scope.to, 'to');
  if (from >= to) throw new SondeError('parameter_invalid', { detail: 'from is not before to' });
  return { from, to };
}

export function readTime(text: string, name: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    throw new SondeError('parameter_invalid', { detail: `${name} is not an ISO 8601 time` });
  }
  return time;
}

/** A condition on rows of `sonde.events`, with its values. */
export interface Condition {
  sql: string;
  parameters: Parameters;
}

/**
 * Rows of one project that may belong to an invocation in the range and that pass the filters.
 *
 * Base properties are the same on all events of an invocation, so they are filtered row by row.
 */
export function scopeCondition(project: string, range: Range, scope: Partial<Scope>): Condition {
  const { rows, filters, parameters } = scopeParts(project, range, scope);
  return { sql: [rows, ...filters].join(' AND '), parameters };
}

/** As {@link scopeCondition}, the filters apart: where they decide on runs, not on rows. */
export function scopeParts(
  project: string,
  range: Range,
  scope: Partial<Scope>,
): { rows: string; filters: string[]; parameters: Parameters } {
  const rows =
    'project = {project:String} AND corrected_time >= {read_from:Int64} AND corrected_time < {read_to:Int64}';
  const parts: string[] = [];
  const parameters: Parameters = {
    project,
    read_from: range.from - longestInvocationMs,
    read_to: range.to + longestInvocationMs,
    from: range.from,
    to: range.to,
  };
  for (const name of scopeListFilters) {
    const values = scope[name];
    if (values === undefined || values.length === 0) continue;
    parts.push(`${name} IN {only_${name}:Array(String)}`);
    parameters[`only_${name}`] = values;
  }
  for (const name of ['is_ci', 'is_interactive'] as const) {
    const value = scope[name];
    if (value === undefined) continue;
    parts.push(value ? name : `NOT ifNull(${name}, false)`);
  }
  return { rows, filters: parts, parameters };
}
