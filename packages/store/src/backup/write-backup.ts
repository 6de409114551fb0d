import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { freeBytes, makeDirectory } from '../data-directory.js';
import { copyOverflow, overflowDirectory } from '../overflow/overflow-directory.js';
import type { BackupOptions, BackupSummary } from '../port.js';
import { checkFiles, describeFiles } from './backup-files.js';
import { backupPlaces, openPlaces } from './backup-places.js';
import {
  backupParts,
  checkEngineFiles,
  type EngineFile,
  readEngineFiles,
  writeEngineBackup,
} from './engine-backup.js';
import { syncTree } from './file-tree.js';
import {
  type BackupFile,
  type BackupManifest,
  createBackupId,
  engineName,
  type FoundBackup,
  findBackup,
  manifestDraft,
  newestFormat,
  overflowName,
  writeManifest,
} from './manifest.js';

export interface BackupWriterOptions {
  client: ClickHouseClient;
  dataDirectory: string;
  /** Must stay free on the volume of the data directory. */
  diskFloorBytes: number;
}

/** Entries that a new volume already contains. */
export const volumeOwn: ReadonlySet<string> = new Set(['lost+found']);

/** For the last blocks of the files, and the list of files. */
const extraBytes = 16_000_000;

/** Writes backups of a running store, one at a time. */
export class BackupWriter {
  readonly #options: BackupWriterOptions;
  readonly #closing = new AbortController();
  #running: Promise<unknown> | undefined;

  constructor(options: BackupWriterOptions) {
    this.#options = options;
  }

