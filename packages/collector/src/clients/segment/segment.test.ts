import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../../testing/client-server.js';

const server = createClientServer();
const keyless = {
  project: 'orbit',
  header: 'x-orbit-env',
  projects: new Map([['dev', 'nightly']]),
};
beforeAll(() => server.open({ keylessSource: keyless }));
afterAll(() => server.close());

const basic = (key: string) => ({
  authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
});
let count = 0;
const makeId = () => {
  count += 1;
  return `node-next-1795860672345-${String(count).padStart(36, '0')}`;
};
const find = async (id: string, project?: string) =>
  (await server.events(project)).filter(({ insert_id }) => insert_id === id);

test('a batch of Segment 3: each call becomes an event', async () => {
  const ids = Array.from({ length: 6 }, makeId);
  const common = {
    timestamp: '2026-11-28T10:11:12.345Z',
    integrations: {},
    context: {
      library: { name: '@segment/analytics-node', version: '3.1.0' },
      app: { name: 'orbit', version: '2.1.0' },
      os: { name: 'linux' },
      ip: '203.0.113.7',
    },
    _metadata: { nodeVersion: 'v20.20.2', jsRuntime: 'node' },
  };
  const calls = [
    { type: 'track', event: 'Deploy Started', userId: 'u1', properties: { plan: { tier: 'pro' } } },
    { type: 'identify', userId: 'u1', anonymousId: 'a1', traits: { company: 'Initech' } },
    { type: 'alias', userId: 'u1', previousId: 'a0' },
    { type: 'group', userId: 'u1', groupId: 'g1', traits: { seats: 7 } },
    { type: 'page', anonymousId: 'a1', name: 'Docs', properties: { path: '/docs' } },
    { type: 'screen', anonymousId: 'a1', name: 'Home' },
  ];
  const batch = calls.map((call, index) => ({ ...common, ...call, messageId: ids[index] }));
  const answer = await server.send('POST', '/v1/batch', {
    headers: { 'content-type': 'application/json', ...basic(server.key) },
    body: { batch, writeKey: server.key, sentAt: new Date().toISOString() },
  });
  expect(answer).toEqual({
    status: 200,
    type: 'application/json; charset=utf-8',
    text: '{"success":true}',
    cacheControl: 'no-store',
  });
  const stored = (await server.events()).filter(({ insert_id }) => ids.includes(insert_id));
  const byId = new Map(stored.map((event) => [event.insert_id, event]));
  const inOrder = ids.map((id) => byId.get(id));
  expect(inOrder.map((event) => event?.event)).toEqual([
    'Deploy Started',
    '$identify',
    '$create_alias',
    '$groupidentify',
    '$pageview',
    '$screen',
  ]);
  const [track, identify, alias, group, page, screen] = inOrder;
  expect(track).toMatchObject({
    distinct_id: 'u1',
    user_id: 'u1',
    anonymous_id: null,
    timestamp: '2026-11-28T10:11:12.345Z',
    properties: {
      plan: { tier: 'pro' },
      version: '2.1.0',
      operating_system: 'linux',
      $context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
    },
  });
  expect(JSON.stringify(stored)).not.toContain('203.0.113.7');
  expect(identify).toMatchObject({
    user_id: 'u1',
    anonymous_id: 'a1',
    properties: { $set: { company: 'Initech' } },
  });
  expect(alias).toMatchObject({ user_id: 'u1', anonymous_id: 'a0' });
  expect(group?.properties).toMatchObject({ $group_key: 'g1', $group_set: { seats: 7 } });
  expect(page).toMatchObject({ anonymous_id: 'a1', properties: { name: 'Docs', path: '/docs' } });
  expect(screen?.properties).toMatchObject({ name: 'Home' });
});

