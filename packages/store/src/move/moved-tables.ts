import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { Database } from '../sql/database.js';

/** A table to move. */
export interface MovedTable {
  name: string;
  /** All that are not computed from others. */
  columns: readonly string[];
  /** Rows that count: repeats of a key are left out. */
  from: string;
}

/** Made anew by the servers, or only about this place. */
const notMoved = [
  ...['migrations', 'shards', 'moves', 'commit_marks', 'storage_history', 'expiring'],
  ...['invocations', 'flow_parts', 'derived_states', 'derived_stale'],
];

/** Events last: the others are small. */
export async function listTables(db: Database): Promise<MovedTable[]> {
  const rows = await db.rows<{ name: string; engine: string; columns: string[] }>(
    `SELECT name, any(engine) AS engine, groupArray(column) AS columns FROM (
       SELECT tables.name AS name, tables.engine AS engine, columns.name AS column
       FROM system.tables AS tables
       INNER JOIN system.columns AS columns
         ON columns.database = tables.database AND columns.table = tables.name
       WHERE tables.database = 'sonde' AND columns.default_kind NOT IN ('MATERIALIZED', 'ALIAS')
       ORDER BY columns.position)
     WHERE name NOT IN {skipped:Array(String)}
     GROUP BY name ORDER BY name = 'events', name`,
    { skipped: notMoved },
  );
  return rows.map(({ name, engine, columns }) => ({
    name,
    columns: name === 'events' ? placeFirst(columns) : columns,
    from: `sonde.${name}${engine === 'MergeTree' ? '' : ' FINAL'}`,
  }));
}

/** As `divideByShard` reads them. */
function placeFirst(columns: readonly string[]): string[] {
  const first = ['project', 'event', 'invocation_id'];
  return [...first, ...columns.filter((name) => !first.includes(name))];
}

/** Without repeats. */
export async function countRows({ from }: MovedTable, client: ClickHouseClient): Promise<number> {
  const [row] = await new Database(client).rows<{ rows: number }>(
    `SELECT toUInt64(count()) AS rows FROM ${from}
     SETTINGS do_not_merge_across_partitions_select_final = 1`,
  );
  return row?.rows ?? 0;
}

/**
 * Compares the rows of a table with those on the servers.
 *
 * @throws `move_differs`
 */
export async function compareTable(
  { name, columns, from }: MovedTable,
  source: ClickHouseClient,
  targets: readonly ClickHouseClient[],
): Promise<void> {
  const read = async (client: ClickHouseClient) => {
    const [row] = await new Database(client).rows<{ rows: string; hash: string }>(
      `SELECT toString(count()) AS rows,
         toString(sum(cityHash64(toString(tuple(${columns.join(', ')}))))) AS hash FROM ${from}
       SETTINGS do_not_merge_across_partitions_select_final = 1`,
    );
    return { rows: BigInt(row?.rows ?? 0), hash: BigInt(row?.hash ?? 0) };
  };
  const expected = await read(source);
  const found = await Promise.all(targets.map(read));
  const rows = found.reduce((sum, part) => sum + part.rows, 0n);
  const hash = BigInt.asUintN(
    64,
    found.reduce((sum, part) => sum + part.hash, 0n),
  );
  if (rows === expected.rows && hash === expected.hash) return;
  throw new SondeError('move_differs', {
    detail: `${name}: ${expected.rows} rows here, ${rows} on the servers`,
  });
}
