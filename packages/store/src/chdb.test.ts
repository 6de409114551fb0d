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

const select = async (connection: 'reader' | 'recorder', query: string, query_params: object) => {
  const result = await engine[connection].query({
    query,
    query_params: { ...query_params },
    format: 'JSONCompactEachRow',
  });
  return result.json();
};

it('does not let a statement with parameters wait for those of other connections', async () => {
  const long = select('reader', 'SELECT sleep(3), {x:UInt8}', { x: 1 }).then(() => 'the long one');
  const short = select('recorder', 'SELECT {x:UInt8}', { x: 1 }).then(() => 'the short one');
  expect(await Promise.race([long, short])).toBe('the short one');
  await long;
});

it('reads parameters of any content, and long ones', async () => {
  const texts = ['', `it's \\ "{x:String}" \` $& -- \0 \n\t\r\b\f`, '日本\u{1f980}'];
  for (const x of [...texts, 'z'.repeat(200_000)]) {
    expect(await select('reader', 'SELECT {x:String}', { x })).toEqual([[x]]);
  }
  const x = [...texts, ...Array.from({ length: 20_000 }, (_, i) => `text ${i}`)];
  const found = await select('reader', `SELECT {x:Array(String)}, 'text 7' IN {x:Array(String)}`, {
    x,
  });
  expect(found).toEqual([[x, 1]]);
  expect(await select('reader', 'SELECT {x:Int64} LIMIT {n:UInt64}', { x: -5, n: 1 })).toEqual([
    [-5],
  ]);
});
