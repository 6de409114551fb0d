import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../../testing/client-server.js';

const server = createClientServer();
let address: URL;
beforeAll(async () => {
  await server.open();
  address = new URL(await server.app.listen({ host: '127.0.0.1', port: 0 }));
});
afterAll(() => server.close());

type JsonObject = Record<string, unknown>;
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
let count = 0;
const makeName = () => {
  count += 1;
  return `Event ${count}`;
};
const find = async (name: string) => (await server.events()).filter(({ event }) => event === name);
const findOne = async (name: string) => {
  const found = await find(name);
  expect(found).toHaveLength(1);
  return found[0];
};
const get = (path: string, data: unknown, more: Record<string, string> = {}) => {
  const query = new URLSearchParams({ ip: '0', verbose: '0', data: base64(data), ...more });
  return server.send('GET', `${path}?${query}`);
};
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const post = (path: string, data: unknown) =>
  server.send('POST', `${path}?ip=0&verbose=0`, { headers: form, body: `data=${base64(data)}` });
const ok = { status: 200, type: 'text/plain', text: '1', cacheControl: 'no-store' };
const token = server.key;
/** What `track()` of version 0.24 sends. */
const tracked = (event: string, properties: JsonObject = {}) => ({
  event,
  properties: { distinct_id: 'u1', ...properties, token, mp_lib: 'node', $lib_version: '0.24.0' },
});

test('track: one event in the query', async () => {
  const name = makeName();
  const event = tracked(name, { plan: '>>>???ÿ é', ip: '203.0.113.7', $ip: '203.0.113.7' });
  expect(await get('/track', event)).toEqual(ok);
  const stored = await findOne(name);
  expect(stored).toMatchObject({ distinct_id: 'u1', anonymous_id: 'u1', user_id: null });
  expect(stored?.properties).toEqual({
    plan: '>>>???ÿ é',
    $lib: 'node',
    $lib_version: '0.24.0',
  });
});

test('verbose=1 wants JSON', async () => {
  const answer = await get('/track/', tracked(makeName()), { verbose: '1' });
  expect(answer).toMatchObject({
    status: 200,
    type: 'application/json; charset=utf-8',
    text: '{"status":1,"error":null}',
    cacheControl: 'no-store',
  });
});

test.each([
  ['milliseconds', 1_795_860_672_345, '2026-11-28T10:11:12.345Z'],
  ['seconds', 1_795_860_672, '2026-11-28T10:11:12.000Z'],
  ['text', '2026-11-28T10:11:12', '2026-11-28T10:11:12.000Z'],
])('import: a time in %s', async (_form, time, expected) => {
  const name = makeName();
  expect(await get('/import', tracked(name, { time }), { api_key: token })).toEqual(ok);
  expect(await findOne(name)).toMatchObject({ timestamp: expected });
});

test('a batch: a form whose base64 is not encoded', async () => {
  // So that its base64 contains both + and /.
  const text = '>>>~~~???ÿÿ>>?>>';
  const names = [makeName(), makeName()];
  const data = names.map((event) => ({ event, properties: { distinct_id: 'u', text, token } }));
  expect(base64(data)).toMatch(/\+.*\/|\/.*\+/);
  expect(await post('/track', data)).toEqual(ok);
  for (const name of names) {
    expect((await findOne(name))?.properties).toEqual({ text });
  }
});

test.each([
  ['a form with encoded base64', (data: unknown) => `data=${encodeURIComponent(base64(data))}`],
  ['a form with base64 before another field', (data: unknown) => `data=${base64(data)}&ip=1`],
  ['a form with JSON', (data: unknown) => `${new URLSearchParams({ data: JSON.stringify(data) })}`],
  ['JSON', (data: unknown) => JSON.stringify(data)],
  ['compressed JSON', (data: unknown) => gzipSync(JSON.stringify(data))],
])('the body may be %s', async (_form, encode) => {
  const name = makeName();
  const body = encode([tracked(name, { text: '>>>~~~???ÿÿ a+b' })]);
  expect(await server.send('POST', '/import', { headers: form, body })).toEqual(ok);
  expect((await findOne(name))?.properties).toMatchObject({ text: '>>>~~~???ÿÿ a+b' });
});

