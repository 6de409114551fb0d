import { createHash, randomBytes } from 'node:crypto';
import type { DeclaredKey } from '../config-file.js';
import type { KeyKind, KeyRecord } from './records.js';
import type { Team } from './team.js';

/** Start of every key, so that one is recognised where it should not be. */
const keyPrefixes = { write: 'sonde_wk_', read: 'sonde_rk_' } as const;

export interface NewKey {
  /** Shown once. */
  key: string;
  /** `sha256:` and 64 hexadecimal digits. */
  hash: string;
}

/** Makes a new key with 192 random bits: enough that a plain hash of it cannot be guessed. */
export function createKey(kind: KeyKind): NewKey {
  const key = keyPrefixes[kind] + randomBytes(24).toString('base64url');
  return { key, hash: hashKey(key) };
}

/** The form in which a key is kept. */
export function hashKey(key: string): string {
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

export interface Key extends KeyRecord {
  /** Declared in the configuration file, and so read-only. */
  declared: boolean;
}

/**
 * The key that was sent, revoked ones included.
 *
 * The hash is looked up in a map: how long that takes says nothing about a key of 192 random bits.
 */
export function findKey(team: Team, sent: string): Key | undefined {
  const hash = hashKey(sent);
  const declared = team.declared.keys.find((key) => key.hash === hash);
  if (declared !== undefined) return toDeclaredKey(declared);
  const record = team.directory.keys.find(hash);
  return record === undefined ? undefined : { ...record, declared: false };
}

function toDeclaredKey({ hash, project, kind, name }: DeclaredKey): Key {
  return {
    id: `declared-${hash.slice('sha256:'.length, 'sha256:'.length + 12)}`,
    hash,
    project,
    name: name ?? 'configuration file',
    kind,
    created_at: 0,
    created_by: '',
    revoked_at: null,
    declared: true,
  };
}
