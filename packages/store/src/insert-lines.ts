import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { type ClickHouseClient, type ClickHouseSettings, drainStream } from '@clickhouse/client';

export const insertSettings: ClickHouseSettings = {
  async_insert: 0,
  // One block: the parts of all months are written before the first one becomes visible.
  input_format_parallel_parsing: 0,
  max_insert_delayed_streams_for_parallel_write: '1000',
  max_partitions_per_insert_block: '0',
  precise_float_parsing: 1,
  // More threads make a single insert no faster and take time from other work.
  max_threads: 1,
  max_insert_threads: '1',
  // All rows are one literal of the statement.
  max_query_size: '268435456',
  max_block_size: '1000000',
  // Merges build them: fresh parts are small.
  materialize_skip_indexes_on_insert: 0,
};

/** Inserts rows durably and as one block, one line of `JSONCompactEachRow` each. */
export async function insertLines(
  client: ClickHouseClient,
  table: string,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return;
  // Not `insert`: for this format it takes rows only as objects and serialises them again.
  const result = await client.exec({
    query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT JSONCompactEachRow`,
    values: Readable.from([lines.join('\n')], { objectMode: false }),
    // A session keeps its settings: without its own token an insert would reuse the previous one.
    clickhouse_settings: { ...insertSettings, insert_deduplication_token: randomUUID() },
  });
  await drainStream(result.stream);
}
