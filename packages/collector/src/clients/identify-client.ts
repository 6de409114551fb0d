import type { IncomingMessage } from 'node:http';
import { SondeError } from '@sonde/protocol';
import { writableProject } from '../access/access.js';
import { identifyWriter } from '../access/principal.js';
import { findProject } from '../team/projects.js';
import type { Team } from '../team/team.js';
import type { KeylessSource } from './keyless-source.js';

/**
 * The project that a client's key is for.
 *
 * Throws `key_unknown`, `key_revoked`, `read_key_cannot_write` or `project_archived`.
 *
 * @param key As the client sent it; undefined or empty: none.
 */
export function identifyClient(
  team: Team,
  request: IncomingMessage,
  key: string | undefined,
  keyless: KeylessSource | undefined,
): string {
  const project =
    keyless !== undefined && (key === undefined || key === '')
      ? route(keyless, request)
      : writableProject(identifyWriter(team, request, key || undefined));
  if (findProject(team, project)?.archived_at === null) return project;
  throw new SondeError('project_archived', { detail: project });
}

function route({ project, header, projects }: KeylessSource, { headers }: IncomingMessage) {
  const value = header === undefined ? undefined : headers[header];
  return (typeof value === 'string' ? projects.get(value) : undefined) ?? project;
}
