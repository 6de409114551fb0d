import { randomUUID } from 'node:crypto';
import { type ClickHouseClient, ClickHouseError } from '@clickhouse/client';
import { formatQuantity } from '@sonde/analytics/format';
import { SondeError } from '@sonde/protocol';
import { insertSettings } from '../insert-lines.js';
import { createOverAll } from './all-shards.js';

/**
 * `server_id` is the same in all rows of a server. `shards`: the ids of all servers of the store, in
 * order; empty before its first start with several.
 */
const createShards = `
CREATE TABLE IF NOT EXISTS sonde.shards
(
  server_id String,
  shards Array(String)
)
ENGINE = MergeTree
ORDER BY server_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;

const unknownCluster = '701';
const longestReason = 300;

/** A connection to one server of the store. */
interface Server {
  client: ClickHouseClient;
  origin: string;
}

interface IdentifiedServer extends Server {
  id: string;
}

interface KnownShards {
  /** Of all servers, in order; empty if it was never one of several. */
  shards: string[];
  hasEvents: boolean;
}

/**
 * Reads the id of each server, and gives it one before the first use.
 *
 * @throws `setting_invalid` if a server is among them twice
 */
export async function identifyServers(servers: readonly Server[]): Promise<IdentifiedServer[]> {
  const identified: IdentifiedServer[] = [];
  for (const server of servers) {
    const id = await identify(server.client);
    const same = identified.find((other) => other.id === id);
    if (same !== undefined) {
      throw new SondeError('setting_invalid', {
        detail: `SONDE_STORE: ${server.origin} is the same server as ${same.origin}`,
      });
    }
    identified.push({ ...server, id });
  }
  return identified;
}

async function identify(client: ClickHouseClient): Promise<string> {
  await client.command({ query: 'CREATE DATABASE IF NOT EXISTS sonde' });
  await client.command({ query: createShards });
  const read = async () => {
    const result = await client.query({
      query: 'SELECT min(server_id) AS id FROM sonde.shards',
      format: 'JSONEachRow',
    });
    return (await result.json<{ id: string }>())[0]?.id ?? '';
  };
  const known = await read();
  if (known !== '') return known;
  await writeShards(client, randomUUID(), []);
  return read();
}

/**
 * Checks that the data was written with these servers in this order: where an invocation belongs
 * depends on it. The first start with several servers notes them on each.
 *
 * @throws `store_shards_changed`, or `store_cluster_wrong` if the first server cannot reach exactly
 * these as its cluster
 */
export async function checkShards(servers: readonly IdentifiedServer[]): Promise<void> {
  const known = await Promise.all(servers.map(readShards));
  const ids = servers.map(({ id }) => id);
  const recorded = known.find(({ shards }) => shards.length > 0)?.shards;
  if (recorded !== undefined && recorded.join() !== ids.join()) {
    throw changed(describeChange(recorded, servers));
  }
  if (servers.length === 1) return;
  const strange = servers.find((_, i) => known[i]?.shards.length === 0 && known[i]?.hasEvents);
  if (strange !== undefined) {
    throw changed(`${strange.origin} has events that were not divided between servers`);
  }
  await checkCluster(servers);
  for (const [i, { client, id }] of servers.entries()) {
    if (known[i]?.shards.length === 0) await writeShards(client, id, ids);
  }
}

async function readShards({ client }: Server): Promise<KnownShards> {
  const result = await client.query({
    query: `SELECT argMax(known.shards, length(known.shards)) AS shards,
        (SELECT count() > 0 FROM (SELECT 1 FROM sonde.events LIMIT 1)) AS has_events
      FROM sonde.shards AS known`,
    format: 'JSONEachRow',
  });
  const [row] = await result.json<{ shards: string[]; has_events: number | null }>();
  return { shards: row?.shards ?? [], hasEvents: Boolean(row?.has_events) };
}

async function writeShards(client: ClickHouseClient, id: string, shards: string[]): Promise<void> {
  await client.insert({
    table: 'sonde.shards',
    columns: ['server_id', 'shards'],
    values: [[id, shards]],
    format: 'JSONCompactEachRow',
    clickhouse_settings: insertSettings,
  });
}

function describeChange(recorded: readonly string[], servers: readonly IdentifiedServer[]): string {
  if (recorded.length !== servers.length) {
    return `the data is on ${recorded.length} servers, and SONDE_STORE names ${servers.length}`;
  }
  const index = servers.findIndex(({ id }, i) => id !== recorded[i]);
  const { id = '', origin = '' } = servers[index] ?? {};
  const place = recorded.indexOf(id);
  return place === -1
    ? `${origin} is not server ${index + 1} of the data`
    : `${origin} is server ${place + 1} of the data, not ${index + 1}`;
}

function changed(detail: string): SondeError {
  return new SondeError('store_shards_changed', { detail });
}

/** Asks all servers for their ids through the first one, as queries read them. */
async function checkCluster(servers: readonly IdentifiedServer[]): Promise<void> {
  const { client, origin } = servers[0] as IdentifiedServer;
  const found = await readCluster(client).catch((error: unknown) => {
    if (!(error instanceof ClickHouseError)) throw error;
    const reason = error.code === unknownCluster ? 'it has no cluster sonde' : error.message;
    throw wrong(`${origin}: ${reason.slice(0, longestReason)}`, error);
  });
  if (found.length !== servers.length) {
    throw wrong(
      `the cluster on ${origin} has ${formatQuantity(found.length, 'shard')}, and SONDE_STORE names ${formatQuantity(servers.length, 'server')}`,
    );
  }
  const index = servers.findIndex(({ id }, i) => id !== found[i]);
  if (index === -1) return;
  throw wrong(`shard ${index + 1} of the cluster on ${origin} is not ${servers[index]?.origin}`);
}

/** @returns The ids of the servers of the cluster, in its order. */
async function readCluster(first: ClickHouseClient): Promise<string[]> {
  for (const table of ['sonde.shards', 'sonde.events', 'system.parts'] as const) {
    await createOverAll(first, table);
  }
  const result = await first.query({
    query: `SELECT _shard_num AS shard, min(server_id) AS id
      FROM sonde.all_shards GROUP BY shard ORDER BY shard`,
    format: 'JSONEachRow',
  });
  return (await result.json<{ id: string }>()).map(({ id }) => id);
}

function wrong(detail: string, cause?: unknown): SondeError {
  return new SondeError('store_cluster_wrong', { detail, cause });
}
