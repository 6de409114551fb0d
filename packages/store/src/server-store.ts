import { SondeError } from '@sonde/protocol';
import { assembleStore } from './assemble-store.js';
import { literalText } from './commit-text.js';
import { checkStorePlace, markDataDirectory, prepareLocalDirectory } from './data-directory.js';
import { lockDirectory } from './directory-lock.js';
import { type AppliedMigrations, inspectMigrations } from './migrations.js';
import { refuseUnfinishedMove } from './move/move-marks.js';
import type { ServerStoreOptions, Store } from './port.js';
import { checkRights, checkServer, checkTables, describeTables } from './server/check-server.js';
import { connectServer, type ServerConnection } from './server/connect-server.js';
import { LeaderSessions } from './server/leader-sessions.js';
import { type OpenServers, onEach, openServers, readConnections } from './server/open-servers.js';
import { toServerOpenError } from './server/server-errors.js';
import { createServerVolume } from './server/server-volume.js';
import { Database } from './sql/database.js';

const inspectionTimeoutMs = 10_000;

/**
 * Opens the store in the database `sonde` of a ClickHouse server. One collector at a time leads: it
 * creates or migrates the tables. The others take in events, and one of them leads when it is gone.
 * With several servers each is a shard: it has the events of some invocations, and the first one has
 * all other tables, too.
 *
 * The directory is on this machine, for this process alone: events wait there while a server does not
 * take them.
 *
 * Rejects with `setting_invalid`, `store_unreachable`, `store_login_refused`, `store_too_old`,
 * `store_rights_missing`, `store_in_use`, `store_tables_changed`, `store_shards_changed`,
 * `store_cluster_wrong`, `store_unusable`, `move_unfinished`, `data_newer_than_program`,
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
  const { directory } = options;
  await prepareLocalDirectory(directory);
  const unlock = await lockDirectory(directory);
  let servers: OpenServers | undefined;
  try {
    await checkStorePlace(directory, 'server');
    servers = await openServers(options);
    const { engine, shards, onDerivedCreated, commits, leadership, leads, close } = servers;
    await refuseUnfinishedMove(shards[0].maintainer);
    const store = await assembleStore(
      {
        ...{ engine, shards, onDerivedCreated },
        backups: noBackups,
        commitText: literalText,
        order: commits,
        volume: createServerVolume(shards.map(({ reader }) => new Database(reader))),
        leadership: {
          findLeader: () => leadership.find(),
          confirmLead: () => leadership.confirm(),
          keepRole: () => leadership.stop(),
        },
        release: async () => {
          await close();
          await unlock();
        },
      },
      options,
      leads,
    );
    leadership.keep(store);
    await markDataDirectory(directory, 'server');
    return store;
  } catch (error) {
    await servers?.close();
    await unlock();
    throw toServerOpenError(error);
  }
}

/**
 * Inspects the tables of all servers without changing them.
 *
 * @returns What the server with the fewest migrations has; undefined if one has no tables.
 * @throws what {@link openServerStore} throws
 */
export async function inspectServerStore(
  options: ServerStoreOptions,
): Promise<AppliedMigrations | undefined> {
  const servers = readConnections(options).map((connection) => ({ connection }));
  const found = await onEach(servers, ({ connection }) =>
    inspectServer(connection, options.connectTimeoutMs ?? 0),
  );
  return found.reduce((least, one) =>
    least === undefined || (one !== undefined && one.missing <= least.missing) ? least : one,
  );
}

async function inspectServer(
  connection: ServerConnection,
  timeoutMs: number,
): Promise<AppliedMigrations | undefined> {
  const engine = connectServer(connection, inspectionTimeoutMs, new LeaderSessions());
  try {
    await checkServer(connection, timeoutMs);
    // A read-only session has fewer rights.
    await checkRights(engine.asker);
    if ((await describeTables(engine.reader)).length === 0) return undefined;
    const migrations = await inspectMigrations(engine.reader);
    // Earlier versions had other tables.
    if (migrations.missing === 0) await checkTables(engine.reader);
    return migrations;
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
