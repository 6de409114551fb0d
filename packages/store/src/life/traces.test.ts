import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openChdb } from '../chdb.js';
import { engineDirectory, markDataDirectory, prepareDataDirectory } from '../data-directory.js';
import { openEmbeddedStore } from '../embedded-store.js';
import { shareMemory } from '../engine-memory.js';
import { migrate, migrations } from '../migrations.js';
import type { StoredEvent } from '../records.js';
import { createStoredEvent } from '../testing/stored-events.js';
import { filesWith } from './fixtures/data-files.js';

const memory = shareMemory({ totalBytes: 2 ** 30, processors: 2 });

const page = { limit: 100, cursor: null };

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const months = [2, 3, 4].map((month) => Date.UTC(2026, month, 20));
const user = 'ada.lovelace@example.com';
const installation = 'b54cd0a9-2f07-4f8f-9b1c-51a6f06d1f5e';

/**
 * Puts the id in every possible place: both id columns, the distinct id, properties, an invalid
 * event, a loss report.
 */
function batchOf(month: number, i: number) {
  const events: StoredEvent[] = Array.from({ length: 30 }, (_, n) =>
    createStoredEvent({
      ...{
        invocation_id: `${month}-${i}`,
        sequence: n + 1,
        timestamp: month + i,
        received_at: month,
      },
      ...{ sent_at: null, anonymous_id: installation, user_id: n > 10 ? user : '' },
      distinct_id: n % 2 === 0 ? user : installation,
      properties: { $anon_distinct_id: installation, command: `tool ${n}`, flags: ['a'] },
    }),
  );
  const theirs = createStoredEvent({
    ...{ invocation_id: `theirs ${month}-${i}`, anonymous_id: 'theirs', timestamp: month + i },
  });
  return {
    events: [...events, theirs],
    quarantined: [{ user_id: user }, { context: { anonymousId: installation } }].map((body) => ({
      ...{ project: 'default', received_at: month, index: i, insert_id: `${user} ${i}` },
      ...{ code: 'event_too_large' as const, field: null, message: 'm', body },
    })),
    loss: {
      ...{ project: 'default', batch_id: i === 0 ? user : `${month}-${i}-1`, received_at: month },
      ...{ recorded: 1, sent: 1, dropped: {} },
    },
  };
}

it('leaves no trace of a person in any file', async () => {
  const store = await openEmbeddedStore({ directory, rememberedEvents: 0, commitIntervalMs: 0 });
  const engine = await openChdb(join(directory, 'clickhouse'), memory);
  for (const month of months) {
    for (let i = 0; i < 4; i += 1) await store.append(batchOf(month, i));
  }
  // Merges create projections and indexes.
  await store.derived.fold();
  for (const table of ['events', 'quarantine', 'losses', 'invocations']) {
    await engine.writer.command({ query: `OPTIMIZE TABLE sonde.${table} FINAL` });
  }
  for (const month of months) await store.append(batchOf(month, 5));
  const ids = [user, installation];
  const named = await engine.reader.query({
    query: "SELECT name, toString(uuid) AS uuid FROM system.tables WHERE database = 'sonde'",
    format: 'JSONEachRow',
  });
  const tables = await named.json<{ name: string; uuid: string }>();
  const tablesWith = (text: string) => {
    const files = filesWith(directory, text);
    const found = tables.filter(({ uuid }) => files.some((file) => file.includes(uuid)));
    return found.map(({ name }) => name).sort();
  };
  expect(tablesWith(user)).toEqual(['events', 'invocations', 'losses', 'quarantine']);
  expect(tablesWith(installation)).toEqual(['events', 'invocations', 'quarantine']);
  expect(filesWith(directory, installation).join(' ')).toMatch('identities.proj');

  const receipt = await store.life.deletePerson(
    'default',
    { user_id: user },
    { requestedBy: 'admin', refusesLater: true },
  );
  expect(receipt).toMatchObject({ events: 450, anonymous_ids: 1 });
  for (const id of ids) expect(filesWith(directory, id), id).toEqual([]);
  expect(filesWith(directory, 'theirs')).not.toEqual([]);
  await store.append(batchOf(months[0] as number, 0));
  await store.append(batchOf(months[1] as number, 7));
  await engine.close();
  await store.close();
  for (const id of ids) expect(filesWith(directory, id), id).toEqual([]);
});

it('removes the ids that an earlier version stored with deletions', async () => {
  await prepareDataDirectory(directory);
  const earlier = await openChdb(engineDirectory(directory), memory);
  await migrate(
    earlier.writer,
    migrations.filter(({ number }) => number < 10),
  );
  const insert = (table: string, row: object) =>
    earlier.writer.insert({ table: `sonde.${table}`, values: [row], format: 'JSONEachRow' });
  const pending = 'a9f6c1de-1f0e-4d5e-8a4c-0e0d5a2d7c11';
  for (const [index, anonymous_id] of [installation, pending, 'theirs'].entries()) {
    await insert('events', {
      ...{ project: 'default', event: 'E', invocation_id: `i${index}`, sequence: index },
      ...{ insert_id: `e${index}`, anonymous_id, timestamp: months[0], received_at: months[0] },
      properties: '{}',
    });
  }
  await earlier.writer.command({
    query: `ALTER TABLE sonde.events DELETE WHERE anonymous_id = '${installation}'`,
  });
  const deletion = { project: 'default', requested_at: 1000, finished_at: 0 };
  await insert('deletions', { ...deletion, anonymous_id: installation });
  await insert('deletions', { ...deletion, anonymous_id: installation, finished_at: 2000 });
  await insert('deletions', { ...deletion, anonymous_id: pending });
  await earlier.close();
  await markDataDirectory(directory);
  // Including the statement that deleted.
  expect(filesWith(directory, installation).join(' ')).toMatch('mutation_');

  const store = await openEmbeddedStore({ directory });
  const deletions = async () => (await store.life.deletions('default', page)).deletions;
  await expect
    .poll(async () => (await deletions()).every(({ finished_at }) => finished_at !== null))
    .toBe(true);
  const common = { kind: 'anonymous_id', requested_by: 'installation', refuses_later: true };
  expect(await deletions()).toHaveLength(2);
  expect(await deletions()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...common, finished_at: '1970-01-01T00:00:02.000Z', events: null }),
      expect.objectContaining({ ...common, events: 1 }),
    ]),
  );
  const events = [installation, pending].map((anonymous_id) =>
    createStoredEvent({ anonymous_id, invocation_id: anonymous_id }),
  );
  expect(await store.append({ events, quarantined: [] })).toEqual({ accepted: 0, duplicates: 2 });
  await store.close();
  for (const id of [installation, pending]) expect(filesWith(directory, id), id).toEqual([]);
});
