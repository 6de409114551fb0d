import { SondeError } from '@sonde/protocol';
import { assembleStore } from './assemble-store.js';
import { literalText } from './commit-text.js';
import { checkStorePlace, markDataDirectory, prepareLocalDirectory } from './data-directory.js';
import { lockDirectory } from './directory-lock.js';
import { type AppliedMigrations, inspectMigrations, migrate, migrations } from './migrations.js';
import type { ServerStoreOptions, Store } from './port.js';
import { checkRights, checkServer, checkTables, describeTables } from './server/check-server.js';
import { CollectorLock } from './server/collector-lock.js';
import { connectServer } from './server/connect-server.js';
import { readServerAddress } from './server/server-address.js';
import { ServerCommits } from './server/server-commits.js';
import { toServerOpenError } from './server/server-errors.js';
import { createServerVolume } from './server/server-volume.js';
import { Database } from './sql/database.js';

const defaultConnectTimeoutMs = 30_000;
const defaultRequestTimeoutMs = 120_000;
const inspectionTimeoutMs = 10_000;

/**
 * Opens the store in the database `sonde` of a ClickHouse server, and creates or migrates its tables.
 *
 * The directory is on this machine, for this process alone: events wait there while the server does
 * not take them.
 *
 * Rejects with `setting_invalid`, `store_unreachable`, `store_login_refused`, `store_too_old`,
 * `store_rights_missing`, `store_in_use`, `store_tables_changed`, `store_unusable`, `data_newer_than_program`,
 * `data_directory_of_other_store`, `data_directory_not_writable` or `data_directory_in_use`.
 *
 * @example
 * ```ts
 * const store = await openServerStore({
 *   url: 'http://sonde@127.0.0.1:8123/sonde',
 *   password: 'secret',
 *   directory: './sonde-data',
 * });
 * await store.close();
 * ```
 */
export async function openServerStore(options: ServerStoreOptions): Promise<Store> {
  const { url, password = '', ca, directory } = options;
  const connection = { ...readServerAddress(url), password, ca };
  await prepareLocalDirectory(directory);
  const unlock = await lockDirectory(directory);
  const { connectTimeoutMs = defaultConnectTimeoutMs } = options;
  let lock: CollectorLock | undefined;
  const engine = connectServer(
    connection,
    options.requestTimeoutMs ?? defaultRequestTimeoutMs,
    () => lock?.check(),
  );
  const commits = new ServerCommits({
    client: engine.commits,
    migration: Math.max(...migrations.map(({ number }) => number)),
  });
  try {
    await checkStorePlace(directory, 'server');
    await checkServer(connection, connectTimeoutMs);
    await checkRights(engine.maintainer);
    const taken = await CollectorLock.take(connection, connectTimeoutMs);
    lock = taken;
    // The only client that waits long enough for a table to be copied.
    await migrate(engine.maintainer, migrations, () => commits.announceMigration());
    await checkTables(engine.maintainer);
    const store = await assembleStore(
      {
        engine,
        backups: noBackups,
        commitText: literalText,
        order: commits,
        volume: createServerVolume(new Database(engine.reader)),
        release: async () => {
          await commits.close();
          await taken.release();
          await engine.close();
          await unlock();
        },
      },
      options,
    );
    await markDataDirectory(directory, 'server');
    return store;
  } catch (error) {
    await lock?.release();
    await engine.close();
    await unlock();
    throw toServerOpenError(error);
  }
}

/**
 * Inspects the tables of a server without changing them.
 *
 * @returns Undefined if there are none.
 * @throws what {@link openServerStore} throws
 */
export async function inspectServerStore(
  options: ServerStoreOptions,
): Promise<AppliedMigrations | undefined> {
  const { url, password = '', ca } = options;
  const connection = { ...readServerAddress(url), password, ca };
  const engine = connectServer(connection, inspectionTimeoutMs, () => {});
  try {
    await checkServer(connection, options.connectTimeoutMs ?? 0);
    // A read-only session has fewer rights.
    await checkRights(engine.maintainer);
    if ((await describeTables(engine.reader)).length === 0) return undefined;
    const migrations = await inspectMigrations(engine.reader);
    // Earlier versions had other tables.
    if (migrations.missing === 0) await checkTables(engine.reader);
    return migrations;
  } catch (error) {
    throw toServerOpenError(error);
  } finally {
    await engine.close();
  }
}

/** The files are the server's. */
const noBackups = {
  async write() {
    throw new SondeError('backup_not_supported');
  },
  async close() {},
};