test('an $insert_id counts once; without one, equal events are two', async () => {
  const [once, twice] = [makeName(), makeName()];
  for (const _attempt of [1, 2]) {
    await get('/track', tracked(once, { $insert_id: 'one-id', time: 1_795_860_672_345 }));
    await get('/track', tracked(twice));
  }
  expect(await findOne(once)).toMatchObject({ insert_id: 'one-id' });
  const stored = await find(twice);
  expect(new Set(stored.map(({ insert_id }) => insert_id)).size).toBe(2);
});

test('a client that does not wait for the response sends equal events, and all are stored', async () => {
  const name = makeName();
  const path = `/track?${new URLSearchParams({ data: base64(tracked(name)) })}`;
  for (let run = 1; run <= 12; run += 1) {
    const socket = connect(Number(address.port), address.hostname);
    await once(socket, 'connect');
    await new Promise((resolve) =>
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${address.host}\r\n\r\n`, resolve),
    );
    socket.destroy();
    await expect.poll(() => find(name)).toHaveLength(run);
  }
});

test('base64 of too many parts is not parsed', async () => {
  const tooMany = (await server.quarantined()).filter(({ code }) => code === 'too_many_events');
  expect(tooMany).toEqual([]);
  const data = `[${'{},'.repeat(600_000)}{}]`;
  const body = `data=${Buffer.from(data).toString('base64')}`;
  const sendAs = (key: string) => {
    const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    return server.send('POST', '/import', { headers: { ...form, authorization }, body });
  };
  expect((await sendAs('another')).status).toBe(401);
  expect((await sendAs(server.key)).status).toBe(200);
  expect(await server.quarantined()).toContainEqual(
    expect.objectContaining({ code: 'too_many_events', events: 1 }),
  );
});

test('$device_id and $user_id, aliases and merges name both ids of a person', async () => {
  const person = makeName();
  const send = (event: string, properties: JsonObject) =>
    post('/track', [{ event, properties: { token, ...properties } }]);
  await send(person, { distinct_id: 'ada', $device_id: 'laptop', $user_id: 'ada' });
  expect(await findOne(person)).toMatchObject({ anonymous_id: 'laptop', user_id: 'ada' });
  await send('$create_alias', { distinct_id: 'laptop-2', alias: 'ada' });
  expect(await findOne('$create_alias')).toMatchObject({
    ...{ distinct_id: 'laptop-2', anonymous_id: 'laptop-2', user_id: 'ada' },
  });
  await send('$merge', { $distinct_ids: ['laptop-3', 'ada'] });
  expect(await findOne('$merge')).toMatchObject({ anonymous_id: 'laptop-3', user_id: 'ada' });
  await send('$identify', { distinct_id: 'ada', $identified_id: 'ada', $anon_id: 'laptop-4' });
  expect(await findOne('$identify')).toMatchObject({ anonymous_id: 'laptop-4', user_id: 'ada' });
});

test('people: updates become events', async () => {
  const common = { $token: token, $distinct_id: 'profile-1' };
  const updates = [
    { ...common, $set: { plan: 'pro' }, $ip: '203.0.113.7' },
    { ...common, $set_once: { first: 'docs' }, $ignore_time: true },
    { ...common, $add: { runs: 2 }, $time: 1_795_860_672_345 },
    {
      ...common,
      $append: { $transactions: { $time: '2026-11-28T10:11:12.345Z', $amount: 29.99 } },
    },
    { ...common, $union: { shells: ['zsh'] } },
    { ...common, $remove: { shells: 'zsh' } },
    { ...common, $unset: ['plan'] },
    { ...common, $delete: '' },
  ];
  for (const update of updates) expect(await get('/engage', update)).toEqual(ok);
  const stored = (await find('$set')).filter(({ distinct_id }) => distinct_id === 'profile-1');
  expect(stored.map(({ properties }) => properties)).toEqual(
    expect.arrayContaining([
      { $set: { plan: 'pro' } },
      { $set_once: { first: 'docs' } },
      { $add: { runs: 2 } },
      { $append: { $transactions: { $time: '2026-11-28T10:11:12.345Z', $amount: 29.99 } } },
      { $union: { shells: ['zsh'] } },
      { $remove: { shells: 'zsh' } },
      { $unset: ['plan'] },
      { $delete: '' },
    ]),
  );
  expect(stored).toHaveLength(updates.length);
  expect(stored.find(({ properties }) => '$add' in properties)).toMatchObject({
    timestamp: '2026-11-28T10:11:12.345Z',
  });
});

test('groups: updates become $groupidentify', async () => {
  const group = { $token: token, $group_key: 'company', $group_id: 'Acme' };
  expect(await get('/groups', { ...group, $set: { seats: 7 } })).toEqual(ok);
  expect(await get('/groups', { ...group, $unset: ['seats'] })).toEqual(ok);
  const stored = (await find('$groupidentify')).map(({ properties }) => properties);
  const name = { $group_type: 'company', $group_key: 'Acme' };
  expect(stored).toEqual(
    expect.arrayContaining([
      { ...name, $group_set: { seats: 7 } },
      { ...name, $unset: ['seats'] },
    ]),
  );
});

test.each([
  ['api_key', `?api_key=${token}`, {}],
  ['Basic', '', { authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}` }],
])('without a token, the key is read from %s', async (_place, query, headers) => {
  const name = makeName();
  const body = [{ event: name, properties: { distinct_id: 'u' } }];
  expect(await server.send('POST', `/import${query}`, { headers, body })).toEqual(ok);
  await findOne(name);
});

