import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PasswordHash } from './password.js';
import type { Plan } from './plans.js';
import { replaceFile } from './replace-file.js';

export interface User {
  id: string;
  name: string;
  /** SHA-256 of the program token, hexadecimal. Users who signed up have none. */
  token_hash?: string;
  /** The user's name for signing in with the password. */
  user_name?: string;
  password?: PasswordHash;
  /** A card is on file. */
  billing: boolean;
  created_at: string;
}

export interface Application {
  id: string;
  user_id: string;
  name: string;
  region: string;
  plan_id: string;
  terms_version: string | null;
  created_at: string;
}

interface ApiKey {
  id: string;
  application_id: string;
  /** SHA-256 of the key, hexadecimal. */
  key_hash: string;
  created_at: string;
}

/** All data of the service. */
export interface State {
  format: 1;
  users: User[];
  applications: Application[];
  api_keys: ApiKey[];
  unavailable_regions: string[];
  /** Offered in addition to the built-in plans. */
  added_plans?: Plan[];
}

export interface StateFile {
  /** As on disk. Must not be changed. */
  readonly current: Readonly<State>;
  /**
   * Changes a copy, and makes it the current state once it is on disk. Changes run one after
   * another; if `change` or the write fails, the state stays unchanged and the error is thrown.
   */
  update<T>(change: (draft: State) => T): Promise<T>;
  /** Resolves when every change so far is on disk or has failed. */
  settled(): Promise<void>;
}

const emptyState: State = {
  format: 1,
  users: [],
  applications: [],
  api_keys: [],
  unavailable_regions: [],
};

function isState(value: unknown): value is State {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as State).format === 1 &&
    [
      (value as State).users,
      (value as State).applications,
      (value as State).api_keys,
      (value as State).unavailable_regions,
    ].every(Array.isArray)
  );
}

function readState(file: string): State {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return structuredClone(emptyState);
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isState(value)) throw new Error(`${file} was not written by this version of orbit-cloud.`);
  return value;
}

/**
 * Opens `state.json` in a directory, which is created if missing.
 *
 * @throws If the directory cannot be created or the file has an unknown format.
 */
export function openStateFile(directory: string): StateFile {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'state.json');
  let current = readState(file);
  let last: Promise<unknown> = Promise.resolve();

  return {
    get current() {
      return current;
    },
    update(change) {
      const result = last.then(async () => {
        const draft = structuredClone(current);
        const answer = change(draft);
        await replaceFile(file, JSON.stringify(draft));
        current = draft;
        return answer;
      });
      last = result.catch(() => undefined);
      return result;
    },
    async settled() {
      await last;
    },
  };
}
