import { constants } from 'node:fs';
import { access, chmod, mkdir, open, readdir, readFile, stat, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { SondeError } from '@sonde/protocol';

/** The engine's files within the data directory. */
export function engineDirectory(directory: string): string {
  return join(resolve(directory), 'clickhouse');
}

/** Creates the data directory when it is missing, readable by its owner only, and checks that it can be written. */
export async function prepareDataDirectory(directory: string): Promise<void> {
  try {
    await makeDirectory(resolve(directory));
    const path = engineDirectory(directory);
    await makeDirectory(path);
    for (const place of [directory, path]) {
      if (!(await stat(place)).isDirectory()) throw new Error(`${place} is not a directory`);
      await access(place, constants.R_OK | constants.W_OK | constants.X_OK);
    }
  } catch (cause) {
    throw new SondeError('data_directory_not_writable', { detail: directory, cause });
  }
}

/**
 * Not the `recursive` of Node.js, which tries for ever where the system denies that a parent exists,
 * as `/proc` does.
 */
export async function makeDirectory(path: string, mayLackParent = true): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
    // The umask may have taken the owner's own rights.
    await chmod(path, 0o700);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && mayLackParent) {
      await makeDirectory(dirname(path));
      await makeDirectory(path, false);
    } else if (code !== 'EEXIST') throw error;
  }
}

/** Says of a data directory that a store was once opened in it. */
function markerFile(directory: string): string {
  return join(resolve(directory), 'sonde-store');
}

export async function markDataDirectory(directory: string): Promise<void> {
  if (await wasWritten(directory)) return;
  const file = await open(markerFile(directory), 'w', 0o600);
  try {
    await file.write('The files of the engine are in clickhouse/.\n');
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function wasWritten(directory: string): Promise<boolean> {
  return stat(markerFile(directory)).then(
    () => true,
    () => false,
  );
}

/**
 * Whether a collector has ever used the directory, even one that is still starting, and even where a
 * restore was not finished. True where this user may not look.
 */
export async function isDataDirectory(directory: string): Promise<boolean> {
  try {
    const names = await readdir(directory);
    return names.some((name) => name.startsWith('sonde-') || name === 'clickhouse');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** The user id that wrote the data; undefined when there are none. */
export async function readDataOwner(directory: string): Promise<number | undefined> {
  return stat(markerFile(directory)).then(
    ({ uid }) => uid,
    () => undefined,
  );
}

/**
 * Whether another process has the engine's files open, by the process id that the engine leaves there.
 *
 * Only asked after the engine could not be opened: alone it would mistake an id that was given out
 * again after a crash, as containers do, for the owner.
 */
export async function isHeldByOther(directory: string): Promise<boolean> {
  const text = await readFile(join(engineDirectory(directory), 'status'), 'utf8').catch(() => '');
  const owner = Number(/^PID: (\d+)/m.exec(text)?.[1]);
  if (!(owner > 0) || owner === process.pid) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    // Alive, but of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Bytes that this process may still write on the volume. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Size of the machine, or of the container when that is smaller. */
export function measureMachine(): { totalBytes: number; processors: number } {
  const limit = process.constrainedMemory?.() ?? 0;
  const total = totalmem();
  return {
    totalBytes: limit > 0 && limit < total ? limit : total,
    processors: availableParallelism(),
  };
}
