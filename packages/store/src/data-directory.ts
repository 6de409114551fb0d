import { constants } from 'node:fs';
import {
  access,
  chmod,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  stat,
  statfs,
} from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { SondeError } from '@sonde/protocol';
import { syncDirectory } from './backup/file-tree.js';

/** Directory of the engine's files in the data directory. */
export function engineDirectory(directory: string): string {
  return join(resolve(directory), 'clickhouse');
}

/**
 * Creates a missing data directory, readable only by its owner, and checks that it can be written.
 */
export function prepareDataDirectory(directory: string): Promise<void> {
  return prepareDirectories(directory, [directory, engineDirectory(directory)]);
}

/** The same without a place for the engine. */
export function prepareLocalDirectory(directory: string): Promise<void> {
  return prepareDirectories(directory, [directory]);
}

async function prepareDirectories(directory: string, places: readonly string[]): Promise<void> {
  try {
    for (const place of places) await makeDirectory(resolve(place));
    for (const place of places) {
      if (!(await stat(place)).isDirectory()) throw new Error(`${place} is not a directory`);
      await access(place, constants.R_OK | constants.W_OK | constants.X_OK);
    }
  } catch (cause) {
    throw new SondeError('data_directory_not_writable', { detail: directory, cause });
  }
}

/**
 * Creates a directory and its missing parents. The `recursive` option of Node.js loops for ever if
 * the system denies that a parent exists, as `/proc` does.
 */
export async function makeDirectory(path: string, mayLackParent = true): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
    // The umask may have removed the owner's own rights.
    await chmod(path, 0o700);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && mayLackParent) {
      await makeDirectory(dirname(path));
      await makeDirectory(path, false);
    } else if (code !== 'EEXIST') throw error;
  }
}

/** Marks a data directory in which a store has been opened. */
function markerFile(directory: string): string {
  return join(resolve(directory), 'sonde-store');
}

/** Where the tables are. */
type StorePlace = 'embedded' | 'server';

const markerTexts: Record<StorePlace, string> = {
  embedded: 'The files of the engine are in clickhouse/.\n',
  server: 'The tables are on a ClickHouse server.\n',
};

export async function markDataDirectory(
  directory: string,
  place: StorePlace = 'embedded',
): Promise<void> {
  if (await wasWritten(directory)) return;
  await writeDurably(markerFile(directory), markerTexts[place]);
}

/** While this file exists, nothing may change the data, which would be missing on the servers. */
function moveFile(directory: string): string {
  return join(resolve(directory), 'sonde-moved');
}

/** The move of a directory's data. */
export interface Move {
  id: string;
  isDone: boolean;
}

/** The move of this directory's data; undefined if none was begun. */
export async function readMove(directory: string): Promise<Move | undefined> {
  const text = await readFile(moveFile(directory), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const [id = '', state] = text.split(' ');
  return { id, isDone: state === 'done' };
}

export async function writeMove(directory: string, { id, isDone }: Move): Promise<void> {
  await writeDurably(moveFile(directory), isDone ? `${id} done` : id);
}

/** Puts the whole text in place, or leaves what was there. */
async function writeDurably(path: string, text: string): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.write(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

/**
 * Refuses a directory whose tables are elsewhere: a forgotten setting must not make an empty store.
 *
 * @throws `data_directory_of_other_store` or `data_directory_moved`
 */
export async function checkStorePlace(directory: string, place: StorePlace): Promise<void> {
  if (place === 'embedded' && (await readMove(directory)) !== undefined) {
    throw new SondeError('data_directory_moved', { detail: directory });
  }
  const text = await readFile(markerFile(directory), 'utf8').catch(() => undefined);
  if (text === undefined || (text === markerTexts.server) === (place === 'server')) return;
  throw new SondeError('data_directory_of_other_store', { detail: directory });
}

export async function wasWritten(directory: string): Promise<boolean> {
  return stat(markerFile(directory)).then(
    () => true,
    () => false,
  );
}

/**
 * Whether a collector has used this directory, even if it is still starting or a restore is
 * unfinished. True if this user may not read it.
 */
export async function isDataDirectory(directory: string): Promise<boolean> {
  try {
    const names = await readdir(directory);
    return names.some((name) => name.startsWith('sonde-') || name === 'clickhouse');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** The id of the user who wrote the data; undefined without data. */
export async function readDataOwner(directory: string): Promise<number | undefined> {
  return stat(markerFile(directory)).then(
    ({ uid }) => uid,
    () => undefined,
  );
}

/**
 * Whether another process has the engine's files open, by the process id that the engine stores
 * there.
 *
 * Only used after the engine failed to open: process ids are reused after a crash, especially in
 * containers, so the check alone could be wrong.
 */
export async function isHeldByOther(directory: string): Promise<boolean> {
  const text = await readFile(join(engineDirectory(directory), 'status'), 'utf8').catch(() => '');
  const owner = Number(/^PID: (\d+)/m.exec(text)?.[1]);
  if (!(owner > 0) || owner === process.pid) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    // The process is alive and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Bytes that this process may still write to the volume. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Size of the machine, or of the container if that is smaller. */
export function measureMachine(): { totalBytes: number; processors: number } {
  const limit = process.constrainedMemory?.() ?? 0;
  const total = totalmem();
  return {
    totalBytes: limit > 0 && limit < total ? limit : total,
    processors: availableParallelism(),
  };
}
