import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Engine, openChdb } from '../chdb.js';
import { openEmbeddedStore } from '../embedded-store.js';
import { shareMemory } from '../engine-memory.js';
import type { Store } from '../port.js';
import { collect, createStoredEvent } from '../testing/stored-events.js';

const memory = shareMemory({ totalBytes: 2 ** 30, processors: 2 });
const byAdministrator = { requestedBy: 'admin@example.com', refusesLater: false };
const byInstallation = { requestedBy: 'installation', refusesLater: true };

const page = { limit: 100, cursor: null };

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** A store, and a direct connection to its engine. Repeats reach the tables. */
async function openWithEngine(): Promise<{
  store: Store;
  engine: Engine;
  close: () => Promise<void>;
}> {
  const store = await openEmbeddedStore({ directory, rememberedEvents: 0, commitIntervalMs: 0 });
  const engine = await openChdb(join(directory, 'clickhouse'), memory);
  return {
    ...{ store, engine },
    close: async () => {
      await store.close();
      await engine.close();
    },
  };
}

const openMutations = async ({ reader }: Engine) => {
  const result = await reader.query({
    query: "SELECT count() AS open FROM system.mutations WHERE NOT is_done AND database = 'sonde'",
    format: 'JSONEachRow',
  });
  return Number((await result.json<{ open: string }>())[0]?.open);
};

const exported = async (store: Store) =>
  (await collect(store.exportEvents('default', {}))).map(({ insert_id }) => insert_id).sort();

it('deletes every version of an event, also those that do not count', async () => {
  const { store, engine, close } = await openWithEngine();
  // Otherwise merges could remove the other versions first.
  await engine.writer.command({ query: 'SYSTEM STOP MERGES sonde.events' });
  const early = { sent_at: 2000, received_at: 1000 };
  const late = { sent_at: 1000, received_at: 1000 };
  const version = (insert_id: string, anonymous_id: string, times: object) =>
    createStoredEvent({ insert_id, anonymous_id, distinct_id: anonymous_id, ...times });
  for (const event of [
    version('of mine', 'mine', early),
    version('of mine', 'theirs', late),
    version('of theirs', 'mine', late),
    version('of theirs', 'theirs', early),
    version('not mine', 'theirs', early),
  ]) {
    await store.append({ events: [event], quarantined: [] });
  }
  const mine = { anonymous_id: 'mine' };
  const ids: (string | null)[] = [];
  for await (const record of store.life.exportPerson('default', mine)) {
    // Of each event, the version with this person.
    if (record.kind === 'event') ids.push(record.event.anonymous_id);
  }
  expect(ids).toEqual(['mine', 'mine']);
  expect(await store.life.previewDeletion('default', mine)).toMatchObject({ events: 2 });
  const deleted = store.life.deletePerson('default', mine, byAdministrator);
  await engine.writer.command({ query: 'SYSTEM START MERGES sonde.events' });
  expect(await deleted).toMatchObject({ events: 2 });
  expect(await exported(store)).toEqual(['not mine']);
  // A repeat counts as a duplicate, whichever ids it has.
  expect(
    await store.append({ events: [version('of mine', 'theirs', late)], quarantined: [] }),
  ).toEqual({ accepted: 0, duplicates: 1 });
  await close();
});

it('commits events while a deletion waits for the engine', async () => {
  const { store, engine, close } = await openWithEngine();
  await store.append({
    events: [createStoredEvent({ anonymous_id: 'mine', insert_id: 'mine' })],
    quarantined: [],
  });
  // While merges are stopped, nothing is rewritten.
  await engine.writer.command({ query: 'SYSTEM STOP MERGES sonde.events' });
  let isDeleted = false;
  const deleted = store.life
    .deletePerson('default', { anonymous_id: 'mine' }, byAdministrator)
    .then((receipt) => {
      isDeleted = true;
      return receipt;
    });
  await expect.poll(() => openMutations(engine)).toBe(1);
  for (const insert_id of ['a', 'b', 'c']) {
    const event = createStoredEvent({ insert_id });
    expect(await store.append({ events: [event], quarantined: [] })).toMatchObject({ accepted: 1 });
  }
  expect([await openMutations(engine), isDeleted]).toEqual([1, false]);
  // An export leaves out what is being deleted, and the receipt says that it is in progress.
  expect(await exported(store)).toEqual(['a', 'b', 'c']);
  expect(await store.life.deletions('default', page)).toMatchObject({
    deletions: [{ finished_at: null, events: null }],
  });
  await engine.writer.command({ query: 'SYSTEM START MERGES sonde.events' });
  expect(await deleted).toMatchObject({ events: 1 });
  expect(await exported(store)).toEqual(['a', 'b', 'c']);
  await close();
});