test('an unknown key is refused, and nothing is stored', async () => {
  const event = { event: makeName(), properties: { token: 'another' } };
  expect(await get('/track', event)).toEqual({ ...ok, status: 401, text: '0' });
  const verbose = await get('/track', event, { verbose: '1' });
  expect(verbose.status).toBe(401);
  expect(JSON.parse(verbose.text)).toEqual({
    status: 0,
    error: 'The key is missing or unknown. no such key',
  });
  expect(await find(event.event)).toEqual([]);
});

test('an event with an unknown token is not stored', async () => {
  const [mine, other] = [makeName(), makeName()];
  const events = [tracked(mine), { event: other, properties: { token: 'another' } }];
  expect(await post('/track', events)).toEqual(ok);
  await findOne(mine);
  expect(await find(other)).toEqual([]);
});

test('a long address, up to the limit of the server', async () => {
  const name = makeName();
  const properties = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`p${index}`, 'y'.repeat(1_000)]),
  );
  const data = base64(tracked(name, properties));
  expect(data.length).toBeGreaterThan(26_000);
  const response = await fetch(
    `${address.origin}/track?ip=0&verbose=0&data=${encodeURIComponent(data)}`,
  );
  expect([response.status, await response.text()]).toEqual([200, '1']);
  await findOne(name);
});

const bad: [string, unknown, string, number][] = [
  ['a list of none', [7, null, [], 'x'], 'event_not_object', 4],
  ['no name', [{ properties: { token } }], 'event_name_invalid', 1],
  [
    'a name of a wrong type',
    [tracked('x'), { ...tracked('x'), event: 7 }],
    'event_name_invalid',
    1,
  ],
  ["another family's event", [{ type: 'track', messageId: 'm' }], 'event_name_invalid', 1],
  [
    'properties that are none',
    [tracked('x'), { event: 'x', properties: 7 }],
    'event_field_invalid',
    1,
  ],
  ['an id of a wrong type', [tracked('x', { distinct_id: { id: 1 } })], 'event_field_invalid', 1],
  ['an insert id of a wrong type', [tracked('x', { $insert_id: [1] })], 'event_field_invalid', 1],
  ['a time that is none', [tracked('x', { time: 'soon' })], 'event_timestamp_invalid', 1],
  ['a time of a wrong type', [tracked('x', { time: {} })], 'event_timestamp_invalid', 1],
  ['a time beyond dates', [tracked('x', { time: 1e300 })], 'event_timestamp_invalid', 1],
  ['an event of 60 kB', [tracked('x', { text: 'x'.repeat(60_000) })], 'event_too_large', 1],
];
const countOf = async (code: string) =>
  (await server.quarantined()).find((entry) => entry.code === code)?.events ?? 0;

