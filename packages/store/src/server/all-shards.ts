import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { derivedTables } from '../derived/tables.js';

/** The cluster of all servers in the configuration of the first one. */
const cluster = 'sonde';

/** Tables with rows on every server, and the names of the tables over all of them. */
const tables = [
  { name: 'sonde.shards', over: 'sonde.all_shards' },
  { name: 'sonde.events', over: 'sonde.all_events' },
  { name: 'system.parts', over: 'sonde.all_system_parts' },
  ...derivedTables.map(({ name }) => ({ name: `sonde.${name}`, over: `sonde.all_${name}` })),
] as const;

type ShardedTable = (typeof tables)[number]['name'];

/**
 * Creates the table over all servers that has the columns of a table of the first one. It has no
 * rows of its own, so it can be created anew whenever the columns may have changed.
 */
export async function createOverAll(first: ClickHouseClient, table: ShardedTable): Promise<void> {
  const over = overAll.get(table);
  await first.command({
    query: `CREATE OR REPLACE TABLE ${over} AS ${table}
      ENGINE = Distributed(${[cluster, ...table.split('.')].join(', ')})`,
  });
}

const overAll: ReadonlyMap<string, string> = new Map(tables.map(({ name, over }) => [name, over]));

/** Literals, which must stay as they are, and names of tables. */
const literalsAndNames = /'[^'\\]*(?:\\.[^'\\]*)*'|\b(?:sonde|system)\.\w+/gs;

/** The same statement over the rows of all servers. */
export function readOverAll(query: string): string {
  return query.replace(literalsAndNames, (found) => overAll.get(found) ?? found);
}

/**
 * What `IN` and `JOIN` read is read once and sent to all servers. Otherwise each would compare with
 * its own rows only, and with none of a table that only the first one has.
 */
const readOnce: ClickHouseSettings = {
  distributed_product_mode: 'global',
  prefer_global_in_and_join: 1,
};

/** Lets statements of a client of the first server read the rows of all servers. */
export function overAllShards(client: ClickHouseClient): ClickHouseClient {
  const query = client.query.bind(client);
  const command = client.command.bind(client);
  const widen = <Statement extends { query: string; clickhouse_settings?: ClickHouseSettings }>(
    statement: Statement,
  ) => ({
    ...statement,
    query: readOverAll(statement.query),
    clickhouse_settings: { ...readOnce, ...statement.clickhouse_settings },
  });
  client.query = (statement) => query(widen(statement));
  client.command = (statement) => command(widen(statement));
  return client;
}
