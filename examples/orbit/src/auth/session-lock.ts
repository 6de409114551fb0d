import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, ConfigurationFileError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { makeDirectory } from '../private-file.js';

const retryAfterMs = 50;

/**
 * Runs `work` while no other orbit changes the stored session. A refresh token can be used once: of
 * two runs that renew at the same moment, the second has to find what the first one got.
 *
 * @throws ConfigurationFileError when nothing can be written; CancelledError on Ctrl-C while waiting.
 */
export async function withSessionLock<T>(
  { settings, signal }: Pick<CommandContext, 'settings' | 'signal'>,
  work: () => Promise<T>,
): Promise<T> {
  const file = join(settings.configDirectory, 'session.lock');
  const owner = `${hostname()} ${process.pid} ${randomUUID()}\n`;
  // Longer than anything is done while holding it: two requests.
  const heldAtMostMs = 2 * settings.timeoutMs + 10_000;
  while (!take(settings.configDirectory, file, owner)) {
    if (signal.aborted) throw new CancelledError();
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

function readOwner(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Takes away a lock whose holder was killed. */
function breakAbandoned(file: string, heldAtMostMs: number): boolean {
  const owner = readOwner(file);
  if (owner === undefined || !isAbandoned(file, owner, heldAtMostMs)) return false;
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    // Another run did the same.
    return true;
  }
  try {
    // Between the look and the rename another run may have broken it and taken its own.
    if (readOwner(aside) !== owner) linkSync(aside, file);
  } catch {
    // A third one has it by now.
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
  // The home directory may be on a network; only processes of this machine can be looked for.
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
