import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, ConfigurationFileError } from './cli-error.js';
import { makeDirectory } from './private-file.js';
import type { Settings } from './settings.js';

const retryAfterMs = 50;

interface LockPlace {
  settings: Settings;
  /** Aborted by SIGINT. */
  signal: AbortSignal;
}

/**
 * Runs `work` while no other orbit changes the stored session. A refresh token can be used only
 * once: of two concurrent renewals, the second must use the first one's result.
 *
 * @throws ConfigurationFileError if nothing can be written, or another lock does not go away;
 *   CancelledError on Ctrl-C while waiting.
 */
export function withSessionLock<T>(place: LockPlace, work: () => Promise<T>): Promise<T> {
  // Longer than the work: two requests.
  const heldAtMostMs = 2 * place.settings.timeoutMs + 10_000;
  return withLock('session.lock', heldAtMostMs, place, work);
}

/** Like {@link withSessionLock}, for profiles: a run must not overwrite what another one adds. */
export function withProfilesLock<T>(place: LockPlace, work: () => T): Promise<T> {
  return withLock('profiles.lock', 10_000, place, async () => work());
}

async function withLock<T>(
  name: string,
  heldAtMostMs: number,
  { settings, signal }: LockPlace,
  work: () => Promise<T>,
): Promise<T> {
  const file = join(settings.configDirectory, name);
  const owner = `${hostname()} ${process.pid} ${randomUUID()}\n`;
  // Other runs may be first; a lock that is neither released nor removable must not block for ever.
  const deadline = performance.now() + 2 * heldAtMostMs;
  while (!take(settings.configDirectory, file, owner)) {
    if (signal.aborted) throw new CancelledError();
    if (performance.now() > deadline || isSomethingElse(file)) {
      throw new ConfigurationFileError(`${file} is in the way.`, {
        hint: 'Remove it when no other orbit runs.',
      });
    }
    if (!breakAbandoned(file, heldAtMostMs)) await sleep(retryAfterMs);
  }
  try {
    return await work();
  } finally {
    if (readOwner(file) === owner) rmSync(file, { force: true });
  }
}

function take(directory: string, file: string, owner: string): boolean {
  try {
    makeDirectory(directory);
    writeFileSync(file, owner, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new ConfigurationFileError(`${directory} cannot be written.`, {
      hint: 'Make the directory writable, or choose another with XDG_CONFIG_HOME.',
      cause: error,
    });
  }
}

/** Whether it was not created by orbit. */
function isSomethingElse(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === false;
}

function readOwner(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Removes a lock whose holder was killed. False if it stays. */
function breakAbandoned(file: string, heldAtMostMs: number): boolean {
  const owner = readOwner(file);
  if (!isAbandoned(file, owner ?? '', heldAtMostMs)) return false;
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    // Another run removed it, or we may not remove it.
    return false;
  }
  try {
    // Between the check and the rename, another run may have removed it and created its own.
    if (readOwner(aside) !== owner) linkSync(aside, file);
  } catch {
    // A third run has it by now.
  } finally {
    rmSync(aside, { force: true });
  }
  return true;
}

function isAbandoned(file: string, owner: string, heldAtMostMs: number): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > heldAtMostMs) return true;
  } catch {
    return false;
  }
  const [host, pid] = owner.split(' ');
  // The home directory may be on a network; only processes of this machine can be checked.
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