test.each([
  ['Basic', basic(server.key), {}],
  ['Bearer', { authorization: `Bearer ${server.key}` }, {}],
  ['X-Write-Key', { 'x-write-key': server.key }, {}],
  ['X-Write-Key with an id', { 'x-write-key': `e2e:${server.key}` }, {}],
  ['the body alone', {}, { writeKey: server.key }],
])('the key is read from %s', async (_place, headers, fields) => {
  const messageId = makeId();
  const event = { type: 'track', event: 'x', userId: 'u', messageId };
  const answer = await server.send('POST', '/v1/batch/', {
    headers,
    body: { batch: [event], ...fields },
  });
  expect(answer.status).toBe(200);
  expect(await find(messageId)).toHaveLength(1);
});

test('the key is found in a truncated body', async () => {
  const before = await server.quarantined();
  const answer = await server.send('POST', '/v1/batch', {
    body: `{"writeKey":"${server.key}","batch":[{"type":"track","ev`,
  });
  expect(answer.status).toBe(200);
  expect(await server.quarantined()).not.toEqual(before);
});

test('an unknown key is refused, and nothing is stored', async () => {
  const event = { type: 'track', event: 'x', userId: 'u', messageId: makeId() };
  const answer = await server.send('POST', '/v1/batch', {
    headers: basic('another'),
    body: { batch: [event] },
  });
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.text)).toMatchObject({ code: 401, reason: 'key_unknown' });
  expect(await find(event.messageId)).toEqual([]);
});

test('analytics-go with an empty key goes where a header says', async () => {
  const [production, development] = [makeId(), makeId()];
  const send = (messageId: string, headers: Record<string, string>) =>
    server.send('POST', '/v1/batch', {
      headers: { ...basic(''), 'user-agent': 'analytics-go (version: 3.0.0)', ...headers },
      body: {
        batch: [{ type: 'track', event: 'x', userId: 'u', messageId, context: {} }],
        messageId: makeId(),
        sentAt: '2026-11-28T10:11:12Z',
        context: { library: { name: 'analytics-go', version: '3.0.0' } },
      },
    });
  expect((await send(production, { 'X-Orbit-Env': 'prod' })).status).toBe(200);
  expect((await send(development, { 'X-Orbit-Env': 'dev' })).status).toBe(200);
  expect(await find(production)).toHaveLength(1);
  expect(await find(development, 'nightly')).toHaveLength(1);
});

test('RudderStack: compressed JSON of another type, with the time of the first attempt', async () => {
  const messageId = makeId();
  const event = {
    type: 'track',
    event: 'x',
    userId: 'u',
    channel: 'server',
    originalTimestamp: '2026-11-28T10:11:12.345Z',
    sentAt: '2026-11-28T10:11:13.345Z',
    messageId,
  };
  const answer = await server.send('POST', '/v1/batch', {
    headers: {
      ...basic(server.key),
      'content-type': 'application/x-www-form-urlencoded',
      'content-encoding': 'gzip',
    },
    body: gzipSync(JSON.stringify({ batch: [event], sentAt: event.sentAt })),
  });
  expect(answer.status).toBe(200);
  expect(await find(messageId)).toMatchObject([
    { timestamp: '2026-11-28T10:11:12.345Z', sent_at: null },
  ]);
});

test('an alias of two users; without the previous id it is of the anonymous id', async () => {
  const ids = [makeId(), makeId()] as const;
  const alias = { type: 'alias', userId: 'u2', anonymousId: 'a1' };
  const batch = [
    { ...alias, previousId: 'u1', messageId: ids[0] },
    { ...alias, messageId: ids[1] },
  ];
  await server.send('POST', '/v1/batch', { headers: basic(server.key), body: { batch } });
  const linked = { event: '$create_alias', user_id: 'u2' };
  expect(await find(ids[0])).toMatchObject([{ ...linked, anonymous_id: 'u1' }]);
  expect(await find(ids[1])).toMatchObject([{ ...linked, anonymous_id: 'a1' }]);
});