it('limits deletions by write key separately, and answers at once if no data exists', async () => {
  const { store, engine, close } = await openWithEngine();
  const ids = Array.from({ length: 12 }, (_, i) => `id-${i}`);
  const append = (project: string, all: string[]) =>
    store.append({
      events: all.map((id) =>
        createStoredEvent({ project, anonymous_id: id, distinct_id: id, insert_id: id }),
      ),
      quarantined: [],
    });
  await append('default', ids);
  await append('other', ids);
  // While merges are stopped, nothing is rewritten.
  await engine.writer.command({ query: 'SYSTEM STOP MERGES sonde.events' });
  const erase = (project: string, anonymous_id: string, options = byInstallation) => {
    const deletion = { state: 'under way' };
    store.life.deletePerson(project, { anonymous_id }, options).then(
      ({ events }) => {
        deletion.state = `${events} events`;
      },
      ({ code }) => {
        deletion.state = code;
      },
    );
    return deletion;
  };
  const states = (all: { state: string }[]) => all.map(({ state }) => state);
  const first = ids.slice(0, 10).map((id) => erase('default', id));
  const listed = async () => (await store.life.deletions('default', page)).deletions.length;
  await expect.poll(listed).toBe(10);
  const tooMany = erase('default', 'id-10');
  await expect.poll(() => tooMany.state).toBe('overloaded');
  const others = [erase('other', 'id-1'), erase('default', 'id-11', byAdministrator)];
  const none = erase('default', 'nobody');
  await expect.poll(() => none.state).toBe('0 events');
  expect(states([...first, ...others])).toEqual(Array(12).fill('under way'));
  // Refused all the same; requesting it again adds no rows.
  expect(await append('default', ['nobody'])).toEqual({ accepted: 0, duplicates: 1 });
  const rows = async () => {
    const query = "SELECT count() AS rows FROM sonde.refusals WHERE kind = 'anonymous_id'";
    const result = await engine.reader.query({ query, format: 'JSONEachRow' });
    return Number((await result.json<{ rows: string }>())[0]?.rows);
  };
  const before = await rows();
  for (let round = 0; round < 3; round += 1) {
    const again = erase('default', 'nobody');
    await expect.poll(() => again.state).toBe('0 events');
  }
  expect([await rows(), await listed()]).toEqual([before, 11]);
  await engine.writer.command({ query: 'SYSTEM START MERGES sonde.events' });
  await expect.poll(() => states([...first, ...others])).toEqual(Array(12).fill('1 events'));
  await close();
});

it('closes while a deletion is in progress, and finishes it when it is opened again', async () => {
  const { store, engine, close } = await openWithEngine();
  const events = ['mine', 'theirs'].map((anonymous_id) =>
    createStoredEvent({ anonymous_id, distinct_id: anonymous_id, insert_id: anonymous_id }),
  );
  await store.append({ events, quarantined: [] });
  await engine.writer.command({ query: 'SYSTEM STOP MERGES sonde.events' });
  const deleted = store.life.deletePerson('default', { anonymous_id: 'mine' }, byAdministrator);
  const outcome = expect(deleted).rejects.toMatchObject({ code: 'store_unavailable' });
  await expect.poll(() => openMutations(engine)).toBe(1);
  await close();
  await outcome;
  const again = await openEmbeddedStore({ directory });
  const finished = async () => (await again.life.deletions('default', page)).deletions[0];
  await expect
    .poll(finished)
    .toMatchObject({ finished_at: expect.stringMatching(/Z$/), events: 1 });
  expect(await exported(again)).toEqual(['theirs']);
  await again.close();
});
