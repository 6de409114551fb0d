import { open, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { type Engine, openChdb } from '../chdb.js';
import {
  engineDirectory,
  freeBytes,
  markDataDirectory,
  measureMachine,
  prepareDataDirectory,
} from '../data-directory.js';
import { lockDirectory } from '../directory-lock.js';
import { shareMemory } from '../engine-memory.js';
import { migrations } from '../migrations.js';
import { copyOverflow, overflowDirectory } from '../overflow/overflow-directory.js';
import type { RestoreOptions, RestoreSummary } from '../port.js';
import { checkFiles } from './backup-files.js';
import { backupPlaces, openPlaces } from './backup-places.js';
import { backupParts } from './engine-backup.js';
import { syncDirectory, syncTree } from './file-tree.js';
import { type FoundBackup, findBackup, overflowName } from './manifest.js';
import { volumeOwn } from './write-backup.js';

/**
 * Creates a data directory from a backup.
 *
 * The whole backup is checked before anything is written. A file in the data directory marks an
 * unfinished restore: no collector starts on incomplete data, and running the restore again starts
 * over.
 *
 * @throws `backup_incomplete`, `backup_damaged`, `backup_base_unusable`,
 *   `backup_newer_than_program`, `restore_over_data`, `restore_failed`, `volume_too_small`,
 *   `data_directory_in_use`, `data_directory_not_writable`
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreSummary> {
  const { directory, dataDirectory } = options;
  const chain = await findBackup(resolve(directory));
  refuseNewer(chain);
  await refuseData(dataDirectory);
  for (const backup of chain) await checkFiles(backup, { content: true });
  await prepareDataDirectory(dataDirectory);
  const unlock = await lockDirectory(dataDirectory);
  try {
    await clear(dataDirectory);
    await checkSpace(chain, dataDirectory);
    await restore(chain, dataDirectory);
  } finally {
    await unlock();
  }
  const [{ manifest } = { manifest: undefined }] = chain;
  return {
    began_at: manifest?.began_at ?? '',
    version: manifest?.version ?? '',
    tables: manifest?.tables.length ?? 0,
    bytes: sizeOf(chain),
  };
}

function refuseNewer(chain: readonly FoundBackup[]): void {
  const known = Math.max(...migrations.map(({ number }) => number));
  for (const { directory, manifest } of chain) {
    if (manifest.migration <= known) continue;
    throw new SondeError('backup_newer_than_program', {
      detail: `${directory} was written by ${manifest.version}; its tables are at ${manifest.migration}, this program knows up to ${known}`,
    });
  }
}

function restoringFile(dataDirectory: string): string {
  return join(resolve(dataDirectory), 'sonde-restoring');
}

/** Whether a restore into this directory began and did not finish. */
export async function isRestoreUnfinished(dataDirectory: string): Promise<boolean> {
  return stat(restoringFile(dataDirectory)).then(
    () => true,
    () => false,
  );
}

async function refuseData(dataDirectory: string): Promise<void> {
  if (await isRestoreUnfinished(dataDirectory)) return;
  const names = await readdir(dataDirectory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new SondeError('data_directory_not_writable', { detail: dataDirectory, cause: error });
  });
  if (names.every((name) => volumeOwn.has(name))) return;
  throw new SondeError('restore_over_data', { detail: dataDirectory });
}

/** Removes what an unfinished restore left, after marking that another one has begun. */
async function clear(dataDirectory: string): Promise<void> {
  const marker = await open(restoringFile(dataDirectory), 'w', 0o600);
  await marker.sync();
  await marker.close();
  await syncDirectory(resolve(dataDirectory));
  await rm(engineDirectory(dataDirectory), { recursive: true, force: true });
  await rm(overflowDirectory(dataDirectory), { recursive: true, force: true });
  await prepareDataDirectory(dataDirectory);
}

function sizeOf([backup]: readonly FoundBackup[]): number {
  return (backup?.manifest.tables ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
}

async function checkSpace(chain: readonly FoundBackup[], dataDirectory: string): Promise<void> {
  const bytes = sizeOf(chain);
  const free = await freeBytes(dataDirectory);
  if (free > bytes * 1.1) return;
  throw new SondeError('volume_too_small', {
    detail: `${dataDirectory}: the data takes ${Math.ceil(bytes / 1e6)} MB, ${Math.floor(free / 1e6)} MB are free`,
  });
}

async function restore(chain: readonly FoundBackup[], dataDirectory: string): Promise<void> {
  const places = backupPlaces(dataDirectory);
  const links = chain.map(({ directory, manifest }) => ({ id: manifest.id, directory }));
  let engine: Engine | undefined;
  try {
    const opened = await openChdb(
      engineDirectory(dataDirectory),
      shareMemory(measureMachine()),
      places,
    );
    engine = opened;
    await openPlaces(places, links, async () => {
      await opened.writer.command({ query: 'CREATE DATABASE IF NOT EXISTS sonde' });
      for (const part of backupParts) {
        await opened.writer.command({ query: `RESTORE ALL FROM File('${links[0]?.id}/${part}')` });
      }
    });
    await checkTables(opened.writer);
    await opened.close();
    engine = undefined;
    await syncTree(engineDirectory(dataDirectory));
    await restoreOverflow(chain, dataDirectory);
    await markDataDirectory(dataDirectory);
    await rm(restoringFile(dataDirectory));
    await syncDirectory(resolve(dataDirectory));
  } catch (error) {
    await engine?.close();
    if (error instanceof SondeError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new SondeError('restore_failed', {
      detail: message.split('\n', 1)[0] ?? '',
      cause: error,
    });
  }
}

/** Only what waited at the last backup: what waited at earlier ones has been stored since. */
async function restoreOverflow([backup]: readonly FoundBackup[], dataDirectory: string) {
  if (backup === undefined) return;
  const from = join(backup.directory, overflowName);
  if (!backup.manifest.files.some(({ path }) => path.startsWith(`${overflowName}/`))) return;
  await copyOverflow(from, overflowDirectory(dataDirectory));
  await syncTree(overflowDirectory(dataDirectory));
}

/** Reads every part: the engine does not notice if the volume stored only part of a file. */
async function checkTables(client: ClickHouseClient): Promise<void> {
  const ask = async <Row>(query: string) =>
    (await client.query({ query, format: 'JSONEachRow' })).json<Row>();
  const tables = await ask<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = 'sonde' AND engine LIKE '%MergeTree'`,
  );
  for (const { name } of tables) {
    const parts = await ask<{ part_path: string; is_passed: number; message: string }>(
      `CHECK TABLE sonde.${name} SETTINGS check_query_single_value_result = 0`,
    );
    const bad = parts.find(({ is_passed }) => is_passed !== 1);
    if (bad !== undefined) throw new Error(`${name} ${bad.part_path}: ${bad.message}`);
  }
}
