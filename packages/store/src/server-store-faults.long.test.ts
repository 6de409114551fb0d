import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ServerStoreOptions, Store } from './port.js';
import { queries } from './queries.js';
import { openServerStore } from './server-store.js';
import { startTestServer, type TestServer } from './test-server/test-server.js';
import {
  countStored,
  createBatch,
  eventsOfBatch,
  startIngest,
  untilWritable,
} from './testing/ingest.js';
import { collect } from './testing/stored-events.js';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.js';

let server: TestServer;
let proxy: TcpProxy;
let root: string;
let directories = 0;
const opened: Store[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  server = await startTestServer();
  proxy = await startTcpProxy(server);
});

afterAll(async () => {
  await proxy.refuse();
  await server.remove();
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  // A failed test leaves its store open, which would lead.
  for (const store of opened.splice(0)) await store.close();
  await server.run('DROP DATABASE IF EXISTS sonde SYNC');
});

async function open(more: Partial<ServerStoreOptions> = {}): Promise<Store> {
  directories += 1;
  const directory = join(root, String(directories));
  const { url, password } = server;
  const options = { url, password, directory, commitIntervalMs: 10, ...more };
  const store = await openServerStore(options);
  opened.push(store);
  return store;
}

const throughProxy = () => ({ url: `http://sonde@127.0.0.1:${proxy.port}/sonde` });

it('has everything it acknowledged, once, after the server was killed during ingest', async () => {
  const store = await open();
  const ingest = startIngest(store);
  for (let round = 0; round < 4; round += 1) {
    const before = ingest.acknowledged.length;
    await expect
      .poll(() => ingest.acknowledged.length, { interval: 5 })
      .toBeGreaterThan(before + 20);
    await server.kill();
    await server.start();
  }
  await ingest.stop();
  await untilWritable(store);
  const counts = await countStored(store);
  expect(ingest.acknowledged.filter((name) => counts.get(name) !== eventsOfBatch)).toEqual([]);
  expect([...counts.values()].filter((count) => count !== eventsOfBatch)).toEqual([]);
  expect([...ingest.failures]).toEqual(['store_unavailable']);
  const range = { from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z', project: 'default' };
  const { totals } = await store.query(queries.overview, range);
  expect(totals.invocations).toBe(counts.size);
  await store.close();
});

it('lets events wait on this machine while the server is away, and stores them once', async () => {
  const options = { directory: join(root, 'waiting') };
  const store = await open(options);
  await store.append(createBatch('before'));
  await server.kill();
  await expect(store.absorb(createBatch('during'))).resolves.toMatchObject({ overflowed: true });
  await expect(store.checkWritable()).rejects.toMatchObject({ code: 'store_unavailable' });
  await expect(collect(store.exportEvents('default', {}))).rejects.toMatchObject({
    code: 'query_unavailable',
  });
  await store.close();
  await expect(open({ ...options, connectTimeoutMs: 500 })).rejects.toMatchObject({
    code: 'store_unreachable',
  });
  // It waits for a server that is starting.
  const opening = open(options);
  await server.start();
  const again = await opening;
  await expect.poll(() => again.overflow.events).toBe(0);
  expect(await countStored(again)).toEqual(
    new Map([
      ['before', eventsOfBatch],
      ['during', eventsOfBatch],
    ]),
  );
  await again.close();
});

it('lets events wait while the server does not answer, and a query fails', async () => {
  const store = await open({ absorbTimeoutMs: 100, requestTimeoutMs: 5_000 });
  await store.append(createBatch('before'));
  server.freeze();
  try {
    await expect(store.absorb(createBatch('during'))).resolves.toMatchObject({ overflowed: true });
    await expect(store.query(queries.tools, { project: 'default' })).rejects.toMatchObject({
      code: 'query_unavailable',
    });
  } finally {
    server.thaw();
  }
  await expect.poll(() => store.overflow.events).toBe(0);
  expect((await countStored(store)).get('during')).toBe(eventsOfBatch);
  await store.close();
});

it('rejects a query whose response is cut off, wherever that is', async () => {
  const store = await open(throughProxy());
  for (let i = 0; i < 20; i += 1) await store.append(createBatch(`batch-${i}`));
  const all = 20 * eventsOfBatch;
  expect(await collect(store.exportEvents('default', {}))).toHaveLength(all);
  for (let bytes = 100; bytes < 200_000; bytes = Math.round(bytes * 1.7)) {
    proxy.cutAfter(undefined);
    proxy.cut();
    await untilWritable(store);
    proxy.cutAfter(bytes);
    const exported = await collect(store.exportEvents('default', {})).catch(({ code }) => code);
    expect(exported === 'query_unavailable' || exported.length === all).toBe(true);
  }
  proxy.cutAfter(undefined);
  await store.close();
});

it('ends a commit whose response was lost before the next one begins', async () => {
  const store = await open({ ...throughProxy() });
  await store.append(createBatch('before'));
  server.freeze();
  const lost = store.append(createBatch('lost')).catch(({ code }) => code);
  await delay(200);
  proxy.cut();
  expect(await lost).toBe('store_unavailable');
  server.thaw();
  await expect
    .poll(() => store.append(createBatch('next')).catch(({ code }) => code), { interval: 20 })
    .toMatchObject({ accepted: eventsOfBatch });
  // The server answers before it takes a statement off its list.
  const countRunning = () =>
    server.run(
      "SELECT count() FROM system.processes WHERE user = 'sonde' AND query LIKE 'INSERT INTO sonde.events %'",
    );
  await expect.poll(async () => (await countRunning()).trim(), { timeout: 1_000 }).toBe('0');
  expect(await store.append(createBatch('lost'))).toMatchObject({ accepted: eventsOfBatch });
  const counts = await countStored(store);
  expect([...counts.values()]).toEqual([eventsOfBatch, eventsOfBatch, eventsOfBatch]);
  await store.close();
});

it('continues after the server refused connections', async () => {
  const store = await open(throughProxy());
  const ingest = startIngest(store);
  await expect.poll(() => ingest.acknowledged.length, { interval: 5 }).toBeGreaterThan(10);
  await proxy.refuse();
  await expect.poll(() => ingest.failures.size, { interval: 5 }).toBe(1);
  await expect(store.query(queries.tools, { project: 'default' })).rejects.toMatchObject({
    code: 'query_unavailable',
  });
  const before = ingest.acknowledged.length;
  await proxy.accept();
  await expect.poll(() => ingest.acknowledged.length).toBeGreaterThan(before + 10);
  await ingest.stop();
  await untilWritable(store);
  const counts = await countStored(store);
  expect(ingest.acknowledged.filter((name) => counts.get(name) !== eventsOfBatch)).toEqual([]);
  await store.close();
});
