import { setTimeout as delay } from 'node:timers/promises';
import { openEmbeddedStore, type Store, type StoredEvent } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { generateKey } from '../team/keys.js';
import { createTestDirectory } from '../testing/collector-process.js';
import { LiveFeed } from './live-feed.js';
import { streamLive } from './live-stream.js';

const directory = createTestDirectory();
const now = Date.UTC(2026, 4, 20, 12);
const readKey = generateKey('read');
let store: Store;
let app: FastifyInstance;
let url: string;

const live = { pollMs: 20, heartbeatMs: 200, readersMax: 2, behindMax: 300 };

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data'), commitIntervalMs: 0 });
  app = await createCollector({ store, live, now: () => now });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await store.close();
  directory.remove();
});

let count = 0;
async function append(...events: Partial<StoredEvent>[]): Promise<void> {
  const complete = events.map((event): StoredEvent => {
    count += 1;
    return {
      ...{ project: 'default', event: 'Noted', insert_id: `e${count}`, distinct_id: 'd' },
      ...{ timestamp: now, sent_at: null, received_at: now, anonymous_id: '', user_id: '' },
      ...{ project_id: '', flow: '', flow_run_id: '', invocation_id: 'run', sequence: count },
      ...{ tool: '', position: 0, doubtful_time: false, undeclared: '', properties: {}, ...event },
    };
  });
  await store.append({ events: complete, quarantined: [] });
}

/** A reader that collects messages until it is closed. */
async function follow(query = '', headers: Record<string, string> = {}) {
  const ended = new AbortController();
  const response = await fetch(`${url}/api/v1/live?${query}`, { headers, signal: ended.signal });
  let text = '';
  const reading = (async () => {
    if (response.body === null) return;
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) text += chunk;
  })().catch(() => {});
  const messages = () =>
    text
      .split('\n\n')
      .slice(0, -1)
      .map((message) =>
        Object.fromEntries(message.split('\n').map((line) => line.split(/: (.*)/s))),
      );
  return {
    response,
    text: () => text,
    stored: () =>
      messages()
        .filter(({ event }) => event === 'stored')
        .map(({ data }) => JSON.parse(data)),
    of: (kind: string) => messages().filter(({ event }) => event === kind),
    lastId: () => String(messages().findLast(({ id }) => id !== undefined)?.id),
    async close() {
      ended.abort();
      await reading;
      // The collector notices it a moment later.
      await delay(100);
    },
  };
}

const names = (events: { insert_id: string }[]) => events.map(({ insert_id }) => insert_id);

