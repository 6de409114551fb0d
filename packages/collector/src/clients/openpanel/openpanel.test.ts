import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../../testing/client-server.js';

const server = createClientServer();
beforeAll(() => server.open());
afterAll(() => server.close());

type JsonObject = Record<string, unknown>;
/** The headers of version 1.3.1. */
const headers = {
  'content-type': 'application/json',
  'openpanel-client-id': 'an-id',
  'openpanel-client-secret': server.key,
  'openpanel-sdk-name': 'node',
  'openpanel-sdk-version': '1.3.1',
  'user-agent': 'node',
};
let count = 0;
const makeName = () => {
  count += 1;
  return `Event ${count}`;
};
const send = (body: object | string | Buffer, more: Record<string, string> = {}) =>
  server.send('POST', '/track', { headers: { ...headers, ...more }, body });
const track = (name: unknown, payload: JsonObject = {}) => ({
  type: 'track',
  payload: { name, profileId: 'p1', properties: {}, ...payload },
});
const find = async (name: string) => (await server.events()).filter(({ event }) => event === name);
const findOne = async (name: string) => {
  const found = await find(name);
  expect(found).toHaveLength(1);
  return found[0];
};
const ids = /^\{"deviceId":"[0-9a-f]{32}","sessionId":"[0-9a-f]{32}"\}$/;

test('track: one event, and ids that stay the same', async () => {
  const name = makeName();
  const payload = {
    groups: ['g1', 'g2'],
    properties: {
      a: 1,
      __ip: '203.0.113.7',
      __deviceId: 'd1',
      __timestamp: '2026-11-28T10:11:12.345Z',
    },
  };
  const answer = await send(track(name, payload));
  expect(answer).toEqual({
    status: 200,
    type: 'application/json; charset=utf-8',
    text: expect.stringMatching(ids),
    cacheControl: 'no-store',
  });
  expect((await send(track(makeName()))).text).toBe(answer.text);
  const stored = await findOne(name);
  expect(stored).toMatchObject({
    ...{ distinct_id: 'p1', user_id: 'p1', anonymous_id: 'd1' },
    timestamp: '2026-11-28T10:11:12.345Z',
  });
  expect(stored?.properties).toEqual({ a: 1, $groups: ['g1', 'g2'] });
});

test('version 1.1 repeats the person among the properties', async () => {
  const name = makeName();
  await send(track(name, { properties: { a: 1, profileId: 'p1' } }));
  expect((await findOne(name))?.properties).toEqual({ a: 1 });
});

test('each other call becomes an event', async () => {
  const calls = [
    {
      type: 'identify',
      payload: { profileId: 7, firstName: 'Ada', properties: { plan: 'pro' } },
    },
    { type: 'alias', payload: { profileId: 'p2', alias: 'a2' } },
    { type: 'increment', payload: { profileId: 'p2', property: 'runs', value: 2 } },
    { type: 'decrement', payload: { profileId: 'p2', property: 'runs' } },
    { type: 'assign_group', payload: { profileId: 'p2', groupIds: ['g1'] } },
    {
      type: 'group',
      payload: { id: 'g1', type: 'company', name: 'Acme', properties: { seats: 7 } },
    },
  ];
  for (const call of calls) expect((await send(call)).text).toMatch(ids);
  expect(await findOne('$identify')).toMatchObject({
    user_id: '7',
    properties: { $set: { firstName: 'Ada', plan: 'pro' } },
  });
  expect(await findOne('$create_alias')).toMatchObject({ user_id: 'p2', anonymous_id: 'a2' });
  const updates = (await find('$set')).map(({ properties }) => properties);
  expect(updates).toHaveLength(3);
  expect(updates).toEqual(
    expect.arrayContaining([{ $add: { runs: 2 } }, { $add: { runs: -1 } }, { $groups: ['g1'] }]),
  );
  expect((await findOne('$groupidentify'))?.properties).toEqual({
    $group_type: 'company',
    $group_key: 'g1',
    $group_set: { name: 'Acme', seats: 7 },
  });
});

