import { join } from 'node:path';
import { readPrivateFile, removePrivateFile, writePrivateFile } from './private-file.js';
import type { Settings } from './settings.js';

/** Who is signed in. */
export interface Session {
  token: string;
  /** Undefined for a token from the environment, until the service was asked. */
  userId: string | undefined;
  source: 'environment' | 'file';
}

function sessionFile(settings: Settings): string {
  return join(settings.configDirectory, 'session.json');
}

/**
 * The session a command would use: ORBIT_TOKEN, else the stored one, else undefined.
 *
 * A session that was stored for another service is none for this one: its token stays here.
 *
 * @throws ConfigurationFileError when the file is there and cannot be read.
 */
export function readSession(settings: Settings): Session | undefined {
  if (settings.token !== undefined) {
    return { token: settings.token, userId: undefined, source: 'environment' };
  }
  const stored = readPrivateFile(sessionFile(settings)) as
    | { cloud_url?: unknown; token?: unknown; user_id?: unknown }
    | null
    | undefined;
  if (stored?.cloud_url !== settings.cloudUrl || typeof stored.token !== 'string') return undefined;
  return {
    token: stored.token,
    userId: typeof stored.user_id === 'string' ? stored.user_id : undefined,
    source: 'file',
  };
}

/** Keeps a session for later runs, readable by its owner only. */
export function storeSession(settings: Settings, session: { token: string; userId: string }): void {
  writePrivateFile(sessionFile(settings), {
    cloud_url: settings.cloudUrl,
    token: session.token,
    user_id: session.userId,
  });
}

export function removeSession(settings: Settings): void {
  removePrivateFile(sessionFile(settings));
}
