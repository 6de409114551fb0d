import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChdb } from '../chdb.js';
import { engineDirectory, markDataDirectory, prepareDataDirectory } from '../data-directory.js';
import { openEmbeddedStore } from '../embedded-store.js';
import { shareMemory } from '../engine-memory.js';
import { migrate } from '../migrations.js';
import { queries } from '../queries.js';
import { collect, createStoredEvent } from '../testing/stored-events.js';
import { createTables } from './0001-create-tables.js';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

const receivedAt = Date.UTC(2026, 4, 20);
const day = 86_400_000;

/**
 * Names give the expected result for each event: by the client's clock, when it happened and when
 * it was sent.
 */
const times: [name: string, timestamp: number, sentAt: number | null][] = [
  ['now', receivedAt, receivedAt],
  ['seven days ago', receivedAt - 7 * day, null],
  ['longer ago: doubtful', receivedAt - 7 * day - 1, null],
  ['tomorrow', receivedAt + day, null],
  ['later: doubtful', receivedAt + day + 1, null],
  ['now by a clock that is a year behind', receivedAt - 365 * day, receivedAt - 365 * day],
  ['longer ago by such a clock: doubtful', receivedAt - 373 * day, receivedAt - 365 * day],
];

async function writeBefore(): Promise<void> {
  await prepareDataDirectory(directory);
  const memory = shareMemory({ totalBytes: 2 ** 30, processors: 2 });
  const { writer, close } = await openChdb(engineDirectory(directory), memory);
  await migrate(writer, [createTables]);
  await writer.insert({
    table: 'sonde.events',
    columns: [
      ...['project', 'event', 'invocation_id', 'sequence', 'insert_id', 'timestamp'],
      ...['sent_at', 'received_at', 'properties'],
    ] as [string, ...string[]],
    values: times.map(([name, timestamp, sentAt], index) => [
      ...['default', name, 'before', index + 1, name, timestamp, sentAt, receivedAt, '{}'],
    ]),
    format: 'JSONCompactEachRow',
  });
  await close();
  await markDataDirectory(directory);
}

it('flags existing events, and keeps the flag of new ones', async () => {
  await writeBefore();
  const store = await openEmbeddedStore({ directory });
  await store.append({
    events: [
      createStoredEvent({ invocation_id: 'after', sequence: 1, doubtful_time: true }),
      createStoredEvent({ invocation_id: 'after', sequence: 2, doubtful_time: false }),
    ],
    quarantined: [],
  });
  const exported = await collect(store.exportEvents('default', {}));
  const doubtful = (id: string) =>
    exported
      .filter(({ invocation_id }) => invocation_id === id)
      .sort((a, b) => a.sequence - b.sequence)
      .map(({ doubtful_time }) => doubtful_time);
  expect(doubtful('before')).toEqual(times.map(([name]) => name.endsWith('doubtful')));
  expect(doubtful('after')).toEqual([true, false]);
  const { events } = await store.query(queries.invocation, {
    project: 'default',
    invocation_id: 'before',
  });
  expect(events.map(({ doubtful_time }) => doubtful_time)).toEqual(doubtful('before'));
  await store.close();
});
