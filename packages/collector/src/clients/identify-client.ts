import type { IncomingMessage } from 'node:http';
import { SondeError } from '@sonde/protocol';
import { writableProject } from '../access/access.js';
import { identifyWriter } from '../access/principal.js';
import { findKey } from '../team/keys.js';
import { findProject } from '../team/projects.js';
import type { Team } from '../team/team.js';
import type { ClientBatch } from './client-family.js';
import type { KeylessSource } from './keyless-source.js';

/**
 * The project that a client's key is for.
 *
 * Throws `key_unknown`, `key_revoked`, `read_key_cannot_write` or `project_archived`.
 *
 * @param sent The key as the client sent it; undefined or empty: none.
 */
export function identifyClient(
  team: Team,
  request: IncomingMessage,
  sent: Pick<ClientBatch, 'key' | 'isKeyGuessed'>,
  keyless: KeylessSource | undefined,
): string {
  const key = sent.key || undefined;
  const isNone =
    key === undefined || (sent.isKeyGuessed === true && findKey(team, key) === undefined);
  const project =
    keyless !== undefined && isNone
      ? route(keyless, request)
      : writableProject(identifyWriter(team, request, key));
  if (findProject(team, project)?.archived_at === null) return project;
  throw new SondeError('project_archived', { detail: project });
}

function route({ project, header, projects }: KeylessSource, { headers }: IncomingMessage) {
  const value = header === undefined ? undefined : headers[header];
  return (typeof value === 'string' ? projects.get(value) : undefined) ?? project;
}
