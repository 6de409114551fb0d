import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shareOf } from '@sonde/test-share';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerStoreOptions, Store } from './port.js';
import { queries } from './queries.js';
import type { Batch } from './records.js';
import { openServerStore } from './server-store.js';
import { describeAgreement } from './store-agrees-with-fold.case.js';
import { startTestCluster, type TestServer } from './test-server/test-server.js';
import { collect, createStoredEvent } from './testing/stored-events.js';

let servers: readonly TestServer[];
let root: string;
let directories = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

function open(options: Partial<ServerStoreOptions> = {}): Promise<Store> {
  directories += 1;
  const url = servers.map((server) => server.url).join(',');
  const password = servers[0]?.password ?? '';
  return openServerStore({
    ...{ commitIntervalMs: 10, deriveIntervalMs: 20 },
    ...options,
    ...{ url, password, directory: join(root, String(directories)) },
  });
}

async function openPair(options: Partial<ServerStoreOptions> = {}): Promise<[Store, Store]> {
  for (const server of servers) await server.run('DROP DATABASE IF EXISTS sonde SYNC');
  const leader = await open(options);
  const other = await open(options);
  expect([leader.role, other.role]).toEqual(['leader', 'intake']);
  return [leader, other];
}

/** A store whose events arrive at the leader, at another collector, or at both at once. */
async function openSpread(options: Partial<ServerStoreOptions>): Promise<Store> {
  const [leader, other] = await openPair(options);
  let batches = 0;
  const append = async (batch: Batch) => {
    batches += 1;
    if (batches % 3 === 0) return leader.append(batch);
    if (batches % 3 === 1) return other.append(batch);
    const [result] = await Promise.all([leader.append(batch), other.append(batch)]);
    return result;
  };
  const close = async () => {
    await other.close();
    await leader.close();
  };
  return new Proxy(leader, {
    get(target, name) {
      if (name === 'append') return append;
      if (name === 'close') return close;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const range = { from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z', project: 'default' };

const start = { at: 0, invocation_id: '', sequence: 0, timestamp: 0, position: 0, insert_id: '' };

describe.each([
  ['one server', 1],
  ['two servers', 2],
])('two collectors on %s', (_, count) => {
  beforeAll(async () => {
    servers = await startTestCluster(count);
  });
  afterAll(async () => {
    for (const server of servers) await server.remove();
  });

  describeAgreement('with events at either, or at both at once', shareOf(4 / count), openSpread);

  it('deletes a person whose events another collector takes in meanwhile', async () => {
    const [leader, other] = await openPair();
    let isOn = true;
    let count = 0;
    const accepted: number[] = [];
    const ingest = async (store: Store, worker: number) => {
      while (isOn) {
        count += 1;
        const invocation_id = `${worker}-${count}`;
        const event = (user_id: string, sequence: number) =>
          createStoredEvent({ invocation_id: `${invocation_id}-${user_id}`, user_id, sequence });
        const events = [event('ada', 1), event('grace', 1), event('grace', 2)];
        const result = await store.append({ events, quarantined: [] });
        accepted.push(result.accepted);
      }
    };
    const running = [1, 2, 3].map((worker) => ingest(other, worker));
    running.push(ingest(leader, 4));
    await expect.poll(() => accepted.length, { interval: 5 }).toBeGreaterThan(50);
    const receipt = await leader.life.deletePerson(
      'default',
      { user_id: 'ada' },
      { requestedBy: 'admin', refusesLater: true },
    );
    expect(receipt.finished_at).not.toBeNull();
    const after = accepted.length;
    await expect.poll(() => accepted.length, { interval: 5 }).toBeGreaterThan(after + 50);
    isOn = false;
    await Promise.all(running);
    expect(Math.max(...accepted)).toBe(3);
    expect(accepted.at(-1)).toBe(2);
    for (const server of servers) {
      expect(await server.run("SELECT count() FROM sonde.events WHERE user_id = 'ada'")).toBe(
        '0\n',
      );
    }
    const left = await collect(leader.exportEvents('default', {}));
    expect(left).toHaveLength(2 * accepted.length);
    const { totals } = await leader.query(queries.overview, range);
    expect(totals.invocations).toBe(accepted.length);
    await leader.derived.fold();
    expect((await leader.query(queries.overview, range)).totals.invocations).toBe(accepted.length);
    await other.close();
    await leader.close();
  });

  it('keeps forwarding and folding where they were when another collector leads', async () => {
    const [leader, other] = await openPair();
    const append = (store: Store, name: string) =>
      store.append({ events: [createStoredEvent({ invocation_id: name })], quarantined: [] });
    await append(leader, 'one');
    await append(other, 'two');
    await leader.derived.fold();
    const before = await leader.forwarding.readCommitted('default', start, 10);
    await append(other, 'three');
    await leader.close();
    await append(other, 'four');
    await expect.poll(() => other.role).toBe('leader');
    const third = await open();
    await append(third, 'five');
    const place = before.at(-1)?.place ?? start;
    const rest = await other.forwarding.readCommitted('default', place, 10);
    const names = [...before, ...rest].map(({ event }) => event.invocation_id);
    expect(names).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect((await other.query(queries.overview, range)).totals.invocations).toBe(5);
    await third.close();
    await other.close();
  });
});
