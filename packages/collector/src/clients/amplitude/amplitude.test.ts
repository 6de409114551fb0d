import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../../testing/client-server.js';

const server = createClientServer();
beforeAll(() => server.open());
afterAll(() => server.close());

let count = 0;
const makeId = () => {
  count += 1;
  return `4f8a1c2e-0000-4000-8000-${String(count).padStart(12, '0')}`;
};
const find = async (id: string) =>
  (await server.events()).filter(({ insert_id }) => insert_id === id);
const time = 1_795_860_672_345;
const timestamp = '2026-11-28T10:11:12.345Z';

/** The calls of `@amplitude/analytics-node`, as its versions 1.3 to 1.5 send them. */
const calls = [
  {
    event_type: 'Deploy',
    user_id: 'u1',
    device_id: 'd1',
    app_version: '2.0',
    os_name: 'Linux',
    platform: 'cli',
    language: 'en',
    ip: '203.0.113.7',
    session_id: 5,
    event_properties: { a: 1 },
  },
  { event_type: 'Plain', device_id: 'd1' },
  {
    event_type: '$identify',
    user_id: 'u1',
    device_id: 'd1',
    user_properties: { $set: { plan: 'pro' }, $setOnce: { first: 1 }, $add: { n: 2 } },
  },
  {
    event_type: '$identify',
    user_id: 'u1',
    user_properties: { $set: { company: 'g1' } },
    groups: { company: 'g1' },
  },
  {
    event_type: '$groupidentify',
    user_id: 'u1',
    groups: { company: 'g1' },
    group_properties: { $set: { seats: 3 } },
  },
  {
    event_type: 'revenue_amount',
    user_id: 'u1',
    event_properties: { $productId: 'p', $quantity: 2, $price: 3 },
  },
];

test.each([
  ['1.5', { client_upload_time: '2026-11-28T10:11:14.345Z', request_metadata: { sdk: {} } }],
  ['1.4', { client_upload_time: '2026-11-28T10:11:14.345Z' }],
  ['1.3', {}],
])('a batch of version %s: each call becomes an event', async (version, fields) => {
  const events = calls.map((call, index) => ({
    ...{ time, insert_id: makeId(), ...call },
    ...{ event_id: index, library: `amplitude-node-ts/${version}` },
  }));
  const body = JSON.stringify({ api_key: server.key, events, options: {}, ...fields });
  const answer = await server.send('POST', '/2/httpapi', { body });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toEqual({
    code: 200,
    events_ingested: calls.length,
    payload_size_bytes: body.length,
    server_upload_time: expect.any(Number),
  });
  const all = await server.events();
  const stored = events.map(({ insert_id }) => all.find((event) => event.insert_id === insert_id));
  const [deploy, plain, identify, setGroup, group, revenue] = stored;
  const sent_at = 'client_upload_time' in fields ? fields.client_upload_time : null;
  expect(deploy).toMatchObject({
    ...{ event: 'Deploy', timestamp, sent_at, distinct_id: 'u1' },
    ...{ user_id: 'u1', anonymous_id: 'd1', sequence: 0 },
    properties: {
      ...{ a: 1, version: '2.0', operating_system: 'linux' },
      $context: {
        ...{ platform: 'cli', language: 'en', session_id: 5, event_id: 0 },
        library: `amplitude-node-ts/${version}`,
      },
    },
  });
  expect(JSON.stringify(all)).not.toContain('203.0.113.7');
  expect(plain).toMatchObject({ anonymous_id: 'd1', user_id: null, distinct_id: 'd1' });
  expect(identify).toMatchObject({
    ...{ event: '$identify', user_id: 'u1', anonymous_id: 'd1' },
    properties: { $set: { plan: 'pro' }, $set_once: { first: 1 }, $add: { n: 2 } },
  });
  expect(setGroup?.properties).toMatchObject({
    ...{ $groups: { company: 'g1' }, $set: { company: 'g1' } },
  });
  expect(group).toMatchObject({
    event: '$groupidentify',
    properties: { $group_type: 'company', $group_key: 'g1', $group_set: { seats: 3 } },
  });
  expect(revenue?.properties).toMatchObject({ $productId: 'p', $quantity: 2, $price: 3 });
});