test('a reader gets events once they are stored, in order, and continues where it was', async () => {
  await append({ insert_id: 'before' });
  const first = await follow();
  expect(first.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(first.response.headers.get('x-accel-buffering')).toBe('no');
  await append({ insert_id: 'a', properties: { plan: 'pro' } }, { insert_id: 'b' });
  await append({ insert_id: 'b' }, { insert_id: 'c' });
  await expect.poll(() => names(first.stored())).toEqual(['a', 'b', 'c']);
  expect(first.stored()[0]).toMatchObject({
    ...{ event: 'Noted', properties: { plan: 'pro' }, corrected_time: '2026-05-20T12:00:00.000Z' },
  });
  const id = first.lastId();
  await first.close();
  await append({ insert_id: 'd' });
  const second = await follow('', { 'last-event-id': id });
  await append({ insert_id: 'e' });
  await expect.poll(() => names(second.stored())).toEqual(['d', 'e']);
  await second.close();
});

test('filters by the properties of the event and by its name, and does not read it again', async () => {
  const reader = await follow('event=Built&event=Noted&version=1.2.0&is_ci=false');
  await append(
    { insert_id: 'wanted', event: 'Built', properties: { version: '1.2.0' } },
    { insert_id: 'other-name', event: 'Other', properties: { version: '1.2.0' } },
    { insert_id: 'other-version', properties: { version: '1.3.0' } },
    { insert_id: 'in-ci', properties: { version: '1.2.0', is_ci: true } },
  );
  await expect.poll(() => names(reader.stored())).toEqual(['wanted']);
  await expect.poll(() => reader.text()).toContain(': still here');
  const id = reader.lastId();
  await reader.close();
  const all = await follow('', { 'last-event-id': id });
  await append({ insert_id: 'next' });
  await expect.poll(() => names(all.stored())).toEqual(['next']);
  await all.close();
});

test('a reader that is too far behind gets the number of events it missed', async () => {
  const first = await follow();
  await expect.poll(() => first.lastId()).not.toBe('undefined');
  const id = first.lastId();
  await first.close();
  await append(...Array.from({ length: 301 }, () => ({})));
  const late = await follow('', { 'last-event-id': id });
  await expect.poll(() => late.of('skipped').map(({ data }) => data)).toEqual(['{"events":301}']);
  await append({ insert_id: 'new' });
  await expect.poll(() => names(late.stored())).toEqual(['new']);
  await late.close();
});

test('nothing is read for a reader that does not read; then it misses the rest', async () => {
  const { forwarding } = store;
  let reads = 0;
  const feed = new LiveFeed({
    getForwarding: () => ({
      lastCommit: forwarding.lastCommit,
      countCommitted: (...of) => forwarding.countCommitted(...of),
      readCommitted: (...of) => {
        reads += 1;
        return forwarding.readCommitted(...of);
      },
    }),
    behindMax: 300,
  });
  const { signal, leave } = feed.join('default');
  const stream = streamLive({
    ...{ feed, project: 'default', start: feed.end, signal, isWanted: () => true },
    checkAccess: () => {},
    describeProblem: () => ({}),
  });
  await append(...Array.from({ length: 10 }, () => ({})));
  await stream.next();
  expect((await stream.next()).value?.match(/event: stored/g)).toHaveLength(10);
  await append(...Array.from({ length: 400 }, () => ({})));
  expect(reads).toBe(1);
  expect((await stream.next()).value).toContain('event: skipped\ndata: {"events":400}');
  leave();
  expect((await stream.next()).done).toBe(true);
});

test('the number of readers of a project is bounded', async () => {
  const readers = [await follow(), await follow()];
  const third = await follow();
  expect([third.response.status, third.response.headers.get('retry-after')]).toEqual([429, '5']);
  await expect.poll(third.text).toContain('live_readers_exceeded');
  await readers[0]?.close();
  const again = await follow();
  expect(again.response.status).toBe(200);
  for (const reader of [...readers, again]) await reader.close();
});

test.each([
  ['colour=red', {}, 'parameter_invalid'],
  ['from=2026-01-01T00:00:00.000Z', {}, 'parameter_invalid'],
  ['is_ci=perhaps', {}, 'parameter_invalid'],
  ['', { 'last-event-id': 'nonsense' }, 'parameter_invalid'],
  [
    '',
    { 'last-event-id': Buffer.from('[-1,"",0,0,0,""]').toString('base64url') },
    'parameter_invalid',
  ],
  ['project=nowhere', {}, 'project_not_found'],
])('?%s with %j is refused', async (query, headers, code) => {
  const reader = await follow(query, headers);
  expect(reader.response.status).toBeGreaterThanOrEqual(400);
  await expect.poll(reader.text).toContain(code);
});

test('a reader needs access, and a stop does not wait for readers', async () => {
  const guarded = await createCollector({
    ...{ store, live, requireAccounts: true, now: () => now },
    declared: {
      projects: [{ id: 'default', title: 'Default', retentionMonths: null }],
      keys: [{ hash: readKey.hash, project: 'default', kind: 'read', name: 'reports' }],
    },
  });
  const address = await guarded.listen({ host: '127.0.0.1', port: 0 });
  const denied = await fetch(`${address}/api/v1/live`);
  expect(denied.status).toBe(401);
  expect(await denied.json()).toMatchObject({ code: 'sign_in_required' });
  const allowed = await fetch(`${address}/api/v1/live`, { headers: { 'x-api-key': readKey.key } });
  expect(allowed.status).toBe(200);
  // A stop does not wait for readers.
  await guarded.close();
  await allowed.text();
});
