import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Store } from '../port.js';
import { queries } from '../queries.js';
import { openServerStore } from '../server-store.js';
import { startTestServer, type TestServer } from '../test-server/test-server.js';
import { createStoredEvent } from '../testing/stored-events.js';
import { commitIdPrefix } from './commit-marks.js';
import { createServerClient } from './connect-server.js';
import { readServerAddresses } from './server-address.js';
import { ServerCommits } from './server-commits.js';

let server: TestServer;
let root: string;
let store: Store;
let commits: ServerCommits;
let client: ReturnType<typeof createServerClient>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  server = await startTestServer();
  const { url, password } = server;
  client = createServerClient({ ...readServerAddresses(url)[0], password }, 30_000, {});
});

afterAll(async () => {
  await client.close();
  await server.remove();
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  await server.run('DROP DATABASE IF EXISTS sonde SYNC');
  const { url, password } = server;
  store = await openServerStore({ url, password, directory: root, deriveIntervalMs: 10 });
  commits = new ServerCommits({ clients: [client], migration: 1_000 });
  return () => store.close();
});

const start = { at: 0, invocation_id: '', sequence: 0, timestamp: 0, position: 0, insert_id: '' };
const range = { from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z', project: 'default' };

const append = (invocation_id: string) =>
  store.append({ events: [createStoredEvent({ invocation_id })], quarantined: [] });

const readNumbers = async () =>
  (await server.run('SELECT committed_at FROM sonde.events ORDER BY committed_at'))
    .trim()
    .split('\n')
    .map(Number);

/** Stores an event slowly, as another collector would, with a number taken at the beginning. */
function insertSlowly(invocation: string, seconds: number): Promise<unknown> {
  const { number, allowed } = commits.begin(1_000);
  return client.command({
    query_id: `${commitIdPrefix}${invocation}`,
    query: `INSERT INTO sonde.events (project, event, invocation_id, insert_id, timestamp, received_at, properties, committed_at)
      SELECT 'default', 'Command Started', '${invocation}', '${invocation}', 1779000000000, 1779000000000, '{}',
        ${number} FROM numbers(${seconds}) WHERE ${allowed} AND sleepEachRow(1) = 0`,
    clickhouse_settings: { max_block_size: '1', function_sleep_max_microseconds_per_block: '0' },
  });
}

it('relies on a server that lists a statement before it reads the floor', async () => {
  const result = await client.query({
    query_id: 'sonde-look',
    query: `SELECT (SELECT count() FROM system.processes WHERE query_id = 'sonde-look') AS listed`,
    format: 'JSONEachRow',
  });
  expect(await result.json()).toEqual([{ listed: 1 }]);
});

it('lists the statements of other users', async () => {
  const slow = insertSlowly('other', 1);
  await expect
    .poll(() => server.run("SELECT count() FROM system.processes WHERE user = 'sonde'"))
    .not.toBe('0\n');
  await slow;
});

it('does not count a commit that is still running as complete', async () => {
  const slow = insertSlowly('slow', 2);
  await delay(500);
  await append('fast');
  const read = await store.forwarding.readCommitted('default', start, 10);
  expect(read.map(({ event }) => event.invocation_id)).toEqual(['slow', 'fast']);
  await slow;
});

it('gives later commits greater numbers, with a clock that is set back too', async () => {
  await append('one');
  const ahead = Date.now() + 86_400_000;
  await server.run(`INSERT INTO sonde.commit_marks (name, value) VALUES ('floor', ${ahead})`);
  await append('two');
  const [one, two] = await readNumbers();
  expect(one).toBeLessThan(ahead);
  expect(two).toBeGreaterThan(ahead);
  await store.derived.fold();
  await append('three');
  expect((await readNumbers())[2]).toBeGreaterThan(Number(two));
  const read = await store.forwarding.readCommitted('default', start, 10);
  expect(read.map(({ event }) => event.invocation_id)).toEqual(['one', 'two', 'three']);
  expect((await store.query(queries.overview, range)).totals.invocations).toBe(3);
});

it('folds and forwards what others store, also with numbers that are ahead', async () => {
  await store.derived.fold();
  const ahead = Date.now() + 86_400_000;
  await server.run(
    `INSERT INTO sonde.events (project, event, invocation_id, insert_id, timestamp, received_at, properties, committed_at)
     VALUES ('default', 'Command Started', 'other', 'other', 1779000000000, 1779000000000, '{}', ${ahead})`,
  );
  await expect
    .poll(() => server.run('SELECT count() FROM sonde.invocations'), { timeout: 10_000 })
    .toBe('1\n');
  expect(await commits.complete()).toBeGreaterThanOrEqual(ahead);
  expect(await store.forwarding.readCommitted('default', start, 10)).toHaveLength(1);
});

it('fails a commit that a newer version does not allow any more', async () => {
  await append('before');
  await server.run("INSERT INTO sonde.commit_marks (name, value) VALUES ('migration', 9999)");
  await expect(append('after')).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(await readNumbers()).toHaveLength(1);
});

it('filters a batch again if more is refused than its collector knew', async () => {
  await append('before');
  await commits.publishRefusals(async () => {});
  await append('after');
  expect(await readNumbers()).toHaveLength(2);
});

it('lets collectors that started before data was moved here neither store nor lead', async () => {
  const { url, password } = server;
  const second = await openServerStore({ url, password, directory: join(root, 'second') });
  const appendTo = (to: Store, invocation_id: string) =>
    to.append({ events: [createStoredEvent({ invocation_id })], quarantined: [] });
  await appendTo(second, 'before');
  await commits.announceMove();
  for (const one of [store, second]) {
    await expect(appendTo(one, 'after')).rejects.toMatchObject({ code: 'store_unavailable' });
  }
  await store.close();
  // It looks every second.
  await delay(2_500);
  expect(second.role).toBe('intake');
  await second.close();
  store = await openServerStore({ url, password, directory: root });
  await appendTo(store, 'restarted');
  const { invocations } = await store.query(queries.invocations, range);
  expect(invocations.map(({ invocation_id }) => invocation_id).sort()).toEqual([
    'before',
    'restarted',
  ]);
});
