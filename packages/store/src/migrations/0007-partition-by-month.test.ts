import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChdb } from '../chdb.js';
import { engineDirectory, markDataDirectory, prepareDataDirectory } from '../data-directory.js';
import { openEmbeddedStore } from '../embedded-store.js';
import { shareMemory } from '../engine-memory.js';
import { migrate, migrations } from '../migrations.js';
import { queries } from '../queries.js';
import { partitionByMonth } from './0007-partition-by-month.js';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

const receivedAt = Date.UTC(2026, 4, 31);
const range = { from: '2026-04-01T00:00:00.000Z', to: '2026-07-01T00:00:00.000Z' };

/** Data of the earlier version, and a migration that crashed after each statement. */
async function writeBefore(): Promise<void> {
  await prepareDataDirectory(directory);
  const memory = shareMemory({ totalBytes: 2 ** 30, processors: 2 });
  const { writer, close } = await openChdb(engineDirectory(directory), memory);
  const before = migrations.filter(({ number }) => number < 7);
  await migrate(writer, before);
  const insert = (table: string, values: unknown[]) =>
    writer.insert({ table, values, format: 'JSONEachRow' });
  for (const received_at of [receivedAt, receivedAt + 86_400_000]) {
    const dropped = { age: 2 };
    const batch_id = 'reported twice';
    await insert('sonde.losses', [
      { project: 'p', batch_id, received_at, recorded: 5, sent: 3, dropped },
    ]);
    const problem = { code: 'event_too_large', position: 0, message: 'm', body: '{}' };
    await insert('sonde.quarantine', [
      { project: 'p', insert_id: 'sent twice', received_at, ...problem },
    ]);
  }
  for (const { statements } of partitionByMonth) {
    for (const count of statements.keys()) {
      for (const query of statements.slice(0, count + 1)) await writer.command({ query });
    }
    await writer.command({
      query: `INSERT INTO sonde.migrations (number, name) VALUES (${
        partitionByMonth.find((change) => change.statements === statements)?.number
      }, '')`,
    });
  }
  await close();
  await markDataDirectory(directory);
}

it('keeps existing data, without duplicates, however often it is interrupted', async () => {
  await writeBefore();
  const store = await openEmbeddedStore({ directory });
  expect(await store.query(queries.losses, { project: 'p', ...range })).toMatchObject({
    batches: 1,
    recorded: 5,
    lost: 2,
  });
  expect(await store.query(queries.quarantine, { project: 'p', ...range })).toMatchObject({
    events: 1,
    recent: [{ insert_id: 'sent twice', received_at: '2026-05-31T00:00:00.000Z' }],
  });
  // The repeat of an event that arrived the month before does not count again.
  const june = { ...range, from: '2026-06-01T00:00:00.000Z' };
  expect(await store.query(queries.quarantine, { project: 'p', ...june })).toMatchObject({
    events: 0,
  });
  expect(await store.query(queries.losses, { project: 'p', ...june })).toMatchObject({
    batches: 1,
  });
  await store.close();
});
