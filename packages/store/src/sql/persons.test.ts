import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, openChdb } from '../chdb.js';
import { shareMemory } from '../engine-memory.js';
import { prepareTables } from '../migrations.js';
import { identities } from './persons.js';

let directory: string;
let engine: Engine;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  engine = await openChdb(directory, shareMemory({ totalBytes: 2 ** 30, processors: 2 }));
  await prepareTables(engine.maintainer);
});

afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

it('reads the users of anonymous ids from the projection', async () => {
  await engine.writer.command({
    query: `INSERT INTO sonde.events (project, anonymous_id, user_id)
      SELECT 'p', 'a', 'u' FROM numbers(100000)`,
  });
  // Merged parts have projections.
  await engine.maintainer.command({ query: 'OPTIMIZE TABLE sonde.events FINAL' });
  const plan = await engine.reader.query({
    query: `EXPLAIN ${identities}`,
    query_params: { project: 'p' },
    format: 'JSONEachRow',
  });
  expect(JSON.stringify(await plan.json())).toContain('ReadFromMergeTree (identities)');
});
