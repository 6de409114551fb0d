import { propertyConditionForm } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { type Static, type TObject, Type } from 'typebox';
import type { Database } from './database.js';
import { ofEvent, readSpan } from './event-occurrences.js';
import { meetsConditions, readPropertyConditions } from './property-values.js';
import type { Condition } from './range.js';

/** Parameters that select invocations by one of their events. */
export const eventFilter = {
  event: Type.Optional(Type.String({ description: 'Invocations with an event of this name' })),
  property: Type.Optional(
    Type.Array(Type.String(), {
      description: `Requires \`event\`; one event of this name meets all of these conditions. ${propertyConditionForm}`,
    }),
  ),
};
export type EventFilter = Static<TObject<typeof eventFilter>>;

/**
 * Those of the selected invocations that have such an event, with the number of these events as
 * `its_events`.
 *
 * @param invocations Selects rows with the columns of invocations; `before` stands before a
 * statement that uses it.
 * @param kept Further columns of these rows that the result must have.
 */
export async function withEvents(
  db: Database,
  project: string,
  invocations: Condition & { before: string },
  event: string,
  texts: readonly string[],
  kept: readonly string[],
): Promise<Condition> {
  const parameters = { ...invocations.parameters, event };
  const having = `SELECT * FROM (${invocations.sql}) WHERE mapContains(event_counts, {event:String})`;
  if (texts.length === 0) {
    const sql = `SELECT *, event_counts[{event:String}] AS its_events FROM (${having})`;
    return { sql, parameters };
  }
  const conditions = meetsConditions(readPropertyConditions(texts));
  const { before } = invocations;
  const span = await readSpan(db, { before, sql: having, parameters });
  if (span === null) return { sql: `SELECT *, 0 AS its_events FROM (${having})`, parameters };
  const columns = ['began', 'invocation_id', ...kept].join(', ');
  const events = ofEvent(project, event, span);
  return {
    sql: `SELECT ${columns}, its_events FROM
        (SELECT ${columns}, cityHash64(invocation_id) AS key FROM (${having})) AS listed
      INNER JOIN
        (SELECT cityHash64(invocation_id) AS key, uniqExact(cityHash64(insert_id)) AS its_events
         FROM sonde.events WHERE ${events.sql} AND ${conditions.sql} GROUP BY key) AS matching_events
      ON matching_events.key = listed.key`,
    parameters: { ...parameters, ...events.parameters, ...conditions.parameters },
  };
}

/** The event that a list asks for; null if it asks for none. */
export function askedEvent({ event, property = [] }: EventFilter): string | null {
  if (event !== undefined) return event;
  if (property.length === 0) return null;
  throw new SondeError('parameter_invalid', { detail: 'property requires event' });
}
