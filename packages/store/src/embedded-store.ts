import { SondeError } from '@sonde/protocol';
import { backupPlaces } from './backup/backup-places.js';
import { isRestoreUnfinished } from './backup/restore-backup.js';
import { BackupWriter } from './backup/write-backup.js';
import { type Engine, openChdb } from './chdb.js';
import { ClickHouseStore } from './clickhouse-store.js';
import {
  engineDirectory,
  isHeldByOther,
  markDataDirectory,
  measureMachine,
  prepareDataDirectory,
  wasWritten,
} from './data-directory.js';
import { lockDirectory } from './directory-lock.js';
import { shareMemory } from './engine-memory.js';
import { readPersonKey } from './life/data-life.js';
import { migrate } from './migrations.js';
import { OverflowDirectory } from './overflow/overflow-directory.js';
import type { EmbeddedStoreOptions, Store } from './port.js';
import { createVolume } from './storage/volume.js';
import { toOpenError } from './store-errors.js';

const defaultCommitIntervalMs = 100;

/** A client repeats soon, or once after an outage. */
const defaultRememberedEvents = 100_000;

/** A slow disk stores this many within some seconds. */
const defaultAbsorbPendingEventsMax = 20_000;

/** The most impatient client waits for five seconds. */
const defaultAbsorbTimeoutMs = 3_000;

/** Queries fold what arrived since; the less often, the fewer rows are folded twice. */
const defaultDeriveIntervalMs = 2_000;

/** Their fold must fit into the memory of a small machine. */
const defaultDeriveChunkEvents = 500_000;

/** Stays free for the engine's own work, mainly merges. */
const defaultDiskFloorBytes = 64_000_000;

/**
 * Opens the store inside this process: ClickHouse, embedded, in its own directory.
 *
 * Linux with glibc, and macOS. Only one process at a time can use a directory, and a process can
 * use one directory at a time.
 *
 * Rejects with `data_directory_not_writable`, `data_directory_in_use`, `data_newer_than_program`,
 * `data_corrupt`, `disk_full` or `store_platform_unsupported`.
 *
 * @example
 * ```ts
 * const store = await openEmbeddedStore({ directory: './sonde-data' });
 * await store.append({ events: [], quarantined: [] });
 * await store.close();
 * ```
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<Store> {
  const { directory, commitIntervalMs = defaultCommitIntervalMs } = options;
  const { diskFloorBytes = defaultDiskFloorBytes } = options;
  await prepareDataDirectory(directory);
  const unlock = await lockDirectory(directory);
  const memory = shareMemory(measureMachine(), options.memoryBytes);
  let engine: Engine | undefined;
  try {
    if (await isRestoreUnfinished(directory)) {
      throw new SondeError('restore_unfinished', { detail: directory });
    }
    const written = await wasWritten(directory);
    const places = backupPlaces(directory);
    const opened = await openChdb(engineDirectory(directory), memory, places);
    engine = opened;
    if ((await migrate(engine.writer)) === 0 && written) {
      // The engine treats a directory without tables as a new one.
      throw new SondeError('data_corrupt', { detail: `${directory}: its tables are missing` });
    }
    const volume = createVolume(directory, diskFloorBytes);
    const store = new ClickHouseStore({
      writer: engine.writer,
      reader: engine.reader,
      recorder: engine.recorder,
      backups: new BackupWriter({
        client: engine.recorder,
        dataDirectory: directory,
        diskFloorBytes,
      }),
      maintainer: engine.maintainer,
      forwarder: engine.forwarder,
      deriver: engine.deriver,
      deriveIntervalMs: options.deriveIntervalMs ?? defaultDeriveIntervalMs,
      deriveChunkEvents: options.deriveChunkEvents ?? defaultDeriveChunkEvents,
      personKey: await readPersonKey(engine.maintainer),
      commitIntervalMs,
      rememberedEvents: options.rememberedEvents ?? defaultRememberedEvents,
      volume,
      overflow: await OverflowDirectory.open({ dataDirectory: directory, volume }),
      absorbPendingEventsMax: options.absorbPendingEventsMax ?? defaultAbsorbPendingEventsMax,
      absorbTimeoutMs: options.absorbTimeoutMs ?? defaultAbsorbTimeoutMs,
      onFault: options.onFault ?? (() => {}),
      onCommit: options.onCommit,
      release: async () => {
        await opened.close();
        await unlock();
      },
    });
    await readOnce(store);
    await markDataDirectory(directory);
    return store;
  } catch (error) {
    await engine?.close();
    await unlock();
    // The engine gives the reason only on stderr.
    if (engine === undefined && (await isHeldByOther(directory))) {
      throw new SondeError('data_directory_in_use', { detail: directory, cause: error });
    }
    throw toOpenError(error, directory);
  }
}

/** Reads real data, so that damage is reported at the start and not by the first query. */
async function readOnce(store: ClickHouseStore): Promise<void> {
  try {
    await store.check();
    await store.warm();
  } catch (error) {
    throw error instanceof SondeError ? error.cause : error;
  }
}
