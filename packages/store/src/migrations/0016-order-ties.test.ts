import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, openChdb } from '../chdb.js';
import { shareMemory } from '../engine-memory.js';
import { migrate, migrations } from '../migrations.js';
import { orderTies } from './0016-order-ties.js';

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

const now = Date.UTC(2026, 4, 20);

function insert(rows: { insert_id: string; received_at: number; position?: number }[]) {
  return engine.writer.insert({
    table: 'sonde.events',
    values: rows.map((row) => ({
      ...{ project: 'p', event: 'e', invocation_id: 'i', sequence: 0, properties: '{}' },
      ...{ timestamp: now, sent_at: now, ...row },
    })),
    format: 'JSONEachRow',
  });
}

async function read(final: 'FINAL' | ''): Promise<unknown[]> {
  const result = await engine.reader.query({
    query: `SELECT insert_id, corrected_time - {now:Int64} AS late, position
      FROM sonde.events ${final} ORDER BY insert_id`,
    query_params: { now },
    format: 'JSONEachRow',
  });
  return result.json();
}

it('chooses the version of an event by corrected time, then position, merged or not', async () => {
  await migrate(
    engine.writer,
    migrations.filter(({ number }) => number < orderTies.number),
  );
  const ids = ['later', 'sooner', 'tied'];
  await insert(ids.map((insert_id) => ({ insert_id, received_at: now + 10 })));
  for (const count of orderTies.statements.keys()) {
    for (const query of orderTies.statements.slice(0, count + 1)) {
      await engine.writer.command({ query });
    }
  }
  await insert([
    { insert_id: 'later', received_at: now + 11, position: 0 },
    { insert_id: 'sooner', received_at: now + 9, position: 7 },
    { insert_id: 'tied', received_at: now + 10, position: 7 },
  ]);
  await insert([{ insert_id: 'new', received_at: now, position: 1 }]);
  await insert([{ insert_id: 'new', received_at: now, position: 2 }]);
  const expected = [
    { insert_id: 'later', late: 10, position: 0 },
    { insert_id: 'new', late: 0, position: 1 },
    { insert_id: 'sooner', late: 9, position: 7 },
    { insert_id: 'tied', late: 10, position: 0 },
  ];
  expect(await read('FINAL')).toEqual(expected);
  await engine.writer.command({ query: 'OPTIMIZE TABLE sonde.events FINAL' });
  expect(await read('')).toEqual(expected);
});
