import { aliasEvents, canBeAliased, type IdentityLink, stitchIdentities } from '@sonde/analytics';
import type { Database, Parameters } from './database.js';

/** The persons that user ids belong to by aliases; see `stitchIdentities`. */
export interface Aliases {
  /** By user id, without those that are the person themselves. */
  persons: ReadonlyMap<string, string>;
  /** SQL: the person of a user id. */
  personOf: (userId: string) => string;
  /** For {@link Aliases.personOf}. */
  parameters: Parameters;
}

const ofAlias = `project = {project:String}
  AND event IN (${aliasEvents.map((event) => `'${event}'`).join(', ')})
  AND anonymous_id != '' AND user_id != '' AND anonymous_id != user_id`;

/**
 * Reads the aliases of user ids. Most projects have none; the first query finds that out in two
 * milliseconds.
 */
export async function readAliases(db: Database, project: string): Promise<Aliases> {
  const some = await db.rows(`SELECT 1 FROM sonde.events WHERE ${ofAlias} LIMIT 1`, { project });
  const links = some.length === 0 ? [] : await readLinks(db, project);
  const { persons } = stitchIdentities(links.map((link) => ({ ...link, is_alias: true })));
  return {
    persons,
    personOf: (userId) =>
      persons.size === 0
        ? userId
        : `transform(${userId}, {aliased_ids:Array(String)}, {alias_persons:Array(String)}, ${userId})`,
    parameters: {
      project,
      aliased_ids: [...persons.keys()],
      alias_persons: [...persons.values()],
    },
  };
}

/**
 * The user of the first alias of one previous id.
 *
 * @param match Whether a text expression is the id; its parameters include the project.
 */
export async function readFirstAlias(
  db: Database,
  { is, parameters }: { is: (text: string) => string; parameters: Parameters },
): Promise<string | undefined> {
  const rows = await db.rows<{ anonymous_id: string; user_id: string }>(
    `SELECT anonymous_id, user_id FROM sonde.events WHERE ${ofAlias} AND ${is('anonymous_id')}
     GROUP BY anonymous_id, user_id ORDER BY min(corrected_time), user_id LIMIT 100`,
    parameters,
  );
  const canCount = ({ anonymous_id, user_id }: (typeof rows)[number]) =>
    canBeAliased(anonymous_id) && canBeAliased(user_id);
  return rows.find(canCount)?.user_id;
}

/** Without the aliases of anonymous ids: a client may make one for each user. */
function readLinks(db: Database, project: string): Promise<Omit<IdentityLink, 'is_alias'>[]> {
  return db.rows(
    `SELECT anonymous_id, user_id, min(corrected_time) AS first_time
     FROM sonde.events
     WHERE ${ofAlias} AND anonymous_id IN (
       SELECT user_id FROM sonde.events WHERE project = {project:String} AND user_id IN (
         SELECT anonymous_id FROM sonde.events WHERE ${ofAlias})
       GROUP BY anonymous_id, user_id)
     GROUP BY anonymous_id, user_id`,
    { project },
  );
}
