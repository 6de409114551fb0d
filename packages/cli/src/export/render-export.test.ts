import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type ExportedEvent, exportedColumns, readColumn } from '@sonde/analytics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExportFormat, exportFormats } from './render-export.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-export-'));
let duckdb: DuckDBConnection;

beforeAll(async () => {
  duckdb = await (await DuckDBInstance.create()).connect();
  await duckdb.run("SET TimeZone = 'Europe/Berlin'");
});
afterAll(() => {
  duckdb.closeSync();
  rmSync(directory, { recursive: true });
});

const plain: ExportedEvent = {
  event: 'Command Invoked',
  distinct_id: 'd',
  insert_id: 'i',
  timestamp: '2026-05-20T12:00:00.001Z',
  sent_at: '2026-05-20T12:00:01.000Z',
  received_at: '2026-05-20T12:00:01.999Z',
  anonymous_id: 'd',
  user_id: 'u',
  project_id: 'p',
  invocation_id: 'v',
  sequence: 1,
  flow: 'f',
  flow_run_id: 'r',
  tool: 't',
  doubtful_time: true,
  undeclared: 'event_undeclared',
  properties: { n: 1 },
};
const bare: ExportedEvent = {
  ...plain,
  distinct_id: '',
  sent_at: null,
  anonymous_id: null,
  user_id: null,
  project_id: null,
  flow: null,
  flow_run_id: null,
  doubtful_time: false,
};
delete bare.tool;
delete bare.undeclared;

const texts = [
  ...['tab\t', 'line\nbreak', 'return\r', 'both\r\n', '"', '""', ',', "'", '\\', '\\N', '\\n'],
  ...[
    'NULL',
    'null',
    'true',
    '007',
    '1e5',
    ' ',
    ' both ends ',
    '=1+1',
    '\ufeff',
    '\u0000',
    'a\u0000b',
  ],
  ...['日本', '🎉', 'e\u0301', '\u2028', '#', '2026-01-01', '{}', '[1]', 'NaN', '\u001f'],
];
const events: ExportedEvent[] = [
  plain,
  bare,
  ...texts.map((text) => ({
    ...plain,
    event: text,
    distinct_id: text,
    user_id: text,
    properties: { [text]: text },
  })),
  ...[2 ** 53 - 1, 2 ** 31, 2 ** 32, 0].map((sequence) => ({ ...plain, sequence })),
  ...[2 ** 53, -(2 ** 53), 1e21, 0.1, 5e-324, -1.5].map((n) => ({ ...plain, properties: { n } })),
  { ...plain, properties: { lone: '\ud800', empty: '', nothing: null, deep: [{ a: [] }] } },
  { ...plain, properties: JSON.parse('{"__proto__":1,"2":1,"1":2}') },
  ...['2000-01-01T00:00:00.000Z', '2099-12-31T23:59:59.999Z', '2026-03-29T01:30:00.000Z'].map(
    (timestamp) => ({ ...plain, timestamp }),
  ),
];

/** Writes the events as a file, from lines in chunks of uneven size. */
async function write(format: ExportFormat, all: readonly ExportedEvent[]): Promise<string> {
  async function* lines() {
    for (let from = 0, size = 1; from < all.length; from += size, size = (size % 7) + 1) {
      yield all.slice(from, from + size).map((event) => JSON.stringify(event));
    }
  }
  const path = join(directory, `${all.length}.${format}`);
  const pieces: Buffer[] = [];
  for await (const piece of exportFormats[format](lines())) pieces.push(Buffer.from(piece));
  writeFileSync(path, Buffer.concat(pieces));
  return path;
}

/** Text gets a first character, because the library drops U+FEFF in that place. */
async function rowsOf(source: string): Promise<unknown[][]> {
  const values = exportedColumns.map(({ name, type }) => {
    if (type === 'time') return `epoch_ms(${name}::TIMESTAMPTZ)`;
    return type === 'text' ? `'.' || ${name}` : name;
  });
  return (await duckdb.runAndReadAll(`SELECT ${values.join(', ')} FROM ${source}`)).getRowsJS();
}

const expected = (all: readonly ExportedEvent[]) =>
  all.map((event) =>
    exportedColumns.map((column) => {
      const value = readColumn(event, column);
      if (value === null) return null;
      if (column.type === 'time') return BigInt(Date.parse(String(value)));
      if (column.type === 'text') return `.${value}`;
      return typeof value === 'number' ? BigInt(value) : value;
    }),
  );

test('DuckDB reads the same values from Parquet, with their types', async () => {
  const path = await write('parquet', events);
  expect(await rowsOf(`read_parquet('${path}')`)).toEqual(expected(events));
  const types = await duckdb.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet('${path}')`);
  expect(Object.fromEntries(types.getRowsJS().map(([name, type]) => [name, type]))).toEqual(
    Object.fromEntries(
      exportedColumns.map(({ name, type }) => [
        name,
        {
          text: 'VARCHAR',
          json: 'VARCHAR',
          time: 'TIMESTAMP WITH TIME ZONE',
          integer: 'BIGINT',
          boolean: 'BOOLEAN',
        }[type],
      ]),
    ),
  );
});

test('DuckDB reads the same values from CSV, if it takes fields as text', async () => {
  const path = await write('csv', events);
  const rows = await rowsOf(
    `(SELECT * REPLACE (sequence::BIGINT AS sequence, doubtful_time::BOOLEAN AS doubtful_time)
      FROM read_csv('${path}', all_varchar = true, allow_quoted_nulls = false))`,
  );
  expect(rows).toEqual(expected(events));
});

test('ndjson is the lines as they came', async () => {
  const path = await write('ndjson', events);
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => JSON.parse(line))).toEqual(events);
});

test.each(['parquet', 'csv'] as const)('%s without events has all columns', async (format) => {
  const path = await write(format, []);
  const result = await duckdb.runAndReadAll(`SELECT * FROM '${path}'`);
  expect(result.columnNames()).toEqual(exportedColumns.map(({ name }) => name));
  expect(result.currentRowCount).toBe(0);
});

test('large events make smaller row groups', async () => {
  const large = Array.from({ length: 40 }, (_, index) => ({
    ...plain,
    properties: { text: String(index).repeat(1_000_000) },
  }));
  const path = await write('parquet', large);
  const groups = await duckdb.runAndReadAll(
    `SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('${path}') ORDER BY 1`,
  );
  expect(groups.currentRowCount).toBeGreaterThan(1);
  expect(await rowsOf(`read_parquet('${path}')`)).toEqual(expected(large));
});
