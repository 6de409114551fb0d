import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ServerStoreOptions, Store } from './port.js';
import { queries } from './queries.js';
import { openServerStore } from './server-store.js';
import { startTestCluster, type TestServer } from './test-server/test-server.js';
import {
  countStored,
  createBatch,
  eventsOfBatch,
  startIngest,
  untilWritable,
} from './testing/ingest.js';
import { collect, createStoredEvent } from './testing/stored-events.js';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.js';

let servers: [TestServer, TestServer];
/** Before the second server. */
let proxy: TcpProxy;
let root: string;
let directories = 0;
const opened: Store[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  servers = (await startTestCluster(2)) as [TestServer, TestServer];
  proxy = await startTcpProxy(servers[1]);
});

afterAll(async () => {
  await proxy.refuse();
  for (const server of servers) await server.remove();
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  // A failed test leaves its store open, which would lead.
  for (const store of opened.splice(0)) await store.close();
  for (const server of servers) await server.run('DROP DATABASE IF EXISTS sonde SYNC');
});

async function open(more: Partial<ServerStoreOptions> = {}): Promise<Store> {
  directories += 1;
  const directory = join(root, String(directories));
  const url = servers.map((server) => server.url).join(',');
  const { password } = servers[0];
  const store = await openServerStore({
    ...{ url, password, directory, commitIntervalMs: 10 },
    ...more,
  });
  opened.push(store);
  return store;
}

const throughProxy = () => ({
  url: `${servers[0].url},http://sonde@127.0.0.1:${proxy.port}/sonde`,
});

