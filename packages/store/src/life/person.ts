import { sharedIdPrefix } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { foldInvocations } from '../derived/fold-invocations.js';
import type { Person } from '../port.js';
import { type Aliases, readAliases, readFirstAlias } from '../sql/aliases.js';
import type { Database, Parameters } from '../sql/database.js';
import { identities, withPerson } from '../sql/persons.js';
import { writeText } from '../sql/write-names.js';
import { hashPerson, hashPersonSql } from './fingerprint.js';
import { idsInSql } from './possible-ids.js';

const ofProject = 'project = {project:String}';

/** How to find the rows of a person: by the id or, if only the hash is left, by that. */
export interface PersonMatch {
  kind: 'user_id' | 'anonymous_id';
  isId: (text: string) => boolean;
  /** SQL: whether a text expression is the id. */
  is: (text: string) => string;
  /** SQL: whether JSON text may contain the id. Cheap; false only if it does not. */
  mayBeIn: (json: string) => string;
  parameters: Parameters;
}

/** The id of a person and its kind. Throws `parameter_invalid`. */
export function readPerson(person: Person): { kind: PersonMatch['kind']; id: string } {
  const kind = 'user_id' in person ? 'user_id' : 'anonymous_id';
  const id = 'user_id' in person ? person.user_id : person.anonymous_id;
  if (id === '' || !id.isWellFormed()) {
    throw new SondeError('parameter_invalid', { detail: `${kind} is empty or not valid text` });
  }
  if (kind === 'anonymous_id' && id.startsWith(sharedIdPrefix)) {
    throw new SondeError('parameter_invalid', {
      detail: `ids that begin with ${sharedIdPrefix} are shared by all runs in CI, not a person's`,
    });
  }
  return { kind, id };
}

export function matchById(project: string, person: Person): PersonMatch {
  const { kind, id } = readPerson(person);
  return {
    kind,
    isId: (text) => text === id,
    is: (text) => `${text} = {id:String}`,
    mayBeIn: (json) => `position(${json}, {quoted_id:String}) > 0`,
    parameters: { project, id, quoted_id: quoteInside(id) },
  };
}

/** Slow: every id is hashed. */
export function matchByHash(
  project: string,
  kind: PersonMatch['kind'],
  hash: string,
  personKey: string,
): PersonMatch {
  return {
    kind,
    isId: (text) => hashPerson(personKey, project, text) === hash,
    is: (text) => `${hashPersonSql(text)} = {person:String}`,
    mayBeIn: () => 'true',
    parameters: { project, person: hash, person_key: personKey },
  };
}

/** A match of all ids of a person. */
export interface LinkedMatch extends PersonMatch {
  /** The other user ids of the person; they count like the id itself. */
  otherUserIds: readonly string[];
  /** Anonymous ids of the user, also as the parameter `linked`. */
  anonymousIds: readonly string[];
  aliases: Aliases;
}

/**
 * Adds the other ids of a user: user ids that aliases make the same person, and anonymous ids that
 * belong to one of these; see `stitchIdentities`. An anonymous id stands only for itself.
 */
export async function withLinkedIds(db: Database, unlinked: PersonMatch): Promise<LinkedMatch> {
  const isUser = unlinked.kind === 'user_id';
  const aliases = await readAliases(db, String(unlinked.parameters.project));
  const otherUserIds = isUser ? await findOtherUserIds(db, unlinked, aliases) : [];
  const match = otherUserIds.length === 0 ? unlinked : addUserIds(unlinked, otherUserIds);
  const anonymousIds = isUser ? await readAnonymousIds(db, match, otherUserIds) : [];
  const parameters = { ...match.parameters, ...aliases.parameters, linked: anonymousIds };
  return { ...match, parameters, otherUserIds, anonymousIds, aliases };
}

async function findOtherUserIds(
  db: Database,
  match: PersonMatch,
  { persons }: Aliases,
): Promise<string[]> {
  const userIds = new Set([...persons.keys(), ...persons.values()]);
  const personOf = (userId: string) => persons.get(userId) ?? userId;
  // An id that only aliases name, such as PostHog's before an identify, was never a user's.
  const own = [...userIds].find(match.isId) ?? (await readFirstAlias(db, match));
  if (own === undefined) return [];
  return [...userIds.add(own)]
    .filter((userId) => !match.isId(userId) && personOf(userId) === personOf(own))
    .sort();
}

/** How many texts the engine can search for at once. */
const mostSearched = 255;

function addUserIds(match: PersonMatch, otherUserIds: readonly string[]): PersonMatch {
  return {
    ...match,
    is: (text) => `(${match.is(text)} OR ${text} IN {other_user_ids:Array(String)})`,
    mayBeIn: (json) =>
      otherUserIds.length > mostSearched
        ? 'true'
        : `(${match.mayBeIn(json)} OR multiSearchAny(${json}, {quoted_user_ids:Array(String)}))`,
    parameters: {
      ...match.parameters,
      other_user_ids: otherUserIds,
      quoted_user_ids: otherUserIds.map(quoteInside),
    },
  };
}

