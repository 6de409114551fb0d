import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { insertLines, insertSettings } from '../insert-lines.js';
import { Database } from '../sql/database.js';
import type { Maintenance } from './remove-rows.js';

/**
 * What is needed to change the tables of a store. Its own statements read all shards; rows of events
 * and of what is derived from them are removed shard by shard.
 */
export interface StoreMaintenance extends Maintenance {
  /** Of the tables of each server alone. The first one has the tables without shards, too. */
  shards: readonly [Maintenance, ...Maintenance[]];
}

/** @param client A connection without commits and queries. */
export function createMaintenance(client: ClickHouseClient, signal: AbortSignal): Maintenance {
  return {
    db: new Database(client),
    command: async (query, parameters = {}) => {
      await client.command({
        query,
        query_params: parameters,
        clickhouse_settings: {
          ...insertSettings,
          max_block_size: '65536',
          // The engine waits for the whole rewrite by default.
          mutations_sync: '0',
          insert_deduplication_token: randomUUID(),
        },
      });
    },
    insert: (table, columns, lines) => insertLines(client, table, columns, lines),
    signal,
  };
}
