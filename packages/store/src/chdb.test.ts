import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Engine, openChdb } from './chdb.js';
import { shareMemory } from './engine-memory.js';

let directory: string;
let engine: Engine;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-chdb-'));
  engine = await openChdb(directory, shareMemory({ totalBytes: 2 ** 31, processors: 2 }));
});
afterEach(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

it('returns nothing of a query that failed while its result was being written', async () => {
  const read = async (query: string) => {
    const result = await engine.reader.query({ query, format: 'JSONEachRow' });
    return result.json();
  };
  const failing = 'SELECT throwIf(number = 3000) FROM numbers(20000) SETTINGS max_block_size = 100';
  // The second one waits for the same connection while the first fails.
  const results = await Promise.allSettled([read(failing), read('SELECT 1 AS one')]);
  expect(results).toMatchObject([
    { status: 'rejected' },
    { status: 'fulfilled', value: [{ one: 1 }] },
  ]);
  expect(await read('SELECT 2 AS two')).toEqual([{ two: 2 }]);
});
