import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openKeyring } from './auth/keyring.js';
import type { Tokens } from './auth/provider.js';
import { CancelledError, ConfigurationFileError } from './cli-error.js';
import { readPrivateFile, removePrivateFile, writePrivateFile } from './private-file.js';
import type { Settings } from './settings.js';

/** The signed-in user. */
export type Session = EnvironmentSession | StoredSession;

/** ORBIT_TOKEN, for CI and agents. It cannot be renewed. */
interface EnvironmentSession {
  source: 'environment';
  token: string;
  /** Unknown until the service responds. */
  userId: undefined;
}

/** A user who signed in with a browser. */
export interface StoredSession {
  source: 'browser';
  userId: string;
  /** Where its tokens are stored: the operating system's keyring, or `session.json`. */
  store: 'keyring' | 'file';
}

/** `session.json`; with a keyring it names the entry and contains no secret. */
type SessionFile = { cloud_url: string; user_id: string } & (
  | { store: 'keyring'; account: string }
  | ({ store: 'file' } & TokenFields)
);

interface TokenFields {
  access_token: string;
  refresh_token: string | null;
  /** Milliseconds since 1970. */
  expires_at: number | null;
}

/** Where a session is stored, and the signal that ends the wait for a locked keyring. */
export interface SessionPlace {
  settings: Settings;
  signal: AbortSignal;
}

/**
 * The session that a command would use: ORBIT_TOKEN, else the stored one, else undefined.
 *
 * A session of another service does not count: its tokens must not be sent to this one.
 *
 * @throws ConfigurationFileError if the file exists and cannot be read.
 */
export function readSession(settings: Settings): Session | undefined {
  if (settings.token !== undefined) {
    return { source: 'environment', token: settings.token, userId: undefined };
  }
  return readStoredSession(settings);
}

/** Like {@link readSession}, ignoring ORBIT_TOKEN. */
export function readStoredSession(settings: Settings): StoredSession | undefined {
  const file = readSessionFile(settings);
  if (file?.cloud_url !== settings.cloudUrl) return undefined;
  return { source: 'browser', userId: file.user_id, store: file.store };
}

/**
 * The tokens of the stored session; undefined if there is none, or the keyring lacks it.
 *
 * @throws ConfigurationFileError if the file cannot be read; CancelledError on Ctrl-C during the
 *   keyring's prompt.
 */
export async function readTokens({ settings, signal }: SessionPlace): Promise<Tokens | undefined> {
  const file = readSessionFile(settings);
  if (file?.cloud_url !== settings.cloudUrl) return undefined;
  if (file.store === 'file') return fromFields(file);
  try {
    const keyring = await openKeyring(signal);
    const secret: unknown = JSON.parse((await keyring.read(file.account)) ?? 'null');
    return hasTokenFields(secret) ? fromFields(secret) : undefined;
  } catch {
    if (signal.aborted) throw new CancelledError();
    // The keyring worked when the session was stored; a new sign-in uses what works now.
    return undefined;
  }
}

/**
 * Stores a session for later runs: in a working keyring, else in a file that only its owner may
 * read. Call it while holding the session's lock.
 *
 * @throws ConfigurationFileError if the file cannot be written; CancelledError on Ctrl-C during the
 *   keyring's prompt.
 */
export async function storeSession(
  { settings, signal }: SessionPlace,
  { userId, tokens }: { userId: string; tokens: Tokens },
): Promise<StoredSession> {
  const before = readForReplacing(settings);
  const fields = toFields(tokens);
  const owner = { cloud_url: settings.cloudUrl, user_id: userId };
  const account = settings.usesKeyring ? await keep(fields, signal) : undefined;
  const file: SessionFile =
    account === undefined
      ? { ...owner, store: 'file', ...fields }
      : { ...owner, store: 'keyring', account };
  try {
    writePrivateFile(sessionPath(settings), file);
  } catch (error) {
    await forget(file, signal);
    throw error;
  }
  await forget(before, signal);
  return { source: 'browser', userId, store: file.store };
}

/** Removes the stored session, wherever it is. Call it while holding the session's lock. */
export async function removeSession({ settings, signal }: SessionPlace): Promise<void> {
  const before = readForReplacing(settings);
  removePrivateFile(sessionPath(settings));
  await forget(before, signal);
}

function sessionPath(settings: Settings): string {
  return join(settings.configDirectory, 'session.json');
}

/** Undefined if there is no keyring, or storing failed. */
async function keep(fields: TokenFields, signal: AbortSignal): Promise<string | undefined> {
  // A new name each time: the entry that the file names stays valid until the file names another.
  const account = randomUUID();
  try {
    await (await openKeyring(signal)).write(account, JSON.stringify(fields));
    return account;
  } catch {
    // Ctrl-C at the keyring's prompt does not mean to use a file.
    if (signal.aborted) throw new CancelledError();
    return undefined;
  }
}

async function forget(file: SessionFile | undefined, signal: AbortSignal): Promise<void> {
  if (file?.store !== 'keyring') return;
  try {
    await (await openKeyring(signal)).remove(file.account);
  } catch {
    // Nothing refers to it any more.
  }
}

function readSessionFile(settings: Settings): SessionFile | undefined {
  const path = sessionPath(settings);
  const hint = 'Sign in again with orbit auth login, which replaces it.';
  const stored = readPrivateFile(path, hint);
  if (stored === undefined) return undefined;
  if (isSessionFile(stored)) return stored;
  throw new ConfigurationFileError(`${path} is damaged.`, { hint });
}

/** An unreadable session will be replaced. */
function readForReplacing(settings: Settings): SessionFile | undefined {
  try {
    return readSessionFile(settings);
  } catch {
    return undefined;
  }
}

function isSessionFile(value: unknown): value is SessionFile {
  if (typeof value !== 'object' || value === null) return false;
  const { cloud_url, user_id, store, account } = value as Record<string, unknown>;
  return (
    typeof cloud_url === 'string' &&
    typeof user_id === 'string' &&
    (store === 'keyring' ? typeof account === 'string' : store === 'file' && hasTokenFields(value))
  );
}

function hasTokenFields(value: unknown): value is TokenFields {
  if (typeof value !== 'object' || value === null) return false;
  const { access_token, refresh_token, expires_at } = value as Record<string, unknown>;
  return (
    typeof access_token === 'string' &&
    (refresh_token === null || typeof refresh_token === 'string') &&
    (expires_at === null || typeof expires_at === 'number')
  );
}

function toFields({ accessToken, refreshToken, expiresAt }: Tokens): TokenFields {
  return {
    access_token: accessToken,
    refresh_token: refreshToken ?? null,
    expires_at: expiresAt ?? null,
  };
}

function fromFields({ access_token, refresh_token, expires_at }: TokenFields): Tokens {
  return {
    accessToken: access_token,
    refreshToken: refresh_token ?? undefined,
    expiresAt: expires_at ?? undefined,
  };
}
