import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { type ClickHouseClient, type ClickHouseSettings, drainStream } from '@clickhouse/client';

export const insertSettings: ClickHouseSettings = {
  async_insert: 0,
  // One block, and the parts of all its months written before the first is made visible.
  input_format_parallel_parsing: 0,
  max_insert_delayed_streams_for_parallel_write: '1000',
  max_partitions_per_insert_block: '0',
  precise_float_parsing: 1,
  // A row in a thread of its own gains nothing, and takes it from what else runs.
  max_threads: 1,
  max_insert_threads: '1',
  // All rows are one literal of the statement.
  max_query_size: '268435456',
  max_block_size: '1000000',
  // Merges do it: fresh parts are small.
  materialize_skip_indexes_on_insert: 0,
};

/** Inserts rows, one line of `JSONCompactEachRow` each, durably and as one block. */
export async function insertLines(
  client: ClickHouseClient,
  table: string,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return;
  // Not `insert`: it takes rows of this format as objects only, to write them out once more.
  const result = await client.exec({
    query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT JSONCompactEachRow`,
    values: Readable.from([lines.join('\n')], { objectMode: false }),
    // A session keeps its settings: without a token of its own an insert would have the last one's.
    clickhouse_settings: { ...insertSettings, insert_deduplication_token: randomUUID() },
  });
  await drainStream(result.stream);
}
