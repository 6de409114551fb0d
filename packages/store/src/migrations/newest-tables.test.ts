import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Engine, openChdb } from '../chdb.js';
import { shareMemory } from '../engine-memory.js';
import { migrate, migrations, prepareTables } from '../migrations.js';
import { newestTables } from './newest-tables.js';

let directory: string;
let engine: Engine;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  engine = await openChdb(directory, shareMemory({ totalBytes: 2 ** 30, processors: 2 }));
});

afterEach(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

async function read<Row>(query: string): Promise<Row[]> {
  return (await engine.reader.query({ query, format: 'JSONEachRow' })).json<Row>();
}

/** Each table beside that of the migrations, as the engine states it. */
async function readTables(): Promise<{ name: string; statement: string }[]> {
  return read(`
    SELECT name, replaceAll(formatQuery(create_table_query), '\`', '') AS statement
    FROM system.tables WHERE database = 'sonde' AND name != 'migrations' ORDER BY name`);
}

async function countRows(table: string): Promise<number> {
  const [row] = await read<{ rows: number }>(`SELECT count() AS rows FROM sonde.${table}`);
  return Number(row?.rows);
}

it('are what the migrations make; write them with -u', async () => {
  await migrate(engine.writer);
  const tables = (await readTables()).map(
    ({ name, statement }) => `  {
    name: '${name}',
    statement: \`
${statement.replaceAll('\\', '\\\\')}\`,
  },
`,
  );
  const text = `/** The tables that the migrations make. Written by the test beside it, with -u. */
export const newestTables: readonly { name: string; statement: string }[] = [
${tables.join('')}];
`;
  await expect(text).toMatchFileSnapshot('newest-tables.ts');
});

it('are created for new data', async () => {
  expect(await prepareTables(engine.writer)).toBe(0);
  await expectNewest();
  expect(await prepareTables(engine.writer)).toBe(migrations.length + 1);
});

it('are created again where another version was interrupted while it created them', async () => {
  await prepareTables(engine.writer);
  for (const query of [
    'ALTER TABLE sonde.migrations DELETE WHERE number > 0 SETTINGS mutations_sync = 1',
    'ALTER TABLE sonde.events ADD COLUMN other String',
    'DROP TABLE sonde.catalogs',
  ]) {
    await engine.writer.command({ query });
  }
  expect(await prepareTables(engine.writer)).toBe(0);
  await expectNewest();
});

async function expectNewest(): Promise<void> {
  expect(await readTables()).toEqual(
    newestTables.map(({ name, statement }) => ({ name, statement: statement.trim() })),
  );
  expect(await countRows('secrets')).toBe(1);
  expect(await countRows('commit_marks')).toBe(1);
}

it('are not created in data that an earlier version began to migrate', async () => {
  const first = migrations[0];
  if (first === undefined) throw new Error('no migrations');
  await engine.writer.command({ query: 'CREATE DATABASE sonde' });
  for (const query of first.statements) await engine.writer.command({ query });
  await prepareTables(engine.writer);
  expect((await readTables()).map(({ name }) => name)).toEqual(
    newestTables.map(({ name }) => name),
  );
  expect(await countRows('migrations')).toBe(migrations.length);
});
