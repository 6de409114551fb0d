import { createHash, randomBytes } from 'node:crypto';
import { SondeError } from '@sonde/protocol';
import type { DeclaredKey } from '../config-file.js';
import { type Actor, createEntry } from './audit.js';
import { checkName } from './check-name.js';
import type { Key, KeyKind, KeyRecord } from './records.js';
import type { Team } from './team.js';

/** Prefix of every key, so that leaked keys are recognised. */
const keyPrefixes = { write: 'sonde_wk_', read: 'sonde_rk_' } as const;

/** Maximum number of active keys of a project. */
const keysMax = 1_000;

export interface NewKey {
  /** Shown once. */
  key: string;
  /** `sha256:` and 64 hexadecimal digits. */
  hash: string;
}

/** Generates a key with 192 random bits: too many to guess it from a plain hash. */
export function generateKey(kind: KeyKind): NewKey {
  const key = keyPrefixes[kind] + randomBytes(24).toString('base64url');
  return { key, hash: hashKey(key) };
}

/** The stored form of a key. */
function hashKey(key: string): string {
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

export function toDeclaredKey({ hash, project, kind, name }: DeclaredKey): Key {
  return {
    id: `declared-${hash.slice('sha256:'.length, 'sha256:'.length + 12)}`,
    hash,
    project,
    name: name ?? 'configuration file',
    kind,
    created_at: null,
    created_by: '',
    revoked_at: null,
    declared: true,
  };
}

/**
 * Finds the key that was sent, revoked or not.
 *
 * The hash is looked up in a map: the time this takes reveals nothing about a key of 192 random
 * bits.
 */
export function findKey({ declaredKeys, directory }: Team, sent: string): Key | undefined {
  const hash = hashKey(sent);
  const made = directory.keys.find(hash);
  return declaredKeys.get(hash) ?? (made === undefined ? undefined : { ...made, declared: false });
}

/** The keys of a project, including revoked ones: declared keys, then others, oldest first. */
export function listKeys({ declaredKeys, directory }: Team, project: string): Key[] {
  const isOfProject = (key: KeyRecord) => key.project === project;
  const made = [...directory.keys.values()].filter(isOfProject);
  return [
    ...[...declaredKeys.values()].filter(isOfProject),
    ...made
      .sort((a, b) => (a.created_at ?? 0) - (b.created_at ?? 0))
      .map((key) => ({ ...key, declared: false })),
  ];
}

/** Throws `name_invalid`, `name_taken` or `limit_reached`. */
export async function createKey(
  team: Team,
  actor: Actor,
  { project, name: text, kind }: { project: string; name: string; kind: KeyKind },
): Promise<{ record: Key; key: string }> {
  const name = checkName(text);
  // Not a sorted list: revoked keys stay, and every act would take longer than the one before.
  const others = [...team.declaredKeys.values(), ...team.directory.keys.values()].filter(
    (other) => other.project === project && other.revoked_at === null,
  );
  if (others.some((other) => other.name === name)) {
    throw new SondeError('name_taken', { detail: name });
  }
  if (others.length >= keysMax) {
    throw new SondeError('limit_reached', { detail: `${keysMax} keys in a project` });
  }
  const { key, hash } = generateKey(kind);
  const now = team.now();
  const record: KeyRecord = {
    ...{ id: randomBytes(8).toString('hex'), hash, project, name, kind },
    ...{ created_at: now, created_by: actor.name, revoked_at: null },
  };
  const act = { action: 'key.create', subject: name, project, detail: { kind, id: record.id } };
  await team.directory.commit([{ kind: 'key', body: record }], [createEntry(now, actor, act)]);
  return { record: { ...record, declared: false }, key };
}

/**
 * Revokes a key at once; has no effect if it is revoked.
 *
 * Throws `key_not_found` or `declared_in_configuration`.
 */
export async function revokeKey(
  team: Team,
  actor: Actor,
  { project, id }: { project: string; id: string },
): Promise<void> {
  const isIt = (key: KeyRecord) => key.id === id && key.project === project;
  const declared = [...team.declaredKeys.values()].find(isIt);
  if (declared !== undefined) {
    throw new SondeError('declared_in_configuration', { detail: declared.name });
  }
  const key = team.directory.keys.get(id);
  if (key === undefined || !isIt(key)) throw new SondeError('key_not_found', { detail: id });
  if (key.revoked_at !== null) return;
  const now = team.now();
  const act = { action: 'key.revoke', subject: key.name, project };
  await team.directory.commit(
    [{ kind: 'key', body: { ...key, revoked_at: now } }],
    [createEntry(now, actor, { ...act, detail: { kind: key.kind, id } })],
  );
}