const range = { from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z', project: 'default' };

/** What each query answers is known: the invocations that the export has. */
async function checkAnswers(store: Store, acknowledged: readonly string[]): Promise<void> {
  await untilWritable(store);
  const counts = await countStored(store);
  expect(acknowledged.filter((name) => counts.get(name) !== eventsOfBatch)).toEqual([]);
  expect([...counts.values()].filter((count) => count !== eventsOfBatch)).toEqual([]);
  const { totals } = await store.query(queries.overview, range);
  expect(totals.invocations).toBe(counts.size);
  await store.derived.fold();
  expect((await store.query(queries.overview, range)).totals.invocations).toBe(counts.size);
}

/** Asks all the time; an answer is an error, or has everything acknowledged before the question. */
function startQueries(store: Store, acknowledged: readonly string[]) {
  const wrong: string[] = [];
  const codes = new Set<unknown>();
  let answers = 0;
  let isOn = true;
  const run = async () => {
    while (isOn) {
      const least = acknowledged.length;
      try {
        const { totals } = await store.query(queries.overview, range);
        answers += 1;
        if (totals.invocations < least) wrong.push(`${totals.invocations} of ${least}`);
      } catch (error) {
        codes.add((error as { code?: unknown }).code);
        await delay(20);
      }
    }
  };
  const running = run();
  return {
    wrong,
    codes,
    get answers() {
      return answers;
    },
    async stop() {
      isOn = false;
      await running;
    },
  };
}

async function until(store: { acknowledged: readonly string[] }, more: number): Promise<void> {
  const least = store.acknowledged.length + more;
  await expect.poll(() => store.acknowledged.length, { interval: 5 }).toBeGreaterThan(least);
}

it('divides invocations between the servers, each as a whole', async () => {
  const store = await open();
  for (let i = 0; i < 40; i += 1) await store.append(createBatch(`invocation-${i}`));
  const counts: number[] = [];
  for (const [i, server] of servers.entries()) {
    const count = (condition: string) =>
      server.run(`SELECT uniqExact(invocation_id) FROM sonde.events WHERE ${condition}`);
    const shard = 'CRC32(concat(project, char(0), invocation_id)) % 2';
    expect(await count(`${shard} != ${i}`)).toBe('0\n');
    counts.push(Number(await count('true')));
  }
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(Math.min(...counts)).toBeGreaterThan(5);
  const { tables, disk } = await store.query(queries.storage, {});
  expect(tables.find(({ table }) => table === 'events')?.rows).toBe(40 * eventsOfBatch);
  expect(disk.total_bytes).toBeGreaterThan(disk.free_bytes);
  await store.close();
});

it.each([0, 1])(
  'has everything it acknowledged, once, after server %i was killed',
  async (index) => {
    const server = servers[index as 0 | 1];
    const store = await open();
    const ingest = startIngest(store);
    const asking = startQueries(store, ingest.acknowledged);
    for (let round = 0; round < 3; round += 1) {
      await until(ingest, 20);
      await server.kill();
      await delay(100 * round);
      await server.start();
    }
    await until(ingest, 20);
    await ingest.stop();
    await asking.stop();
    expect(asking.wrong).toEqual([]);
    expect(asking.answers).toBeGreaterThan(0);
    expect([...ingest.failures]).toEqual(['store_unavailable']);
    await checkAnswers(store, ingest.acknowledged);
    await store.close();
  },
);

it.each([0, 1])('folds and deletes right after server %i was started again', async (index) => {
  const store = await open({ deriveIntervalMs: 3_600_000 });
  const names = Array.from({ length: 10 }, (_, i) => `before-${i}`);
  for (const name of names) await store.append(createBatch(name));
  await servers[index as 0 | 1].kill();
  await servers[index as 0 | 1].start();
  await untilWritable(store);
  await store.derived.fold();
  const person = { anonymous_id: String(createStoredEvent().anonymous_id) };
  const asked = { requestedBy: 'test', refusesLater: true };
  await store.life.deletePerson('default', person, asked);
  expect(await countStored(store)).toEqual(new Map());
  await store.close();
});

it('lets events wait while one server is away, and queries fail', async () => {
  const options = { directory: join(root, 'waiting') };
  const store = await open(options);
  const names = Array.from({ length: 10 }, (_, i) => `before-${i}`);
  for (const name of names) await store.append(createBatch(name));
  await servers[1].kill();
  const batches = Array.from({ length: 6 }, (_, i) => `during-${i}`);
  // Some are on the other server only, and may be stored.
  const results = await Promise.all(batches.map((name) => store.absorb(createBatch(name))));
  expect(results.some((result) => 'overflowed' in result && result.overflowed)).toBe(true);
  await expect(store.checkWritable()).rejects.toMatchObject({ code: 'store_unavailable' });
  for (const ask of [
    () => collect(store.exportEvents('default', {})),
    () => store.query(queries.overview, range),
    () => store.query(queries.tools, { project: 'default' }),
    () => store.check(),
    () => store.query(queries.storage, {}),
  ]) {
    await expect(ask()).rejects.toMatchObject({ code: 'query_unavailable' });
  }
  await store.close();
  await expect(open({ ...options, connectTimeoutMs: 500 })).rejects.toMatchObject({
    code: 'store_unreachable',
    detail: expect.stringContaining(String(servers[1].port)),
  });
  const opening = open(options);
  await servers[1].start();
  const again = await opening;
  await expect.poll(() => again.overflow.events).toBe(0);
  await checkAnswers(again, [...names, ...batches]);
  await again.close();
});

it('lets events wait while one server does not answer', async () => {
  const store = await open({ absorbTimeoutMs: 100, requestTimeoutMs: 5_000 });
  const names = Array.from({ length: 6 }, (_, i) => `before-${i}`);
  for (const name of names) await store.append(createBatch(name));
  servers[1].freeze();
  const batches = Array.from({ length: 6 }, (_, i) => `during-${i}`);
  try {
    await Promise.all(batches.map((name) => store.absorb(createBatch(name))));
    expect(store.overflow.events).toBeGreaterThan(0);
    await expect(store.query(queries.overview, range)).rejects.toMatchObject({
      code: 'query_unavailable',
    });
  } finally {
    servers[1].thaw();
  }
  await expect.poll(() => store.overflow.events).toBe(0);
  await checkAnswers(store, [...names, ...batches]);
  await store.close();
});

it('continues after one server refused connections', async () => {
  const store = await open(throughProxy());
  const ingest = startIngest(store);
  await until(ingest, 20);
  await proxy.refuse();
  await expect.poll(() => ingest.failures.size, { interval: 5 }).toBe(1);
  await delay(200);
  await proxy.accept();
  await until(ingest, 20);
  await ingest.stop();
  await checkAnswers(store, ingest.acknowledged);
  await store.close();
});

it('ends a commit on one server whose response was lost before the next one on any', async () => {
  const store = await open(throughProxy());
  await store.append(createBatch('before'));
  servers[1].freeze();
  const names = Array.from({ length: 8 }, (_, i) => `lost-${i}`);
  const lost = Promise.all(names.map((name) => store.append(createBatch(name)).catch(() => {})));
  await delay(200);
  proxy.cut();
  await lost;
  servers[1].thaw();
  for (const name of [...names, 'next']) {
    await expect
      .poll(() => store.append(createBatch(name)).catch(({ code }) => code), { interval: 20 })
      .toMatchObject({ duplicates: expect.any(Number) });
  }
  await checkAnswers(store, ['before', 'next', ...names]);
  await store.close();
});

it('is right although the clock of one server is a day ahead', async () => {
  const store = await open({ deriveIntervalMs: 10 });
  await store.append(createBatch('before'));
  // What its clock changes: the numbers of commits that it has seen.
  const ahead = Date.now() + 86_400_000;
  await servers[1].run(`INSERT INTO sonde.commit_marks (name, value) VALUES ('floor', ${ahead})`);
  const names = Array.from({ length: 10 }, (_, i) => `after-${i}`);
  for (const name of names) await store.append(createBatch(name));
  const start = { at: 0, invocation_id: '', sequence: 0, timestamp: 0, position: 0, insert_id: '' };
  const read = await store.forwarding.readCommitted('default', start, 1_000);
  expect(read).toHaveLength(11 * eventsOfBatch);
  await checkAnswers(store, ['before', ...names]);
  await store.append(createBatch('last'));
  const at = read.at(-1)?.place ?? start;
  expect(await store.forwarding.readCommitted('default', at, 1_000)).toHaveLength(eventsOfBatch);
  await store.close();
});

/** Kills the second server once an act has listed what it removes, and starts it again afterwards. */
async function killWhile(act: Promise<unknown>, list: string): Promise<void> {
  await expect
    .poll(() => servers[0].run(`SELECT count() FROM sonde.${list}`), { interval: 1 })
    .not.toBe('0\n');
  await servers[1].kill();
  await act;
  await servers[1].start();
}

it('deletes a person on both servers, also if one is killed meanwhile', async () => {
  const options = { directory: join(root, 'deleting') };
  const store = await open(options);
  const ofPerson = Array.from({ length: 60 }, (_, i) =>
    createStoredEvent({
      invocation_id: `theirs-${i}`,
      anonymous_id: 'person',
      distinct_id: 'person',
    }),
  );
  await store.append({ events: ofPerson, quarantined: [] });
  await store.append(createBatch('other'));
  await store.derived.fold();
  const deleting = store.life
    .deletePerson(
      'default',
      { anonymous_id: 'person' },
      { requestedBy: 'test', refusesLater: true },
    )
    .catch(() => {});
  await killWhile(deleting, 'refusals');
  await store.close();
  const again = await open(options);
  await expect
    .poll(async () => (await again.life.deletions('default', { limit: 1, cursor: null })).deletions)
    .toMatchObject([{ events: 60, finished_at: expect.any(String) }]);
  for (const server of servers) {
    for (const table of ['events', 'invocations', 'derived_stale']) {
      const rows = `SELECT count() FROM sonde.${table} WHERE startsWith(invocation_id, 'theirs')`;
      expect(await server.run(rows)).toBe('0\n');
    }
  }
  await checkAnswers(again, ['other']);
  await again.close();
});

it('deletes what is too old on both servers, also if one is killed meanwhile', async () => {
  const options = { directory: join(root, 'retention') };
  const store = await open(options);
  const month = 31 * 86_400_000;
  const old = Array.from({ length: 60 }, (_, i) =>
    createStoredEvent({
      invocation_id: `old-${i}`,
      timestamp: createStoredEvent().timestamp - (12 + (i % 3)) * month,
      sent_at: null,
    }),
  );
  await store.append({ events: old, quarantined: [] });
  for (const name of ['kept-1', 'kept-2', 'kept-3']) await store.append(createBatch(name));
  await store.derived.fold();
  const before = createStoredEvent().timestamp - 6 * month;
  const deleting = store.life.applyRetention('default', before).catch(() => {});
  await killWhile(deleting, 'expiring');
  await store.close();
  const again = await open(options);
  await expect
    .poll(async () => (await again.life.retentionRuns())[0])
    .toMatchObject({ invocations: 60, finished_at: expect.any(String) });
  for (const server of servers) {
    for (const table of ['events', 'invocations']) {
      const rows = `SELECT count() FROM sonde.${table} WHERE startsWith(invocation_id, 'old')`;
      expect(await server.run(rows)).toBe('0\n');
    }
  }
  await checkAnswers(again, ['kept-1', 'kept-2', 'kept-3']);
  await again.close();
});
