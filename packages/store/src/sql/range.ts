import { lifecycleEvents, SondeError } from '@sonde/protocol';
import type { Parameters } from './database.js';
import { defaultRangeDays, type ScopeFilters, scopeListFilters } from './scope.js';

/** Milliseconds since 1970; `to` is exclusive. */
export interface Range {
  from: number;
  to: number;
}

const day = 86_400_000;

/**
 * Maximum span, in corrected time, of an invocation whose events are found by time: queries for a
 * range also read this much before and after it. Longer invocations are found by id.
 */
export const longestInvocationMs = 7 * day;

/** The range of a query, with defaults. */
export function readRange(range: { from?: string; to?: string }, now: number): Range {
  const to = range.to === undefined ? now : readTime('to', range.to);
  const from =
    range.from === undefined ? to - defaultRangeDays * day : readTime('from', range.from);
  return checkOrder({ from, to });
}

/** The same without defaults: either end may be open. */
export function readOpenRange(range: {
  from?: string | undefined;
  to?: string | undefined;
}): Range {
  return checkOrder({
    from: range.from === undefined ? Number.MIN_SAFE_INTEGER : readTime('from', range.from),
    to: range.to === undefined ? Number.MAX_SAFE_INTEGER : readTime('to', range.to),
  });
}

function checkOrder(range: Range): Range {
  if (range.from < range.to) return range;
  throw new SondeError('parameter_invalid', { detail: 'from must be before to' });
}

const firstTime = Date.UTC(1970, 0, 1);
const lastTime = Date.UTC(2200, 0, 1);

function readTime(name: string, text: string): number {
  const time = Date.parse(text);
  // ISO 8601 allows dates that do not exist (a leap second, 30 February), and the store only keeps
  // times between these years.
  if (time >= firstTime && time <= lastTime) return time;
  throw new SondeError('parameter_invalid', {
    detail: `${name} must be a time between the years 1970 and 2200`,
  });
}

/** The corrected times between which events are read for a range. */
export function readEdges({ from, to }: Range): { read_from: number; read_to: number } {
  return { read_from: from - longestInvocationMs, read_to: to + longestInvocationMs };
}

/** A condition on rows of `sonde.events`, with its parameters. */
export interface Condition {
  sql: string;
  parameters: Parameters;
}

const idColumns = ['invocation_id', 'flow_run_id'] as const;

/** The rows that a query for a range reads: by time, and long invocations or runs by id. */
export interface Reach extends Range {
  /** The tool of rows without a tool; empty if unknown. */
  soleTool: string;
  long: { [Column in (typeof idColumns)[number]]?: readonly string[] };
}

/** The rows in reach, of all projects. */
export function rowsInReach({ long, from, to, soleTool }: Reach): Condition {
  const parts = ['corrected_time >= {read_from:Int64} AND corrected_time < {read_to:Int64}'];
  const parameters: Parameters = { from, to, ...readEdges({ from, to }) };
  if (soleTool !== '') parameters.sole_tool = soleTool;
  for (const column of idColumns) {
    const ids = long[column] ?? [];
    if (ids.length === 0) continue;
    parts.push(`${column} IN {long_${column}:Array(String)}`);
    parameters[`long_${column}`] = ids;
  }
  return { sql: `(${parts.join(' OR ')})`, parameters };
}

/** The tool of a row in reach; empty if unknown. */
export function toolOfRow({ soleTool }: Reach): string {
  return soleTool === '' ? 'tool' : "if(tool = '', {sole_tool:String}, tool)";
}

/**
 * Rows of one project in reach that match the filters: all rows of every invocation that began in
 * the range, and some of others.
 *
 * Base properties are the same on all events of an invocation, so rows are filtered one by one.
 */
export function scopeCondition(project: string, reach: Reach, scope: ScopeFilters): Condition {
  const { rows, filters, parameters } = scopeParts(project, reach, scope);
  return { sql: [rows, ...filters].join(' AND '), parameters };
}

/**
 * Like {@link scopeCondition}, with separate filters, for queries that filter runs instead of rows.
 */
export function scopeParts(
  project: string,
  reach: Reach,
  scope: ScopeFilters,
): { rows: string; filters: string[]; parameters: Parameters } {
  const inReach = rowsInReach(reach);
  const parts: string[] = [];
  const parameters: Parameters = { project, ...inReach.parameters };
  for (const name of scopeListFilters) {
    const values = scope[name];
    if (values === undefined || values.length === 0) continue;
    const column = name === 'tool' ? toolOfRow(reach) : name;
    parts.push(`${column} IN {only_${name}:Array(String)}`);
    parameters[`only_${name}`] = values;
  }
  for (const name of ['is_ci', 'is_interactive'] as const) {
    const value = scope[name];
    if (value === undefined) continue;
    parts.push(value ? name : `NOT ifNull(${name}, false)`);
  }
  // Refused arguments are no invocation: nothing ran.
  const rows = `project = {project:String} AND event != '${lifecycleEvents.rejected}' AND ${inReach.sql}`;
  return { rows, filters: parts, parameters };
}