  /** @throws any code that begins with `backup_`, and `volume_too_small` */
  async write(options: BackupOptions): Promise<BackupSummary> {
    if (this.#running !== undefined) throw new SondeError('backup_running');
    const { signal } = options;
    const stop = AbortSignal.any([this.#closing.signal, ...(signal === undefined ? [] : [signal])]);
    const running = writeBackup(this.#options, options, stop);
    this.#running = running.catch(() => {});
    try {
      return await running;
    } finally {
      this.#running = undefined;
    }
  }

  /** Stops the current backup, and waits until its files are removed. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }
}

async function writeBackup(
  writer: BackupWriterOptions,
  { directory, base, version }: BackupOptions,
  stop: AbortSignal,
): Promise<BackupSummary> {
  const chain = base === undefined ? [] : await findBase(base);
  const isOurs = await prepare(directory, writer.dataDirectory);
  try {
    const needed = await estimate(writer.client, chain);
    await checkSpace(writer, directory, needed + extraBytes);
    const manifest = await writeFiles(writer, { directory, version, chain, stop });
    await writeManifest(directory, manifest);
    return summarise(manifest, directory);
  } catch (error) {
    for (const name of [engineName, overflowName]) {
      await rm(join(directory, name), { recursive: true, force: true });
    }
    await rm(manifestDraft(directory), { force: true });
    if (isOurs) await rmdir(directory).catch(() => {});
    throw toBackupError(error, directory);
  }
}

async function findBase(directory: string): Promise<FoundBackup[]> {
  try {
    const chain = await findBackup(directory);
    for (const backup of chain) await checkFiles(backup, { content: false });
    return chain;
  } catch (error) {
    if (error instanceof SondeError && error.code !== 'backup_base_unusable') {
      throw new SondeError('backup_base_unusable', { detail: error.message, cause: error });
    }
    throw error;
  }
}

/** Creates the directory if it is missing; returns true if it did. */
async function prepare(directory: string, dataDirectory: string): Promise<boolean> {
  const [first] = relative(resolve(dataDirectory), directory).split(sep);
  if (!isAbsolute(directory) || first !== '..') {
    throw new SondeError('backup_directory_unusable', {
      detail: `${directory} is in the data directory`,
    });
  }
  try {
    const isThere = await stat(directory).then(
      () => true,
      () => false,
    );
    if (!isThere) await makeDirectory(directory);
    const names = await readdir(directory);
    if (names.some((name) => !volumeOwn.has(name))) {
      throw new SondeError('backup_directory_not_empty', { detail: directory });
    }
    await mkdir(join(directory, engineName), { mode: 0o700 });
    return !isThere;
  } catch (error) {
    if (error instanceof SondeError) throw error;
    const detail = error instanceof Error ? error.message : directory;
    throw new SondeError('backup_directory_unusable', { detail, cause: error });
  }
}

/**
 * Estimates how many bytes will be copied. Parts never change, so parts in the base are not copied.
 */
async function estimate(client: ClickHouseClient, chain: FoundBackup[]): Promise<number> {
  const [base] = chain;
  const inBase = new Set<string>();
  if (base !== undefined) {
    for (const { name } of await readEngineFiles(join(base.directory, engineName, 'tables'))) {
      inBase.add(name.split('/').slice(2, 4).join('/'));
    }
  }
  const result = await client.query({
    query: `SELECT table || '/' || name AS part, toString(bytes_on_disk) AS bytes
      FROM system.parts WHERE database = 'sonde' AND active`,
    format: 'JSONEachRow',
  });
  const parts = await result.json<{ part: string; bytes: string }>();
  return parts
    .filter(({ part }) => !inBase.has(part))
    .reduce((sum, { bytes }) => sum + Number(bytes), 0);
}

async function checkSpace(
  { dataDirectory, diskFloorBytes }: BackupWriterOptions,
  directory: string,
  neededBytes: number,
): Promise<void> {
  const isSameVolume = (await stat(dataDirectory)).dev === (await stat(directory)).dev;
  const free = await freeBytes(directory);
  const missing = neededBytes + (isSameVolume ? diskFloorBytes : 0) - free;
  if (missing <= 0) return;
  throw new SondeError('volume_too_small', {
    detail: `${directory}: ${megabytes(missing)} too little; the backup takes ${megabytes(neededBytes)}`,
  });
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

async function writeFiles(
  writer: BackupWriterOptions,
  options: { directory: string; version: string; chain: FoundBackup[]; stop: AbortSignal },
): Promise<BackupManifest> {
  const { directory, version, chain, stop } = options;
  const [base] = chain;
  const id = createBackupId();
  const beganAt = new Date();
  const watch = async () => {
    if (stop.aborted) throw new SondeError('backup_failed', { detail: 'it was stopped' });
    await checkSpace(writer, directory, 0);
  };
  // Before the engine's files: what is stored meanwhile is in those.
  const overflow = join(directory, overflowName);
  const hasOverflow = await copyOverflow(overflowDirectory(writer.dataDirectory), overflow);
  const listed = chain.map((found) => ({ id: found.manifest.id, directory: found.directory }));
  const engineFiles = await openPlaces(
    backupPlaces(writer.dataDirectory),
    [{ id, directory }, ...listed],
    async () => {
      const files: EngineFile[] = [];
      for (const part of backupParts) {
        await writeEngineBackup(writer.client, part, { id, baseId: base?.manifest.id, watch });
        files.push(...(await checkEngineFiles(join(directory, engineName, part))));
      }
      return files;
    },
  );
  const files: BackupFile[] = [];
  for (const part of [join(directory, engineName), ...(hasOverflow ? [overflow] : [])]) {
    await syncTree(part);
    files.push(...(await describeFiles(part, directory, watch)));
  }
  return {
    format: newestFormat,
    id,
    version,
    migration: await newestMigration(writer.client),
    began_at: beganAt.toISOString(),
    finished_at: new Date().toISOString(),
    base: base === undefined ? null : { id: base.manifest.id, directory: resolve(base.directory) },
    tables: sumTables(engineFiles),
    files,
  };
}

async function newestMigration(client: ClickHouseClient): Promise<number> {
  const result = await client.query({
    query: 'SELECT max(number) AS newest FROM sonde.migrations',
    format: 'JSONEachRow',
  });
  const [row] = await result.json<{ newest: number }>();
  return row?.newest ?? 0;
}

function sumTables(files: readonly EngineFile[]): BackupManifest['tables'] {
  const sizes = new Map<string, number>();
  for (const { name, bytes } of files) {
    // data/sonde/<table>/… and metadata/sonde/<table>.sql
    const table = basename(name.split('/')[2] ?? '', '.sql');
    if (table !== '') sizes.set(table, (sizes.get(table) ?? 0) + bytes);
  }
  return [...sizes].map(([name, bytes]) => ({ name, bytes }));
}

function summarise(manifest: BackupManifest, directory: string): BackupSummary {
  const { id, began_at, finished_at, base, tables, files } = manifest;
  return {
    id,
    directory,
    base: base?.directory ?? null,
    began_at,
    finished_at,
    tables: tables.length,
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

function toBackupError(error: unknown, directory: string): SondeError {
  if (error instanceof SondeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const { code } = error as { code?: unknown };
  // Files that the engine left too short usually mean a full volume, which it does not report.
  if (code === 'ENOSPC' || / bytes instead of |cut off/.test(message)) {
    return new SondeError('volume_too_small', { detail: directory, cause: error });
  }
  return new SondeError('backup_failed', { detail: message.split('\n', 1)[0] ?? '', cause: error });
}