const event = { event_type: 'x', user_id: 'u' };
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

test("the forms of the API's first version", async () => {
  const ids = Array.from({ length: 5 }, makeId);
  const [one, first, second, person, group] = ids;
  const send = (path: string, fields: Record<string, unknown>) => {
    const texts = Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)]);
    const body = form({ api_key: server.key, ...Object.fromEntries(texts) });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return server.send('POST', path, { headers, body });
  };
  const answers = [
    await send('/httpapi', { event: { ...event, insert_id: one, time: String(time) } }),
    await send('/httpapi/', {
      event: [
        { ...event, insert_id: first },
        { ...event, insert_id: second },
      ],
    }),
    await send('/identify', {
      identification: [
        { user_id: 'u', device_id: 'd', insert_id: person, user_properties: { plan: 'a b+c' } },
      ],
    }),
    await send('/groupidentify', {
      identification: {
        ...{ group_type: 'company', group_value: 'g1', insert_id: group },
        group_properties: { seats: 3 },
      },
    }),
  ];
  expect(answers.map(({ status, text }) => [status, JSON.parse(text).events_ingested])).toEqual([
    [200, 1],
    [200, 2],
    [200, 1],
    [200, 1],
  ]);
  const stored = await server.events();
  const found = ids.map((id) => stored.find(({ insert_id }) => insert_id === id));
  expect(found[0]).toMatchObject({ event: 'x', timestamp });
  expect(found[1]).toMatchObject({ event: 'x' });
  expect(found[2]).toMatchObject({ event: 'x' });
  expect(found[3]).toMatchObject({
    ...{ event: '$identify', user_id: 'u', anonymous_id: 'd' },
    properties: { $set: { plan: 'a b+c' } },
  });
  expect(found[4]).toMatchObject({
    ...{ event: '$groupidentify', user_id: null, anonymous_id: null },
    properties: { $group_type: 'company', $group_key: 'g1', $group_set: { seats: 3 } },
  });
});

test('/batch: a body of this family is recognised, and the key may be in the query', async () => {
  const [own, others] = [makeId(), makeId()];
  const answer = await server.send('POST', `/batch/?api_key=${server.key}`, {
    body: { events: [{ ...event, insert_id: own }] },
  });
  expect(JSON.parse(answer.text)).toMatchObject({ code: 200, events_ingested: 1 });
  await server.send('POST', '/batch', {
    body: { api_key: server.key, batch: [{ event: 'y', distinct_id: 'u', uuid: others }] },
  });
  expect(await find(own)).toMatchObject([{ event: 'x' }]);
  expect(await find(others)).toMatchObject([{ event: 'y' }]);
});

test.each(['/2/httpapi', '/batch', '/httpapi', '/identify', '/groupidentify'])(
  '%s refuses an unknown key so that the clients stop, and does not repeat it',
  async (path) => {
    const insert_id = makeId();
    const answer = await server.send('POST', path, {
      body: { api_key: 'another-key', events: [{ ...event, insert_id }] },
    });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({
      code: 400,
      error: expect.stringMatching(/^Invalid API key: /),
      reason: 'key_unknown',
    });
    expect(answer.text).not.toContain('another-key');
    expect(await find(insert_id)).toEqual([]);
  },
);

test('a body above the limit is refused with a numeric code', async () => {
  for (const path of ['/2/httpapi', '/batch']) {
    const answer = await server.send('POST', path, { body: 'x'.repeat(5_000_001) });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 413, reason: 'body_too_large' });
  }
});

