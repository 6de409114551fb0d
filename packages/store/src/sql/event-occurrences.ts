import type { EventTotals, PropertyCondition } from '@sonde/analytics';
import { type Aliases, readAliases } from './aliases.js';
import type { Database } from './database.js';
import { invocationRows } from './invocation-rows.js';
import { withHashedPerson } from './persons.js';
import { meetsConditions } from './property-values.js';
import type { Condition, Range } from './range.js';
import type { ScopeFilters } from './scope.js';
import type { View } from './source.js';

/** What selects the events with one name in the invocations of a view. */
export interface Occurrences {
  db: Database;
  aliases: Aliases;
  /** The invocations with such an event. */
  invocations: Condition;
  /** Condition on rows of `sonde.events`. */
  events: Condition;
}

/** Null if there are none. */
export async function findOccurrences(
  db: Database,
  view: View,
  scope: ScopeFilters,
  event: string,
): Promise<Occurrences | null> {
  const rows = invocationRows(view, scope);
  const invocations: Condition = {
    sql: `SELECT * FROM (${rows.sql}) WHERE mapContains(event_counts, {event:String})`,
    parameters: { ...rows.parameters, event },
  };
  const span = await readSpan(db, invocations);
  if (span === null) return null;
  const events = ofEvent(view.project, event, span);
  return { db, aliases: await readAliases(db, view.project), invocations, events };
}

/**
 * When the events of invocations happened; null if there are no invocations.
 *
 * @param invocations `before` stands before a statement that uses it.
 */
export async function readSpan(
  db: Database,
  { before = '', ...invocations }: Condition & { before?: string },
): Promise<Range | null> {
  const [span] = await db.rows<Range>(
    `${before} SELECT min(first_time) AS from, max(last_time) + 1 AS to FROM (${invocations.sql})
     HAVING count() > 0`,
    invocations.parameters,
  );
  return span ?? null;
}

/** Condition on rows of `sonde.events`: those with one name, in a span of corrected times. */
export function ofEvent(project: string, event: string, { from, to }: Range): Condition {
  return {
    sql: `project = {project:String} AND event = {event:String}
      AND corrected_time >= {first_time:Int64} AND corrected_time < {end_time:Int64}`,
    parameters: { project, event, first_time: from, end_time: to },
  };
}

/**
 * A statement that counts the events by invocation: each once, as `its`. Adds `person`, the hash of
 * `withHashedPerson`.
 *
 * @param by More columns to group by, as SQL with names.
 */
export function foldOccurrences(
  { aliases, invocations, events }: Occurrences,
  by: Record<string, string> = {},
): Condition {
  const named = Object.entries(by).map(([name, sql]) => `${sql} AS ${name}, `);
  const groups = ['key', ...Object.keys(by)].join(', ');
  const persons = withHashedPerson(invocations.sql, aliases, ['cityHash64(invocation_id) AS key']);
  return {
    sql: `SELECT * FROM (
        SELECT cityHash64(invocation_id) AS key, ${named.join('')}
          uniqExact(cityHash64(insert_id)) AS its
        FROM sonde.events WHERE ${events.sql} GROUP BY ${groups}) AS folded
      INNER JOIN (${persons}) AS persons ON persons.key = folded.key`,
    parameters: { ...aliases.parameters, ...invocations.parameters, ...events.parameters },
  };
}

/** Counts all of them. The events themselves are not read. */
export async function countOccurrences({
  db,
  aliases,
  invocations,
}: Occurrences): Promise<EventTotals> {
  const counted = `SELECT *, event_counts[{event:String}] AS its FROM (${invocations.sql})`;
  return countFolded(db, {
    sql: withHashedPerson(counted, aliases, ['its']),
    parameters: { ...aliases.parameters, ...invocations.parameters },
  });
}

/** Counts those that meet all conditions. */
export function countMatching(
  occurrences: Occurrences,
  conditions: readonly PropertyCondition[],
): Promise<EventTotals> {
  const { events } = occurrences;
  const wanted = meetsConditions(conditions);
  const matching = {
    sql: `${events.sql} AND ${wanted.sql}`,
    parameters: { ...events.parameters, ...wanted.parameters },
  };
  return countFolded(occurrences.db, foldOccurrences({ ...occurrences, events: matching }));
}

async function countFolded(db: Database, folded: Condition): Promise<EventTotals> {
  const [row] = await db.rows<EventTotals>(
    `SELECT toUInt32(sum(its)) AS events, toUInt32(count()) AS invocations,
       toUInt32(uniqExactIf(person, person != 0)) AS users
     FROM (${folded.sql})`,
    folded.parameters,
  );
  return row ?? { events: 0, invocations: 0, users: 0 };
}
