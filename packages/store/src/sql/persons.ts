import { sharedIdPrefix } from '@sonde/analytics';
import type { Aliases } from './aliases.js';
import type { Condition } from './range.js';

/** The anonymous id of an event with a user, as in the projection `identities`. */
export const linkedId = "if(user_id = '', '', anonymous_id)";

/** The user of each anonymous id, from all data of the project. */
export const identities = `
    SELECT linked_id, argMin(user_id, (first_time, user_id)) AS linked_user
    FROM
    (
      SELECT ${linkedId} AS linked_id, user_id, min(corrected_time) AS first_time
      FROM sonde.events
      WHERE project = {project:String} AND ${linkedId} != ''
      GROUP BY ${linkedId}, user_id
    )
    WHERE NOT startsWith(linked_id, '${sharedIdPrefix}')
    GROUP BY linked_id`;

/**
 * Adds `person` to rows of invocations. Needs the parameters of the aliases.
 *
 * @param rows Statement that selects the rows.
 */
export function withPerson(rows: string, { personOf }: Aliases): string {
  const user = "if(user_id != '', user_id, linked_user)";
  return `
  SELECT
    *,
    multiIf(${user} != '', ${personOf(user)}, invocations.anonymous_id != '', invocations.anonymous_id,
      distinct_id) AS person
  FROM (${rows}) AS invocations
  LEFT ANY JOIN (${identities}) AS links ON links.linked_id = invocations.anonymous_id`;
}

/** SQL: a hash by which persons are counted; 0 if the id is empty or does not name one person. */
export function personHash(id: string): string {
  return `if(${id} = '' OR startsWith(${id}, '${sharedIdPrefix}'), 0, cityHash64(${id}))`;
}

/**
 * Adds `person`, the hash of {@link withPerson}'s, to rows of invocations. It takes a quarter of the
 * time: hashes are read and compared faster than ids. Needs the parameters of the aliases.
 *
 * @param columns Others to return. The engine reads all that it is not told to leave out.
 */
export function withHashedPerson(
  rows: string,
  { persons, personOf }: Aliases,
  columns: readonly string[],
): string {
  const own =
    persons.size === 0
      ? 'person_hash'
      : `if(user_id = '', person_hash, ${personHash(personOf('user_id'))})`;
  return `
  SELECT ${columns.join(', ')}, if(is_linked, linked_hash, ${own}) AS person
  FROM (${rows}) AS invocations
  LEFT ANY JOIN (
    SELECT ${personHash('linked_id')} AS own_hash, ${personHash(personOf('linked_user'))} AS linked_hash,
      true AS is_linked
    FROM (${identities})) AS links
  ON links.own_hash = invocations.link_hash`;
}

/** A column with the hash by which a list counts people. */
export const countedPerson = 'counted_person';

/** Adds {@link countedPerson} to rows of invocations. */
export function withCountedPerson(invocations: Condition, aliases: Aliases): Condition {
  return {
    sql: `SELECT * EXCEPT person, person AS ${countedPerson}
      FROM (${withHashedPerson(invocations.sql, aliases, ['invocations.*'])})`,
    parameters: { ...invocations.parameters, ...aliases.parameters },
  };
}
