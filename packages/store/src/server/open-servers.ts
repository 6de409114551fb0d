import { setTimeout as delay } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { derivedTables } from '../derived/tables.js';
import { areMigrated, newestMigration, prepareTables } from '../migrations.js';
import type { ServerStoreOptions } from '../port.js';
import { createOverAll, overAllShards } from './all-shards.js';
import { checkRights, checkServer, checkTables } from './check-server.js';
import { checkShards, identifyServers } from './check-shards.js';
import {
  connectServer,
  createServerClient,
  type LostStatements,
  type ServerConnection,
  type ServerEngine,
} from './connect-server.js';
import { LeaderSessions } from './leader-sessions.js';
import { Leadership } from './leadership.js';
import { readServerAddresses, type ServerAddress } from './server-address.js';
import { ServerCommits } from './server-commits.js';
import { toServerOpenError } from './server-errors.js';

const defaultConnectTimeoutMs = 30_000;
const defaultRequestTimeoutMs = 120_000;
const retryMs = 250;
const briefMs = 1_000;
/** The lock's query never answers. */
const holdMs = 86_400_000;

/** Servers that were checked and have all tables. */
export interface OpenServers {
  /** Clients of the first server, whose statements read all shards. */
  engine: ServerEngine;
  /** Clients for the tables of each server alone. */
  shards: readonly [ServerEngine, ...ServerEngine[]];
  /** Call it when the derived tables exist on all shards. */
  onDerivedCreated: () => Promise<void>;
  commits: ServerCommits;
  leadership: Leadership;
  /** Whether this collector leads from the beginning. */
  leads: boolean;
  close: () => Promise<void>;
}

/**
 * Connects to the servers of a store and checks them. The collector that leads creates or migrates
 * their tables.
 *
 * @throws see `openServerStore`
 */
export async function openServers(options: ServerStoreOptions): Promise<OpenServers> {
  const { connectTimeoutMs = defaultConnectTimeoutMs } = options;
  const connections = readConnections(options);
  const sessions = new LeaderSessions();
  const lost: LostStatements = new Map();
  const timeoutMs = options.requestTimeoutMs ?? defaultRequestTimeoutMs;
  const { engine, shards, onDerivedCreated, ...connected } = connectStore(
    connections,
    (connection, set) => connectServer(connection, timeoutMs, sessions, set, lost),
  );
  const holder = createServerClient(connections[0], holdMs, {});
  const { onFault = () => {} } = options;
  const commits = new ServerCommits({
    clients: [shards[0].asker, ...shards.slice(1).map((shard) => shard.asker)],
    migration: newestMigration,
  });
  const leadership = new Leadership({
    ...{ holder, asker: shards[0].asker, sessions, onFault },
    mayLead: async () => !(await commits.isOverMoved()),
  });
  const close = async () => {
    await leadership.release();
    await commits.close();
    await holder.close();
    await connected.close();
  };
  try {
    const servers = connections.map((connection, i) => ({
      connection,
      client: (shards[i] ?? shards[0]).asker,
      // The only client that waits long enough for a table to be copied.
      maintainer: (shards[i] ?? shards[0]).maintainer,
      index: i,
    }));
    await onEach(servers, ({ connection }) => checkServer(connection, connectTimeoutMs, onFault));
    await onEach(servers, ({ client }) => checkRights(client));
    const leads = await findRole(leadership, shards, options);
    const identified = await identifyServers(
      servers.map(({ connection, client }) => ({ origin: connection.origin, client })),
    );
    if (leads) {
      await onEach(servers, ({ maintainer, index }) =>
        prepareTables(maintainer, () => commits.announceMigration(index)),
      );
    }
    await onEach(servers, ({ client }) => checkTables(client));
    await checkShards(identified);
    await commits.load();
    return { engine, shards, onDerivedCreated, commits, leadership, leads, close };
  } catch (error) {
    await close();
    throw toServerOpenError(error);
  }
}

/** A collector cannot do without a leader that has made the tables. */
async function findRole(
  leadership: Leadership,
  shards: readonly { reader: ClickHouseClient }[],
  { connectTimeoutMs = defaultConnectTimeoutMs, mustLead = false }: ServerStoreOptions,
): Promise<boolean> {
  const began = performance.now();
  const areAllMigrated = async () =>
    (await Promise.all(shards.map(({ reader }) => areMigrated(reader)))).every(Boolean);
  for (;;) {
    if (await leadership.tryLead()) return true;
    const waited = performance.now() - began;
    // The server ends the query of a killed collector within a moment.
    if (!mustLead && waited > briefMs && (await areAllMigrated())) return false;
    if (waited > connectTimeoutMs) throw new SondeError('store_in_use');
    await delay(retryMs);
  }
}

/** One for each address. */
export function readConnections({
  url,
  password = '',
  ca,
}: ServerStoreOptions): [ServerConnection, ...ServerConnection[]] {
  const addresses = readServerAddresses(url);
  const passwords = password.split(/\r?\n/);
  if (passwords.length > 1 && passwords.length !== addresses.length) {
    const needed =
      addresses.length === 1
        ? 'one server needs one line with its password'
        : `${addresses.length} servers need one line with the password of all, or ${addresses.length} lines`;
    throw new SondeError('setting_invalid', { detail: `${needed}, not ${passwords.length} lines` });
  }
  const connect = (address: ServerAddress, i: number) => {
    return { ...address, password: passwords[i] ?? passwords[0] ?? '', ca };
  };
  const [first, ...others] = addresses;
  return [connect(first, 0), ...others.map((address, i) => connect(address, i + 1))];
}

/** Runs the same for all servers at once. An error says which of several it is about. */
export async function onEach<Server extends { connection: ServerConnection }, Result>(
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
  connect: (connection: ServerConnection, set: string) => ServerEngine,
) {
  const shards = connections.map((connection) => connect(connection, '')) as [
    ServerEngine,
    ...ServerEngine[],
  ];
  const isSharded = shards.length > 1;
  const engine = isSharded ? connect(connections[0], 'all-') : shards[0];
  const { reader, analyst, recorder, maintainer, forwarder } = engine;
  if (isSharded) [reader, analyst, recorder, maintainer, forwarder].forEach(overAllShards);
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
