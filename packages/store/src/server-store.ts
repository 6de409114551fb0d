import { SondeError } from '@sonde/protocol';
import { assembleStore } from './assemble-store.js';
import { literalText } from './commit-text.js';
import { checkStorePlace, markDataDirectory, prepareLocalDirectory } from './data-directory.js';
import { derivedTables } from './derived/tables.js';
import { lockDirectory } from './directory-lock.js';
import { type AppliedMigrations, inspectMigrations, migrate, migrations } from './migrations.js';
import type { ServerStoreOptions, Store } from './port.js';
import { createOverAll, overAllShards } from './server/all-shards.js';
import { checkRights, checkServer, checkTables, describeTables } from './server/check-server.js';
import { checkShards, identifyServers } from './server/check-shards.js';
import { CollectorLock } from './server/collector-lock.js';
import {
  connectServer,
  type LostStatements,
  type ServerConnection,
  type ServerEngine,
} from './server/connect-server.js';
import { readServerAddresses, type ServerAddress } from './server/server-address.js';
import { ServerCommits } from './server/server-commits.js';
import { toServerOpenError } from './server/server-errors.js';
import { createServerVolume } from './server/server-volume.js';
import { Database } from './sql/database.js';

const defaultConnectTimeoutMs = 30_000;
const defaultRequestTimeoutMs = 120_000;
const inspectionTimeoutMs = 10_000;

/**
 * Opens the store in the database `sonde` of a ClickHouse server, and creates or migrates its tables.
 * With several servers each is a shard: it has the events of some invocations, and the first one has
 * all other tables, too.
 *
 * The directory is on this machine, for this process alone: events wait there while a server does not
 * take them.
 *
 * Rejects with `setting_invalid`, `store_unreachable`, `store_login_refused`, `store_too_old`,
 * `store_rights_missing`, `store_in_use`, `store_tables_changed`, `store_shards_changed`,
 * `store_cluster_wrong`, `store_unusable`, `data_newer_than_program`,
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
  const { directory, connectTimeoutMs = defaultConnectTimeoutMs } = options;
  const connections = readConnections(options);
  await prepareLocalDirectory(directory);
  const unlock = await lockDirectory(directory);
  let lock: CollectorLock | undefined;
  const lost: LostStatements = new Map();
  const timeoutMs = options.requestTimeoutMs ?? defaultRequestTimeoutMs;
  const { engine, shards, onDerivedCreated, close } = connectStore(connections, (connection) =>
    connectServer(connection, timeoutMs, () => lock?.check(), lost),
  );
  const commits = new ServerCommits({
    clients: [shards[0].commits, ...shards.slice(1).map((shard) => shard.commits)],
    migration: Math.max(...migrations.map(({ number }) => number)),
  });
  try {
    await checkStorePlace(directory, 'server');
    const servers = connections.map((connection, i) => ({
      connection,
      // The only client that waits long enough for a table to be copied.
      client: (shards[i] ?? shards[0]).maintainer,
      index: i,
    }));
    await onEach(servers, ({ connection }) => checkServer(connection, connectTimeoutMs));
    await onEach(servers, ({ client }) => checkRights(client));
    const taken = await CollectorLock.take(connections[0], connectTimeoutMs);
    lock = taken;
    const identified = await identifyServers(
      servers.map(({ connection, client }) => ({ origin: connection.origin, client })),
    );
    await onEach(servers, ({ client, index }) =>
      migrate(client, migrations, () => commits.announceMigration(index)),
    );
    await onEach(servers, ({ client }) => checkTables(client));
    await checkShards(identified);
    const store = await assembleStore(
      {
        ...{ engine, shards, onDerivedCreated },
        backups: noBackups,
        commitText: literalText,
        order: commits,
        volume: createServerVolume(shards.map(({ reader }) => new Database(reader))),
        release: async () => {
          await commits.close();
          await taken.release();
          await close();
          await unlock();
        },
      },
      options,
    );
    await markDataDirectory(directory, 'server');
    return store;
  } catch (error) {
    await lock?.release();
    await close();
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
  const engine = connectServer(connection, inspectionTimeoutMs, () => {});
  try {
    await checkServer(connection, timeoutMs);
    // A read-only session has fewer rights.
    await checkRights(engine.maintainer);
    if ((await describeTables(engine.reader)).length === 0) return undefined;
    const migrations = await inspectMigrations(engine.reader);
    // Earlier versions had other tables.
    if (migrations.missing === 0) await checkTables(engine.reader);
    return migrations;
  } finally {
    await engine.close();
  }
}

/** One for each address. */
function readConnections({
  url,
  password = '',
  ca,
}: ServerStoreOptions): [ServerConnection, ...ServerConnection[]] {
  const addresses = readServerAddresses(url);
  const passwords = addresses.length === 1 ? [password] : password.split(/\r?\n/);
  if (passwords.length > 1 && passwords.length !== addresses.length) {
    throw new SondeError('setting_invalid', {
      detail: `${addresses.length} servers need one line with the password of all, or ${addresses.length} lines, not ${passwords.length}`,
    });
  }
  const connect = (address: ServerAddress, i: number) => {
    return { ...address, password: passwords[i] ?? passwords[0] ?? '', ca };
  };
  const [first, ...others] = addresses;
  return [connect(first, 0), ...others.map((address, i) => connect(address, i + 1))];
}

/** Runs the same for all servers at once. An error says which of several it is about. */
async function onEach<Server extends { connection: ServerConnection }, Result>(
  servers: readonly Server[],
  run: (server: Server) => Promise<Result>,
): Promise<Result[]> {
  const results = await Promise.allSettled(servers.map(run));
  return results.map((result, i) => {
    if (result.status === 'fulfilled') return result.value;
    const origin = servers.length > 1 ? servers[i]?.connection.origin : undefined;
    throw toServerOpenError(result.reason, origin);
  });
}

/** @returns The clients that read all shards, and those of the tables of each shard. */
function connectStore(
  connections: readonly [ServerConnection, ...ServerConnection[]],
  connect: (connection: ServerConnection) => ServerEngine,
) {
  const shards = connections.map(connect) as [ServerEngine, ...ServerEngine[]];
  const isSharded = shards.length > 1;
  const engine = isSharded ? connect(connections[0]) : shards[0];
  const { reader, recorder, maintainer, forwarder } = engine;
  if (isSharded) [reader, recorder, maintainer, forwarder].forEach(overAllShards);
  return {
    engine,
    shards,
    async onDerivedCreated() {
      for (const { name } of isSharded ? derivedTables : []) {
        await createOverAll(shards[0].maintainer, `sonde.${name}`);
      }
    },
    async close() {
      await Promise.all([...new Set([engine, ...shards])].map((one) => one.close()));
    },
  };
}

/** The files are the server's. */
const noBackups = {
  async write() {
    throw new SondeError('backup_not_supported');
  },
  async close() {},
};
