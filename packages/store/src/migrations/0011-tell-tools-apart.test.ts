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
import { tellToolsApart } from './0011-tell-tools-apart.js';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

const now = Date.UTC(2026, 4, 20);
const day = 86_400_000;
const month = {
  from: new Date(now - 30 * day).toISOString(),
  to: new Date(now + day).toISOString(),
};

/** Data of the earlier version, and a migration that crashed after each statement. */
async function writeBefore(): Promise<void> {
  await prepareDataDirectory(directory);
  const memory = shareMemory({ totalBytes: 2 ** 30, processors: 2 });
  const { writer, close } = await openChdb(engineDirectory(directory), memory);
  await migrate(
    writer,
    migrations.filter(({ number }) => number < tellToolsApart.number),
  );
  const event = { project: 'p', properties: '{}', received_at: now, version: '1.0.0' };
  await writer.insert({
    table: 'sonde.events',
    values: [
      { ...event, event: 'CLI Create Started', flow: 'create', timestamp: now, sequence: 1 },
      { ...event, event: 'Command Completed', timestamp: now + 1, sequence: 2 },
      { ...event, event: 'Command Invoked', invocation_id: 'long', timestamp: now - 40 * day },
      { ...event, event: 'Command Completed', invocation_id: 'long', timestamp: now, sequence: 1 },
    ].map((row) => ({ invocation_id: 'short', insert_id: `${row.event}`, ...row })),
    format: 'JSONEachRow',
  });
  for (const count of tellToolsApart.statements.keys()) {
    for (const query of tellToolsApart.statements.slice(0, count + 1)) {
      await writer.command({ query });
    }
  }
  await close();
  await markDataDirectory(directory);
}

it('answers queries about existing data, however often it is interrupted', async () => {
  await writeBefore();
  const store = await openEmbeddedStore({ directory });
  const page = { limit: 9 };
  const list = async (range: { from: string; to: string }) => {
    const { invocations } = await store.query(queries.invocations, {
      project: 'p',
      ...range,
      ...page,
    });
    return invocations.map(({ invocation_id, events }) => [invocation_id, events]);
  };
  expect(await list(month)).toEqual([['short', 2]]);
  expect(await list({ ...month, from: new Date(now - 50 * day).toISOString() })).toEqual([
    ['short', 2],
    ['long', 2],
  ]);
  const { versions } = await store.query(queries.overview, { project: 'p', ...month });
  expect(versions).toMatchObject([
    { version: '1.0.0', first_seen: new Date(now - 40 * day).toISOString() },
  ]);
  expect((await store.query(queries.flows, { project: 'p', ...month })).flows).toMatchObject([
    { flow: 'create', runs: 1 },
  ]);
  await store.close();
});
