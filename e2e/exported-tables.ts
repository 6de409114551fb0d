import { extname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

/** The columns of an export, with their types in DuckDB. */
const columns = {
  event: 'VARCHAR',
  distinct_id: 'VARCHAR',
  insert_id: 'VARCHAR',
  timestamp: 'TIMESTAMPTZ',
  sent_at: 'TIMESTAMPTZ',
  received_at: 'TIMESTAMPTZ',
  anonymous_id: 'VARCHAR',
  user_id: 'VARCHAR',
  project_id: 'VARCHAR',
  invocation_id: 'VARCHAR',
  sequence: 'BIGINT',
  flow: 'VARCHAR',
  flow_run_id: 'VARCHAR',
  tool: 'VARCHAR',
  doubtful_time: 'BOOLEAN',
  undeclared: 'VARCHAR',
  properties: 'VARCHAR',
} as const;

/** A query for the rows of an exported file, in their order. */
function rowsOf(path: string): string {
  const typed = Object.entries(columns).map(([name, type]) => `${name}::${type} AS ${name}`);
  switch (extname(path)) {
    case '.parquet':
      // Its own types.
      return `SELECT ${Object.keys(columns).join(', ')} FROM read_parquet('${path}')`;
    case '.csv':
      return `SELECT ${typed.join(', ')}
        FROM read_csv('${path}', all_varchar = true, allow_quoted_nulls = false)`;
    default: {
      const paths = Object.keys(columns).map((name) => `'$.${name}'`);
      const fields = Object.entries(columns).map(([name, type], index) =>
        name === 'properties'
          ? // The text as it is: the last field.
            `line[instr(line, ',"properties":') + 14 : -2] AS properties`
          : `values[${index + 1}]::${type} AS ${name}`,
      );
      return `SELECT ${fields.join(', ')} FROM (
        SELECT json::VARCHAR AS line, json_extract_string(json, [${paths.join(', ')}]) AS values
        FROM read_ndjson_objects('${path}'))`;
    }
  }
}

async function ask(duckdb: DuckDBConnection, query: string) {
  return (await duckdb.runAndReadAll(query)).getRowsJson();
}

/** How many rows a file has. */
export async function countRows(duckdb: DuckDBConnection, path: string): Promise<number> {
  const [row] = await ask(duckdb, `SELECT count(*) FROM (${rowsOf(path)})`);
  return Number(row?.[0]);
}

/** The first rows in which two exported files differ, in any column or in the order. */
export async function findDifferences(
  duckdb: DuckDBConnection,
  first: string,
  second: string,
): Promise<unknown[]> {
  const differ = Object.keys(columns).map((name) => `a.${name} IS DISTINCT FROM b.${name}`);
  return ask(
    duckdb,
    `SELECT a, b FROM (${rowsOf(first)}) a POSITIONAL JOIN (${rowsOf(second)}) b
     WHERE ${differ.join(' OR ')} LIMIT 3`,
  );
}