test.each([
  [time, timestamp],
  [String(time), timestamp],
  [1_795_860_672, '2026-11-28T10:11:12.000Z'],
  [timestamp, timestamp],
])('the time %j', async (sent, expected) => {
  const insert_id = makeId();
  await server.send('POST', '/2/httpapi', {
    body: {
      ...{ api_key: server.key, client_upload_time: 'yesterday' },
      events: [{ ...event, insert_id, time: sent }],
    },
  });
  expect(await find(insert_id)).toMatchObject([{ timestamp: expected, sent_at: null }]);
});

test.each([
  ['no JSON', 'nonsense', 'body_not_json', 1],
  ['an empty body', '', 'body_not_json', 1],
  ['bytes', Buffer.from([0xff, 0xfe, 0]), 'body_not_json', 1],
  ['a form without JSON', 'event=nonsense', 'body_wrong_shape', 1],
  ['a list', '[]', 'body_wrong_shape', 1],
  ['events that are none', '{"events":7}', 'body_wrong_shape', 1],
  ["another family's body", '{"batch":[{"event":"x"}]}', 'body_wrong_shape', 1],
  ['events of a wrong type', '{"events":[7,null,[]]}', 'event_not_object', 3],
  ['a name of a wrong type', { events: [{ ...event, event_type: 7 }] }, 'event_name_invalid', 1],
  ['an id of a wrong type', { events: [{ ...event, user_id: {} }] }, 'event_field_invalid', 1],
  ['an id that is a flag', { events: [{ ...event, device_id: true }] }, 'event_field_invalid', 1],
  ['a time that is none', { events: [{ ...event, time: 'x' }] }, 'event_timestamp_invalid', 1],
  ['a time before 2000', { events: [{ ...event, time: -5 }] }, 'event_timestamp_invalid', 1],
  [
    'properties that are none',
    { events: [{ ...event, event_properties: [] }] },
    'event_field_invalid',
    1,
  ],
  [
    'an event of 60 kB',
    { events: [{ ...event, event_properties: { text: 'x'.repeat(60_000) } }] },
    'event_too_large',
    1,
  ],
])('%s is quarantined, and the client sees a success', async (_what, body, code, events) => {
  const countOf = async () =>
    (await server.quarantined()).find((entry) => entry.code === code)?.events ?? 0;
  const before = await countOf();
  const good = makeId();
  const whole =
    typeof body === 'object' && 'events' in body
      ? { events: [...body.events, { ...event, insert_id: good }] }
      : body;
  const answer = await server.send('POST', `/2/httpapi?api_key=${server.key}`, { body: whole });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({ code: 200 });
  expect((await countOf()) - before).toBe(events);
  if (whole !== body) expect(await find(good)).toHaveLength(1);
});

test('a truncated batch is quarantined in the project of its key, with a code on both paths', async () => {
  const before = (await server.quarantined()).find(({ code }) => code === 'body_not_json');
  const body = `{"api_key":"${server.key}","events":[{"event_type":"x","ti`;
  for (const path of ['/2/httpapi', '/batch']) {
    const answer = await server.send('POST', path, { body });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 200 });
  }
  const after = (await server.quarantined()).find(({ code }) => code === 'body_not_json');
  expect(after?.events).toBe((before?.events ?? 0) + 2);
});

test('a doubly compressed batch of nearly 5 MB is stored', async () => {
  const events = Array.from({ length: 200 }, () => ({
    ...{ ...event, insert_id: makeId(), time },
    event_properties: Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`p${index}`, 'y'.repeat(800)]),
    ),
  }));
  const json = JSON.stringify({ api_key: server.key, events });
  expect(json.length).toBeGreaterThan(4_800_000);
  for (const body of [json, gzipSync(gzipSync(json))]) {
    const answer = await server.send('POST', '/2/httpapi', { body });
    expect(answer.status).toBe(200);
  }
  const ids = new Set((await server.events()).map(({ insert_id }) => insert_id));
  expect(events.every(({ insert_id }) => ids.has(insert_id))).toBe(true);
});