test('the key is the secret, or the id if there is no secret', async () => {
  const [name, refused] = [makeName(), makeName()];
  const { 'openpanel-client-secret': _secret, ...without } = headers;
  const sendAs = (clientId: string, event: string) =>
    server.send('POST', '/track/', {
      headers: { ...without, 'openpanel-client-id': clientId },
      body: track(event),
    });
  expect((await sendAs(server.key, name)).status).toBe(200);
  await findOne(name);
  const answer = await sendAs('another', refused);
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.text)).toMatchObject({ code: 401, reason: 'key_unknown' });
  expect(await find(refused)).toEqual([]);
});

test('equal events are two, unless the client did not get the response to the first', async () => {
  const [twice, cut] = [makeName(), makeName()];
  await send(track(twice));
  await send(track(twice));
  expect(await find(twice)).toHaveLength(2);

  const address = new URL(await server.app.listen({ host: '127.0.0.1', port: 0 }));
  const body = JSON.stringify(track(cut));
  const socket = connect(Number(address.port), address.hostname);
  await once(socket, 'connect');
  const lines = Object.entries({ ...headers, host: address.host, 'content-length': body.length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  await new Promise((resolve) =>
    socket.write(`POST /track HTTP/1.1\r\n${head}\r\n${body}`, resolve),
  );
  socket.destroy();
  await expect.poll(() => find(cut)).toHaveLength(1);
  await send(track(cut));
  expect(await find(cut)).toHaveLength(1);
  await send(track(cut));
  expect(await find(cut)).toHaveLength(2);
});

test.each([
  ['no JSON', 'nonsense', 'body_not_json'],
  ['an empty body', '', 'body_not_json'],
  ['truncated JSON', '{"type":"track","payload":{"name"', 'body_not_json'],
  ['bytes', Buffer.from([0xff, 0xfe, 0]), 'body_not_json'],
  ['a list', '[]', 'body_wrong_shape'],
  ['no payload', { type: 'track' }, 'body_wrong_shape'],
  ['a payload that is none', { type: 'track', payload: 7 }, 'body_wrong_shape'],
  ["another family's body", 'data=eyJldmVudCI6IngifQ==', 'body_not_json'],
  ['an unknown type', { type: 'replay', payload: {} }, 'event_name_invalid'],
  ['a name of a wrong type', track(7), 'event_name_invalid'],
  ['an id of a wrong type', track('x', { profileId: {} }), 'event_field_invalid'],
  ['properties that are none', track('x', { properties: 7 }), 'event_field_invalid'],
  [
    'a time that is none',
    track('x', { properties: { __timestamp: 'x' } }),
    'event_timestamp_invalid',
  ],
  [
    'a time of a wrong type',
    track('x', { properties: { __timestamp: [1] } }),
    'event_timestamp_invalid',
  ],
  [
    'an event of 60 kB',
    track('x', { properties: { text: 'x'.repeat(60_000) } }),
    'event_too_large',
  ],
  [
    'an event of 4.9 MB',
    track('x', { properties: { text: 'x'.repeat(4_900_000) } }),
    'event_too_large',
  ],
])('%s is quarantined, and the client sees a success', async (_what, body, code) => {
  const countOf = async () =>
    (await server.quarantined()).find((entry) => entry.code === code)?.events ?? 0;
  const before = await countOf();
  const answer = await send(body);
  expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(ids) });
  expect((await countOf()) - before).toBe(1);
});

test.each([
  ['seconds', 1_795_860_672, '2026-11-28T10:11:12.000Z'],
  ['milliseconds as text', '1795860672345', '2026-11-28T10:11:12.345Z'],
  ['no zone', '2026-11-28T10:11:12', '2026-11-28T10:11:12.000Z'],
])('a time with %s', async (_form, __timestamp, expected) => {
  const name = makeName();
  await send(track(name, { properties: { __timestamp } }));
  expect(await findOne(name)).toMatchObject({ timestamp: expected });
});

test('a doubly compressed body is stored; more than 5 MB is refused', async () => {
  const name = makeName();
  const body = gzipSync(gzipSync(JSON.stringify(track(name))));
  expect((await send(body, { 'content-encoding': 'gzip' })).status).toBe(200);
  await findOne(name);
  expect((await send(`"${'x'.repeat(5_000_000)}"`)).status).toBe(413);
});

test('without its headers, the shape of the body tells it from Mixpanel', async () => {
  const name = makeName();
  const authorization = `Bearer ${server.key}`;
  const answer = await server.send('POST', '/track', {
    headers: { authorization },
    body: track(name),
  });
  expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(ids) });
  await findOne(name);
});
