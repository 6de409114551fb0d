import { sharedIdPrefix } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import type { Person } from '../port.js';
import type { Database, Parameters } from '../queries/database.js';
import {
  detailColumns,
  identities,
  summaryColumns,
  withPerson,
} from '../queries/invocation-rows.js';
import { hashPersonSql } from './fingerprint.js';

/** How the rows of a person are found: by the id, or, when only that is left, by its hash. */
export interface PersonMatch {
  kind: 'user_id' | 'anonymous_id';
  /** Whether the text that an expression gives is the id. */
  is: (text: string) => string;
  /** Whether JSON text may hold the id; cheap, and never false when it does. */
  mayBeIn: (json: string) => string;
  parameters: Parameters;
}

/** The id of a person, and of which kind it is. Throws `parameter_invalid`. */
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
    is: (text) => `${text} = {id:String}`,
    mayBeIn: (json) => `position(${json}, {quoted_id:String}) > 0`,
    parameters: { project, id, quoted_id: JSON.stringify(id).slice(1, -1) },
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
    is: (text) => `${hashPersonSql(text)} = {person:String}`,
    mayBeIn: () => 'true',
    parameters: { project, person: hash, person_key: personKey },
  };
}

/**
 * Adds the anonymous ids that are stitched to a user, as the parameter `linked`. An anonymous id belongs
 * to the first user who signed in there.
 */
export async function withLinkedIds(db: Database, match: PersonMatch): Promise<PersonMatch> {
  let linked: string[] = [];
  if (match.kind === 'user_id') {
    const rows = await db.rows<{ anonymous_id: string }>(
      `SELECT anonymous_id FROM (${identities}) WHERE ${match.is('linked_user')} ORDER BY anonymous_id`,
      match.parameters,
    );
    linked = rows.map(({ anonymous_id }) => anonymous_id);
  }
  return { ...match, parameters: { ...match.parameters, linked } };
}

export function linkedIds({ parameters }: PersonMatch): string[] {
  return parameters.linked as string[];
}

const ofProject = 'project = {project:String}';

/** Properties by which other products name a person. */
const personProperties = [
  ...['user_id', 'userId', '$user_id', 'anonymous_id', 'anonymousId', 'distinct_id', 'distinctId'],
  ...['$anon_distinct_id', '$device_id', 'device_id', 'previous_id', 'previousId', 'alias'],
];
const listed = (texts: readonly string[]) => `[${texts.map((text) => `'${text}'`).join(', ')}]`;

/** Events that name the person. */
function named({ is, mayBeIn }: PersonMatch): string {
  return `(${is('user_id')} OR ${is('anonymous_id')} OR ${is('distinct_id')} OR (
    ${mayBeIn('properties')}
    AND multiSearchAny(properties, ${listed(personProperties.map((name) => `"${name}"`))})
    AND arrayExists(name -> ${is('JSONExtractString(properties, name)')}, ${listed(personProperties)})))`;
}

/** Events that name nobody, and belong to whom the rest of their invocation belongs to. */
const unnamed = {
  user_id: "user_id = ''",
  anonymous_id: "user_id = '' AND anonymous_id = '' AND distinct_id = ''",
} as const;

/** Invocations whose unnamed events are the person's: for a user those that lists show as the user's. */
function invocationsOf(match: PersonMatch): string {
  if (match.kind === 'anonymous_id') {
    return `SELECT invocation_id FROM sonde.events WHERE ${ofProject} AND ${match.is('anonymous_id')}`;
  }
  const candidates = `SELECT invocation_id FROM sonde.events
    WHERE ${ofProject} AND (${named(match)} OR anonymous_id IN {linked:Array(String)})`;
  return `SELECT invocation_id FROM (${withPerson(`
    SELECT invocation_id, ${summaryColumns}, ${detailColumns}
    FROM sonde.events WHERE ${ofProject} AND invocation_id IN (${candidates})
    GROUP BY invocation_id`)}) WHERE ${match.is('person')}`;
}

/**
 * Condition on rows of `sonde.events`: those that name the person, and those of the person's invocations
 * that name nobody. Events of another user of the same installation stay.
 *
 * @param invocations Statement that gives the latter invocations, where they are known already.
 */
export function eventsOf(match: PersonMatch, invocations = invocationsOf(match)): string {
  return `${ofProject} AND (${named(match)}
    OR (${unnamed[match.kind]} AND invocation_id IN (${invocations})))`;
}

/** Invocations in which the person has events, and whether those that name nobody are among them. */
export function personInvocations(match: PersonMatch): string {
  return `SELECT invocation_id, min(corrected_time) AS began, max(corrected_time) AS ended,
      max(invocation_id IN (${invocationsOf(match)})) AS whole
    FROM sonde.events WHERE ${eventsOf(match)} GROUP BY invocation_id`;
}

/** Every text in the body, whatever its place. */
const texts = `arrayMap(text -> JSONExtractString(concat('"', text, '"')),
  extractAll(body, '"((?:[^"\\\\\\\\]|\\\\\\\\.)*)"'))`;

/**
 * Condition on rows of `sonde.quarantine`: those that hold the id anywhere, since nobody knows what the
 * fields of a broken event mean; for a user also those under a stitched id that name no other user.
 */
export function quarantinedOf({ kind, is, mayBeIn }: PersonMatch): string {
  const holds = `(${mayBeIn('body')} AND arrayExists(text -> ${is('text')}, ${texts}))`;
  // Not JSONExtract: it finds nothing beside an integer of more than 64 bits.
  const linked = `(notEmpty({linked:Array(String)}) AND NOT match(body, '"user_id":"[^"]')
    AND hasAny(${texts}, {linked:Array(String)}))`;
  return `${ofProject} AND (${is('insert_id')} OR ${holds}${kind === 'user_id' ? ` OR ${linked}` : ''})`;
}

/** Condition on rows of `sonde.losses`: accounts that came with the person's events, named by the first. */
export function lossesOf(match: PersonMatch): string {
  const accounts = `SELECT batch_id FROM sonde.losses WHERE ${ofProject}`;
  const withEvents = (table: string, condition: string) =>
    `batch_id IN (SELECT insert_id FROM sonde.${table} WHERE insert_id IN (${accounts}) AND ${condition})`;
  return `${ofProject} AND (${match.is('batch_id')}
    OR ${withEvents('events', eventsOf(match))}
    OR ${withEvents('quarantine', quarantinedOf(match))})`;
}
