import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../../testing/client-server.js';

const server = createClientServer();
beforeAll(() => server.open());
afterAll(() => server.close());

let count = 0;
const makeName = () => {
  count += 1;
  return `Event ${count}`;
};
const find = async (name: string) => (await server.events()).filter(({ event }) => event === name);
const send = (type: string, payload: object) =>
  server.send('POST', '/api/send', {
    // As version 0.4 sends it; 0.3 has `Node` for `Umami`.
    headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/5.0 Umami/v20.20.2' },
    body: { type, payload: { website: server.key, ...payload } },
  });

test('an event by its name', async () => {
  const name = makeName();
  expect(await send('event', { name, data: { a: 1 } })).toMatchObject({
    ...{ status: 200, type: 'application/json; charset=utf-8', text: '{"ok":true}' },
  });
  expect(await find(name)).toMatchObject([
    { distinct_id: '', user_id: null, anonymous_id: null, properties: { a: 1 } },
  ]);
});

test('an event of a page, with the id of a person', async () => {
  const name = makeName();
  const page = { url: '/docs', title: 'Docs', hostname: 'example.org', language: 'en', tag: 't' };
  const own = { id: 'u7', ip: '203.0.113.7', timestamp: 1_795_860_672 };
  await send('event', { ...page, name, data: { z: 1 }, ...own });
  const [stored] = await find(name);
  expect(stored).toMatchObject({ user_id: 'u7', timestamp: '2026-11-28T10:11:12.000Z' });
  expect(stored?.properties).toEqual({ z: 1, $context: page });
});

test('a view of a page', async () => {
  await send('event', { url: '/docs', title: 'Docs', hostname: 'example.org' });
  expect(await find('$pageview')).toMatchObject([
    { properties: { url: '/docs', title: 'Docs', hostname: 'example.org' } },
  ]);
});

test('an identification has the id among its data', async () => {
  await send('identify', { data: { plan: 'pro', id: 'u7' } });
  await send('identify', { data: { plan: 'free', userId: 8 } });
  await send('identify', { id: 'u9', data: { plan: 'free' } });
  const found = await find('$identify');
  expect(found.map(({ user_id, properties }) => [user_id, properties.$set])).toEqual([
    ['u7', { plan: 'pro', id: 'u7' }],
    ['8', { plan: 'free', userId: 8 }],
    ['u9', { plan: 'free' }],
  ]);
});

test('an unknown website is refused, and nothing is stored', async () => {
  const name = makeName();
  const answer = await send('event', { website: 'another', name });
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.text)).toMatchObject({ code: 401, reason: 'key_unknown' });
  expect(await find(name)).toEqual([]);
});

const key = `"website":"${server.key}"`;
const payload = { website: server.key, name: 'x' };
test.each([
  ['truncated JSON', `{"payload":{${key},"na`, 'body_not_json'],
  ['a list', `[{${key}}]`, 'body_wrong_shape'],
  ['a body without a payload', `{"type":"event",${key}}`, 'body_wrong_shape'],
  ["another family's body", `{"batch":[{"event":"x",${key}}]}`, 'body_wrong_shape'],
  ['an unknown type', { type: 'reset', payload }, 'event_name_invalid'],
  [
    'a name of a wrong type',
    { type: 'event', payload: { ...payload, name: 7 } },
    'event_name_invalid',
  ],
  [
    'an id of a wrong type',
    { type: 'event', payload: { ...payload, id: {} } },
    'event_field_invalid',
  ],
  [
    'a time that is none',
    { type: 'event', payload: { ...payload, timestamp: 'x' } },
    'event_timestamp_invalid',
  ],
  [
    'data that are none',
    { type: 'event', payload: { ...payload, data: 7 } },
    'event_field_invalid',
  ],
  [
    'an event of nearly 5 MB',
    { type: 'event', payload: { ...payload, data: { text: 'x'.repeat(4_900_000) } } },
    'event_too_large',
  ],
])('%s is quarantined, and the client sees a success', async (_what, body, code) => {
  const countOf = async () =>
    (await server.quarantined()).find((entry) => entry.code === code)?.events ?? 0;
  const before = await countOf();
  expect(await server.send('POST', '/api/send/', { body })).toMatchObject({
    ...{ status: 200, text: '{"ok":true}' },
  });
  expect((await countOf()) - before).toBe(1);
});

test.each([
  ['an empty body', ''],
  ['no JSON', 'nonsense'],
])('%s has no key, and is refused', async (_what, body) => {
  expect((await server.send('POST', '/api/send', { body })).status).toBe(401);
});

test('a doubly compressed body is stored', async () => {
  const name = makeName();
  const json = JSON.stringify({ type: 'event', payload: { ...payload, name } });
  await server.send('POST', '/api/send', { body: gzipSync(gzipSync(json)) });
  expect(await find(name)).toHaveLength(1);
});