test.each(bad)('%s is quarantined, the rest is stored', async (_what, events, code, expected) => {
  const before = await countOf(code);
  const good = makeName();
  expect(await post('/track', [tracked(good), ...(events as unknown[])])).toEqual(ok);
  await findOne(good);
  expect((await countOf(code)) - before).toBe(expected);
});

test.each([
  ['no JSON', 'nonsense', 'body_not_json'],
  ['an empty body', '', 'body_not_json'],
  ['empty data', 'data=', 'body_not_json'],
  ['truncated base64', `data=${base64([tracked('x')]).slice(0, 40)}`, 'body_not_json'],
  ['truncated JSON', '[{"event":"x"', 'body_not_json'],
  ['a lone value', '"x"', 'body_not_json'],
  ['bytes', Buffer.from([0xff, 0xfe, 0]), 'body_not_json'],
  ['a number', `data=${base64(7)}`, 'body_wrong_shape'],
  ["another family's body", 'requests=%5B%5D&e=pv', 'body_not_json'],
])('%s is quarantined, and the client sees a success', async (_what, body, code) => {
  const before = await countOf(code);
  const answer = await server.send('POST', `/track?ip=0&verbose=0&api_key=${token}`, {
    headers: form,
    body,
  });
  expect(answer).toEqual(ok);
  expect((await countOf(code)) - before).toBe(1);
});

test('the key is found in data that is cut off', async () => {
  const before = await countOf('body_not_json');
  const text = JSON.stringify([{ event: 'x', properties: { token, plan: 'pro' } }]).slice(0, -3);
  const data = Buffer.from(text).toString('base64');
  for (const body of [text, `data=${data}`]) {
    expect(await server.send('POST', '/track', { headers: form, body })).toEqual(ok);
  }
  expect((await countOf('body_not_json')) - before).toBe(2);
});

test('GET without data is quarantined', async () => {
  const before = await countOf('body_not_json');
  expect(await server.send('GET', `/track?ip=0&api_key=${token}`)).toEqual(ok);
  expect((await countOf('body_not_json')) - before).toBe(1);
});

test('a doubly compressed batch is stored; a body of more than 5 MB is refused', async () => {
  const name = makeName();
  const body = gzipSync(gzipSync(JSON.stringify([tracked(name)])));
  const headers = { 'content-encoding': 'gzip' };
  expect(await server.send('POST', '/import', { headers, body })).toEqual(ok);
  await findOne(name);
  const large = await server.send('POST', '/import?verbose=1', { body: 'x'.repeat(5_000_001) });
  expect(large).toMatchObject({ status: 413, text: '0' });
});

test('4.9 MB in one batch are stored', async () => {
  const name = makeName();
  const fill = Object.fromEntries(
    Array.from({ length: 24 }, (_, index) => [`p${index}`, 'y'.repeat(1_000)]),
  );
  const batch = Array.from({ length: 140 }, () => tracked(name, fill));
  const body = `data=${base64(batch)}`;
  expect(body.length).toBeGreaterThan(4_500_000);
  expect(body.length).toBeLessThan(5_000_000);
  expect(await server.send('POST', '/track', { headers: form, body })).toEqual(ok);
  expect(await find(name)).toHaveLength(140);
});