test('Jitsu: one call, its type in the path', async () => {
  const [plain, server2server] = [makeId(), makeId()];
  for (const [path, messageId] of [
    ['/api/s/track', plain],
    ['/api/s/s2s/track', server2server],
  ] as const) {
    const answer = await server.send('POST', path, {
      headers: { 'x-write-key': server.key },
      body: { event: 'x', anonymousId: 'a', messageId, writeKey: 'id:***' },
    });
    expect(answer).toMatchObject({ status: 200, text: '{"success":true}' });
    expect(await find(messageId)).toHaveLength(1);
  }
});

const track = { type: 'track', event: 'x', userId: 'u' };
test.each([
  ['no JSON', 'nonsense', 'body_not_json', 1],
  ['an empty body', '', 'body_not_json', 1],
  ['truncated JSON', '{"batch":[{"type":"track"', 'body_not_json', 1],
  ['bytes', Buffer.from([0xff, 0xfe, 0]), 'body_not_json', 1],
  ['a list', '[]', 'body_wrong_shape', 1],
  ['a batch that is none', '{"batch":7}', 'body_wrong_shape', 1],
  ["another family's body", '{"events":[{"event_type":"x"}]}', 'event_name_invalid', 1],
  ['events that are none', '{"batch":[7,null,[]]}', 'event_not_object', 3],
  ['an unknown type', '{"batch":[{"type":"reset"}]}', 'event_name_invalid', 1],
  ['a name of a wrong type', { batch: [{ ...track, event: 7 }] }, 'event_name_invalid', 1],
  ['an id of a wrong type', { batch: [{ ...track, userId: {} }] }, 'event_field_invalid', 1],
  ['a time that is none', { batch: [{ ...track, timestamp: 'x' }] }, 'event_timestamp_invalid', 1],
  ['properties that are none', { batch: [{ ...track, properties: 7 }] }, 'event_field_invalid', 1],
  [
    'an event of 60 kB',
    { batch: [{ ...track, properties: { text: 'x'.repeat(60_000) } }] },
    'event_too_large',
    1,
  ],
])('%s is quarantined, and the client sees a success', async (_what, body, code, events) => {
  const countOf = async () =>
    (await server.quarantined()).find((entry) => entry.code === code)?.events ?? 0;
  const before = await countOf();
  const good = makeId();
  const whole =
    typeof body === 'object' && 'batch' in body
      ? { batch: [...body.batch, { ...track, messageId: good }] }
      : body;
  const answer = await server.send('POST', '/v1/batch', {
    headers: basic(server.key),
    body: whole,
  });
  expect(answer).toMatchObject({ status: 200, text: '{"success":true}' });
  expect((await countOf()) - before).toBe(events);
  if (whole !== body) expect(await find(good)).toHaveLength(1);
});

test('a doubly compressed batch of 900 kB is stored', async () => {
  const batch = Array.from({ length: 40 }, () => ({
    ...track,
    messageId: makeId(),
    properties: Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`p${index}`, 'y'.repeat(750)]),
    ),
  }));
  const json = JSON.stringify({ batch });
  expect(json.length).toBeGreaterThan(900_000);
  const answer = await server.send('POST', '/v1/batch', {
    headers: { ...basic(server.key), 'content-encoding': 'gzip' },
    body: gzipSync(gzipSync(json)),
  });
  expect(answer.status).toBe(200);
  const stored = await server.events();
  const ids = new Set(stored.map(({ insert_id }) => insert_id));
  expect(batch.every(({ messageId }) => ids.has(messageId))).toBe(true);
});

test('a body above the limit is refused', async () => {
  const answer = await server.send('POST', '/v1/batch', {
    headers: basic(server.key),
    body: `{"batch":["${'x'.repeat(5_000_000)}"]}`,
  });
  expect(answer.status).toBe(413);
  expect(JSON.parse(answer.text)).toMatchObject({ code: 413, reason: 'body_too_large' });
});
