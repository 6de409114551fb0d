import { SondeError } from '@sonde/protocol';
import { assembleStore, defaultDiskFloorBytes } from './assemble-store.js';
import { backupPlaces } from './backup/backup-places.js';
import { isRestoreUnfinished } from './backup/restore-backup.js';
import { BackupWriter } from './backup/write-backup.js';
import { type Engine, openChdb } from './chdb.js';
import { textInFile } from './commit-text.js';
import { CommitClock } from './commits/commit-clock.js';
import {
  checkStorePlace,
  engineDirectory,
  isHeldByOther,
  markDataDirectory,
  measureMachine,
  prepareDataDirectory,
  prepareLocalDirectory,
  wasWritten,
} from './data-directory.js';
import { lockDirectory } from './directory-lock.js';
import { shareMemory } from './engine-memory.js';
import { prepareTables } from './migrations.js';
import type { EmbeddedStoreOptions, Store } from './port.js';
import { createVolume } from './storage/volume.js';
import { toOpenError } from './store-errors.js';

/**
 * Opens the store inside this process: ClickHouse, embedded, in its own directory.
 *
 * Linux with glibc, and macOS. Only one process at a time can use a directory, and a process can
 * use one directory at a time.
 *
 * Rejects with `data_directory_not_writable`, `data_directory_in_use`, `data_newer_than_program`,
 * `data_corrupt`, `data_directory_of_other_store`, `disk_full` or `store_platform_unsupported`.
 *
 * @example
 * ```ts
 * const store = await openEmbeddedStore({ directory: './sonde-data' });
 * await store.append({ events: [], quarantined: [] });
 * await store.close();
 * ```
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<Store> {
  const { directory, diskFloorBytes = defaultDiskFloorBytes } = options;
  await prepareLocalDirectory(directory);
  const unlock = await lockDirectory(directory);
  const memory = shareMemory(measureMachine(), options.memoryBytes);
  let engine: Engine | undefined;
  const release = async () => {
    try {
      await engine?.close();
    } finally {
      await unlock();
    }
  };
  try {
    if (await isRestoreUnfinished(directory)) {
      throw new SondeError('restore_unfinished', { detail: directory });
    }
    await checkStorePlace(directory, 'embedded');
    await prepareDataDirectory(directory);
    const written = await wasWritten(directory);
    const places = backupPlaces(directory);
    engine = await openChdb(engineDirectory(directory), memory, places);
    if ((await prepareTables(engine.writer)) === 0 && written) {
      // The engine treats a directory without tables as a new one.
      throw new SondeError('data_corrupt', { detail: `${directory}: its tables are missing` });
    }
    const store = await assembleStore(
      {
        engine,
        shards: [engine],
        backups: new BackupWriter({
          client: engine.recorder,
          dataDirectory: directory,
          diskFloorBytes,
        }),
        volume: createVolume(directory, diskFloorBytes),
        commitText: await textInFile(directory),
        order: new CommitClock(),
        release,
      },
      options,
    );
    await markDataDirectory(directory);
    return store;
  } catch (error) {
    // What failed first is what to report.
    await release().catch(() => {});
    // The engine gives the reason only on stderr.
    if (engine === undefined && (await isHeldByOther(directory))) {
      throw new SondeError('data_directory_in_use', { detail: directory, cause: error });
    }
    throw toOpenError(error, directory);
  }
}