async function readAnonymousIds(
  db: Database,
  { isId, is, parameters }: PersonMatch,
  otherUserIds: readonly string[],
): Promise<string[]> {
  const rows = await db.rows<{ linked_id: string }>(
    `SELECT linked_id FROM (${identities}) WHERE ${is('linked_user')} ORDER BY linked_id`,
    parameters,
  );
  // The previous id of an alias is in the place of an anonymous id.
  const others = new Set(otherUserIds);
  return rows.map(({ linked_id }) => linked_id).filter((id) => !isId(id) && !others.has(id));
}

/** A text as it is inside of quotes in JSON. */
function quoteInside(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Properties in which other products put a person's id. */
const personProperties = [
  ...['user_id', 'userId', '$user_id', 'anonymous_id', 'anonymousId', 'distinct_id', 'distinctId'],
  ...['$anon_distinct_id', '$device_id', 'device_id', 'previous_id', 'previousId', 'alias'],
];
const listed = (texts: readonly string[]) => `[${texts.map(writeText).join(', ')}]`;

/** Events that contain the person's id. */
function named({ is, mayBeIn }: PersonMatch): string {
  return `(${is('user_id')} OR ${is('anonymous_id')} OR ${is('distinct_id')} OR (
    ${mayBeIn('properties')}
    AND multiSearchAny(properties, ${listed(personProperties.map((name) => `"${name}"`))})
    AND arrayExists(name -> ${is('JSONExtractString(properties, name)')}, ${listed(personProperties)})))`;
}

/** Events without a person's id; they belong to the person of their invocation. */
const unnamed = {
  user_id: "user_id = ''",
  anonymous_id: "user_id = '' AND anonymous_id = '' AND distinct_id = ''",
} as const;

/**
 * Invocations whose unnamed events are the person's; for a user, those listed as the user's. Read
 * once, as a scalar: the engine can neither repeat nor send this statement to every shard.
 */
function invocationsOf(match: LinkedMatch): string {
  return `SELECT arrayJoin((SELECT groupUniqArray(invocation_id) FROM (${selectInvocations(match)})))`;
}

function selectInvocations(match: LinkedMatch): string {
  if (match.kind === 'anonymous_id') {
    return `SELECT invocation_id FROM sonde.events WHERE ${ofProject} AND ${match.is('anonymous_id')}`;
  }
  const candidates = `SELECT invocation_id FROM sonde.events
    WHERE ${ofProject} AND (${named(match)} OR anonymous_id IN {linked:Array(String)})`;
  const rows = foldInvocations(`${ofProject} AND invocation_id IN (${candidates})`);
  return `SELECT invocation_id FROM (${withPerson(rows, match.aliases)})
    WHERE ${match.is('person')}`;
}

/**
 * Condition on rows of `sonde.events`: events with the person's id, and events without an id in the
 * person's invocations. Events of another user of the same installation stay.
 *
 * @param invocations Statement that selects these invocations, if they are known already.
 */
export function eventsOf(match: LinkedMatch, invocations = invocationsOf(match)): string {
  return `${ofProject} AND (${named(match)}
    OR (${unnamed[match.kind]} AND invocation_id IN (${invocations})))`;
}

/** Invocations in which the person has events, and whether these include events without an id. */
export function personInvocations(match: LinkedMatch): string {
  return `SELECT invocation_id, began, ended, invocation_id IN (${invocationsOf(match)}) AS whole
    FROM (
      SELECT invocation_id, min(corrected_time) AS began, max(corrected_time) AS ended
      FROM sonde.events WHERE ${eventsOf(match)} GROUP BY invocation_id)`;
}

/**
 * Condition on rows of `sonde.quarantine`: rows that contain the id anywhere, because the fields of
 * an invalid event are unreliable; for a user, also rows with a stitched id that name no other
 * user.
 */
export function quarantinedOf({ kind, is, mayBeIn }: PersonMatch): string {
  const holds = `(${mayBeIn('body')} AND arrayExists(text -> ${is('text')}, ${idsInSql}))`;
  // Not JSONExtract: it fails if the JSON has an integer of more than 64 bits.
  const linked = `(notEmpty({linked:Array(String)}) AND NOT match(body, '"user_id":"[^"]')
    AND hasAny(${idsInSql}, {linked:Array(String)}))`;
  return `${ofProject} AND (${is('insert_id')} OR ${holds}${kind === 'user_id' ? ` OR ${linked}` : ''})`;
}

/**
 * Condition on rows of `sonde.losses`: loss reports that came with the person's events and are
 * identified by their first event.
 */
export function lossesOf(match: LinkedMatch): string {
  const accounts = `SELECT batch_id FROM sonde.losses WHERE ${ofProject}`;
  const withEvents = (table: string, condition: string) =>
    `batch_id IN (SELECT insert_id FROM sonde.${table} WHERE insert_id IN (${accounts}) AND ${condition})`;
  return `${ofProject} AND (${match.is('batch_id')}
    OR ${withEvents('events', eventsOf(match))}
    OR ${withEvents('quarantine', quarantinedOf(match))})`;
}
