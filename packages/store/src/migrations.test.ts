import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, openChdb } from './chdb.js';
import { shareMemory } from './engine-memory.js';
import type { Migration } from './migrations/migration.js';
import { migrate, migrations } from './migrations.js';

let directory: string;
let engine: Engine;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  engine = await openChdb(directory, shareMemory({ totalBytes: 2 ** 30, processors: 2 }));
});

afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

const createNumbers: Migration = {
  number: 1,
  name: 'numbers',
  statements: ['CREATE TABLE IF NOT EXISTS sonde.numbers (n UInt8) ENGINE = MergeTree ORDER BY n'],
};
const addOne: Migration = {
  number: 2,
  name: 'one',
  statements: ['INSERT INTO sonde.numbers VALUES (1)'],
};

async function readNumbers(): Promise<unknown[]> {
  const result = await engine.reader.query({
    query: 'SELECT n FROM sonde.numbers',
    format: 'JSONEachRow',
  });
  return result.json();
}

it('applies each migration once, in order', async () => {
  expect(await migrate(engine.writer, [createNumbers])).toBe(0);
  expect(await migrate(engine.writer, [createNumbers, addOne])).toBe(1);
  expect(await migrate(engine.writer, [createNumbers, addOne])).toBe(2);
  expect(await readNumbers()).toEqual([{ n: 1 }]);
});

it('does not touch data that a newer version has migrated', async () => {
  await expect(migrate(engine.writer, [createNumbers])).rejects.toMatchObject({
    code: 'data_newer_than_program',
  });
  expect(await readNumbers()).toEqual([{ n: 1 }]);
});

it('numbers migrations in order', () => {
  const numbers = migrations.map(({ number }) => number);
  expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(numbers);
});
