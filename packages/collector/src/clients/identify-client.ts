import type { IncomingMessage } from 'node:http';
import { SondeError } from '@sonde/protocol';
import { writableProject } from '../access/access.js';
import { identifyWriter } from '../access/principal.js';
import { findKey } from '../team/keys.js';
import { findProject } from '../team/projects.js';
import type { Team } from '../team/team.js';
import type { ClientBatch } from './client-family.js';
import type { KeylessSource } from './keyless-source.js';

/** Where events of one key go. */
interface Destination {
  project: string;
  /** Undefined if they came without one. */
  key: string | undefined;
}

export interface IdentifiedBatch {
  /** Of the request's own key, or of the first event whose key is good. */
  first: Destination;
  /** Of each event; an error if its key is for no project, so that it cannot be stored anywhere. */
  events: readonly (Destination | SondeError)[];
}

/**
 * The projects that the keys of a client's events are for.
 *
 * Throws `key_unknown`, `key_revoked`, `read_key_cannot_write` or `project_archived` if no key of
 * the request is for a project.
 */
export function identifyClient(
  team: Team,
  request: IncomingMessage,
  sent: Pick<ClientBatch, 'key' | 'isKeyGuessed' | 'eventKeys' | 'events'>,
  keyless: KeylessSource | undefined,
): IdentifiedBatch {
  const found = new Map<string, Destination | SondeError>();
  const common = sent.key || sent.eventKeys?.find((key) => key !== undefined && key !== '');
  const identify = (key: string | undefined) => {
    const own = key || common || '';
    const known = found.get(own);
    if (known !== undefined) return known;
    const isGuessed = sent.isKeyGuessed === true;
    const destination = identifyKey(team, request, { key: own || undefined, isGuessed }, keyless);
    found.set(own, destination);
    return destination;
  };
  const events = sent.events.map((_event, index) => identify(sent.eventKeys?.[index]));
  const all = events.length > 0 ? events : [identify(undefined)];
  const first = all.find((destination) => !(destination instanceof SondeError));
  if (first === undefined || first instanceof SondeError) throw all[0];
  return { first, events };
}

function identifyKey(
  team: Team,
  request: IncomingMessage,
  { key, isGuessed }: { key: string | undefined; isGuessed: boolean },
  keyless: KeylessSource | undefined,
): Destination | SondeError {
  const isNone = key === undefined || (isGuessed && findKey(team, key) === undefined);
  try {
    const destination =
      keyless !== undefined && isNone
        ? { project: route(keyless, request), key: undefined }
        : { project: writableProject(identifyWriter(team, request, key)), key };
    if (findProject(team, destination.project)?.archived_at === null) return destination;
    return new SondeError('project_archived', { detail: destination.project });
  } catch (error) {
    if (error instanceof SondeError) return error;
    throw error;
  }
}

function route({ project, header, projects }: KeylessSource, { headers }: IncomingMessage) {
  const value = header === undefined ? undefined : headers[header];
  return (typeof value === 'string' ? projects.get(value) : undefined) ?? project;
}
