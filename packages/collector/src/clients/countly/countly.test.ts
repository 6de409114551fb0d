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
let time = 1_795_860_672_345;
/** What version 24.10.4 adds to each call. */
const call = (parameters: Record<string, unknown>) => {
  time += 1;
  return {
    ...parameters,
    app_key: server.key,
    device_id: 'device',
    sdk_name: 'javascript_native_nodejs',
    sdk_version: '24.10.4',
    t: 1,
    country_code: 'DE',
    city: 'Springfield',
    ip_address: '203.0.113.7',
    timestamp: time,
    hour: 19,
    dow: 1,
    tz: 0,
  };
};
/** As the client encodes a call: objects as JSON. */
const encode = (parameters: Record<string, unknown>) =>
  Object.entries(parameters)
    .map(([name, value]) => {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return `${name}=${encodeURIComponent(text)}`;
    })
    .join('&');
const get = (parameters: Record<string, unknown>, path = '/i') =>
  server.send('GET', `${path}?${encode(parameters)}`);
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const post = (body: string | Buffer, path = '/i', headers: Record<string, string> = form) =>
  server.send('POST', path, { headers, body });
const find = async (name: string) => (await server.events()).filter(({ event }) => event === name);
const findOne = async (name: string) => {
  const found = await find(name);
  expect(found).toHaveLength(1);
  return found[0];
};
const ok = {
  status: 200,
  type: 'application/json; charset=utf-8',
  text: '{"result":"Success"}',
  cacheControl: 'no-store',
};

test('events in the query, with their own times', async () => {
  const [first, second] = [makeName(), makeName()];
  const events = [
    {
      ...{ key: first, count: 2, sum: 1.5, dur: 3, timestamp: 1_795_860_600_000, hour: 9, dow: 6 },
      segmentation: { region: 'eu 1+&=', n: 1 },
    },
    { key: second, count: 1 },
  ];
  const parameters = call({ events });
  expect(await get(parameters)).toEqual(ok);
  const stored = await findOne(first);
  expect(stored).toMatchObject({
    distinct_id: 'device',
    anonymous_id: 'device',
    user_id: null,
    timestamp: '2026-11-28T10:10:00.000Z',
  });
  expect(stored?.properties).toEqual({ $count: 2, $sum: 1.5, $dur: 3, region: 'eu 1+&=', n: 1 });
  expect((await findOne(second))?.timestamp).toBe(new Date(parameters.timestamp).toISOString());
});

test('the same call again counts once, also as a form; a later one counts', async () => {
  const name = makeName();
  const events = [
    { key: name, count: 1 },
    { key: name, count: 1 },
  ];
  const parameters = call({ events });
  expect(await get(parameters)).toEqual(ok);
  expect(await get(parameters, '/i/')).toEqual(ok);
  expect(await post(encode({ ...parameters, rr: 3 }))).toEqual(ok);
  expect(await find(name)).toHaveLength(2);
  expect(await get(call({ events }))).toEqual(ok);
  expect(await find(name)).toHaveLength(4);
});

test('sessions', async () => {
  const metrics = { _app_version: '2.1.0', _os: 'Linux', _os_version: '6.18' };
  await get(call({ begin_session: 1, metrics }));
  await get(call({ session_duration: 10 }));
  await get(call({ end_session: 1, session_duration: 3 }));
  expect((await findOne('$session_begin'))?.properties).toEqual({
    version: '2.1.0',
    operating_system: 'linux',
    metrics: { _os_version: '6.18' },
  });
  expect((await findOne('$session_update'))?.properties).toEqual({ duration: 10 });
  expect((await findOne('$session_end'))?.properties).toEqual({ duration: 3 });
});

test('details of a person, and a merge of two devices', async () => {
  const user_details = { name: 'Ada', custom: { plan: 'pro', runs: { $inc: 1 } } };
  await get(call({ user_details }));
  expect((await findOne('$set'))?.properties).toEqual({
    $set: { name: 'Ada', plan: 'pro', runs: { $inc: 1 } },
  });
  await get({ ...call({ old_device_id: 'device' }), device_id: 'ada' });
  expect(await findOne('$create_alias')).toMatchObject({ anonymous_id: 'device', user_id: 'ada' });
});

test('crashes without their messages, traces, consent and campaigns', async () => {
  const crash = {
    ...{ _os: 'Linux', _os_version: '6.18', _app_version: '2.1.0', _run: 3, _nonfatal: true },
    _error: 'TypeError: secret.txt\n    at file:///home/ada/x.mjs:16:15',
    _logs: 'opened secret.txt',
  };
  await get(call({ crash }));
  expect((await findOne('$crash'))?.properties).toEqual({
    version: '2.1.0',
    operating_system: 'linux',
    error_class: 'TypeError',
    crash: { _os_version: '6.18', _run: 3, _nonfatal: true },
  });
  await get(call({ apm: { type: 'device', name: 't', apm_metrics: { duration: 1 } } }));
  expect((await findOne('$apm'))?.properties).toMatchObject({ name: 't' });
  await get(call({ consent: { events: true } }));
  expect((await findOne('$consent'))?.properties).toEqual({ events: true });
  await get(call({ campaign_id: 'camp' }));
  expect((await findOne('$campaign'))?.properties).toMatchObject({ campaign_id: 'camp' });
  expect(JSON.stringify(await server.events())).not.toMatch(/203\.0\.113\.7|Springfield|secret/);
});

test('a call that only names a place has no event', async () => {
  const before = (await server.events()).length;
  expect(await get(call({ location: '1,2' }))).toEqual(ok);
  expect(await server.events()).toHaveLength(before);
});

test('a long call is a form', async () => {
  const name = makeName();
  const segmentation = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`k${index}`, 'v'.repeat(200)]),
  );
  expect(await post(encode(call({ events: [{ key: name, segmentation }] })))).toEqual(ok);
  expect((await findOne(name))?.properties).toEqual(segmentation);
});

test("a person's picture is not stored, what comes with it is", async () => {
  const parameters = call({ user_details: JSON.stringify({ name: 'Zoë' }), device_id: 'picture' });
  const parts = Object.entries(parameters).flatMap(([name, value]) => [
    `--FormBoundary1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  ]);
  const body = Buffer.concat([
    Buffer.from(parts.join('')),
    Buffer.from(
      '--FormBoundary1\r\nContent-Disposition: form-data; name="user_picture"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n',
    ),
    Buffer.from([0x89, 0x50, 0xff, 0xfe, 0x0d, 0x0a]),
    Buffer.from('\r\n--FormBoundary1--\r\n'),
  ]);
  const type = 'multipart/form-data; boundary=FormBoundary1';
  expect(await post(body, '/i', { 'content-type': type })).toEqual(ok);
  expect((await find('$set')).map(({ properties }) => properties)).toContainEqual({
    $set: { name: 'Zoë' },
  });
});

test('bulk requests: many calls, of which the same again count once', async () => {
  const [first, second] = [makeName(), makeName()];
  const requests = [
    { ...call({ begin_session: 1 }), device_id: 'bulk-1' },
    { ...call({ events: [{ key: first, count: 1 }] }), device_id: 'bulk-1' },
    { ...call({ events: [{ key: second, count: 1 }] }), device_id: 'bulk-2' },
  ];
  const parameters = { app_key: server.key, requests };
  expect(await get(parameters, '/i/bulk')).toEqual(ok);
  expect(await post(encode(parameters), '/i/bulk')).toEqual(ok);
  expect(await findOne(first)).toMatchObject({ anonymous_id: 'bulk-1' });
  expect(await findOne(second)).toMatchObject({ anonymous_id: 'bulk-2' });
});

test('the configuration is empty, and asking for it stores nothing', async () => {
  const before = (await server.events()).length;
  const parameters = call({ method: 'fetch_remote_config', keys: ['a'], metrics: {} });
  expect(await get(parameters, '/o/sdk')).toEqual({ ...ok, text: '{}' });
  expect(await post(encode(parameters), '/o/sdk')).toEqual({ ...ok, text: '{}' });
  expect(await server.events()).toHaveLength(before);
});

test('an unknown key is refused, and nothing is stored', async () => {
  const name = makeName();
  const answer = await get({ ...call({ events: [{ key: name }] }), app_key: 'another' });
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.text)).toMatchObject({ code: 401, reason: 'key_unknown' });
  expect(JSON.parse(answer.text)).not.toHaveProperty('result');
  expect(await find(name)).toEqual([]);
});

const countOf = async (code: string) =>
  (await server.quarantined()).find((entry) => entry.code === code)?.events ?? 0;

test.each([
  ['entries that are none', [7, null, [], 'x'], 'event_not_object', 4],
  ['no name', [{ count: 1 }], 'event_name_invalid', 1],
  ['a name of a wrong type', [{ key: 7 }], 'event_name_invalid', 1],
  ['segmentation that is none', [{ key: 'x', segmentation: 7 }], 'event_field_invalid', 1],
  ['a time that is none', [{ key: 'x', timestamp: 'soon' }], 'event_timestamp_invalid', 1],
  ['a time of a wrong type', [{ key: 'x', timestamp: {} }], 'event_timestamp_invalid', 1],
  [
    'an event of 60 kB',
    [{ key: 'x', segmentation: { text: 'x'.repeat(60_000) } }],
    'event_too_large',
    1,
  ],
])('%s is quarantined, the rest is stored', async (_what, events, code, expected) => {
  const before = await countOf(code);
  const name = makeName();
  expect(await post(encode(call({ events: [{ key: name }, ...events] })))).toEqual(ok);
  await findOne(name);
  expect((await countOf(code)) - before).toBe(expected);
});

test.each([
  ['no form', 'nonsense', 'body_wrong_shape'],
  ['an unknown parameter', 'token_session=1', 'body_wrong_shape'],
  ['bytes', Buffer.from([0xff, 0xfe, 0, 0x3d]), 'body_wrong_shape'],
  ['events that are no JSON', 'events=nonsense', 'body_wrong_shape'],
  ['truncated events', `events=${encodeURIComponent('[{"key":"x"')}`, 'body_wrong_shape'],
  ['events that are no list', 'events=%7B%7D', 'body_wrong_shape'],
  ['details that are none', 'user_details=7', 'event_not_object'],
  [
    'a crash with a name for its error',
    'crash=%7B%22_error%22%3A%7B%22toString%22%3A1%7D%2C%22_os%22%3A%5B%5B%5D%5D%2C%22%22%3A1%7D',
    'event_property_key_invalid',
  ],
  ["another family's body", '[{"event":"x","properties":{}}]', 'body_wrong_shape'],
  ['a time that is none', 'begin_session=1&timestamp=soon', 'event_timestamp_invalid'],
])('%s is quarantined, and the client sees a success', async (_what, body, code) => {
  const before = await countOf(code);
  expect(await post(body, `/i?app_key=${server.key}&device_id=d`)).toEqual(ok);
  expect((await countOf(code)) - before).toBe(1);
});

test.each([
  ['no list', 'requests=7', 'body_wrong_shape'],
  ['calls that are none', 'requests=[7]', 'event_not_object'],
  ['a call of unknown parameters', 'requests=[{"x":1}]', 'body_wrong_shape'],
  ['an id of a wrong type', 'requests=[{"begin_session":1,"device_id":{}}]', 'event_field_invalid'],
])('bulk: %s is quarantined', async (_what, body, code) => {
  const before = await countOf(code);
  expect(await post(body, `/i/bulk?app_key=${server.key}`)).toEqual(ok);
  expect((await countOf(code)) - before).toBe(1);
});

test('an empty form has no event', async () => {
  expect(await post('', `/i?app_key=${server.key}&device_id=d`)).toEqual(ok);
});

test.each([
  ['seconds', 1_795_860_672, '2026-11-28T10:11:12.000Z'],
  ['text', '1795860672345', '2026-11-28T10:11:12.345Z'],
])('a time as %s', async (_form, timestamp, expected) => {
  const name = makeName();
  await get(call({ events: [{ key: name, timestamp }] }));
  expect(await findOne(name)).toMatchObject({ timestamp: expected });
});

test('a doubly compressed form of 4.9 MB is stored; more than 5 MB are refused', async () => {
  const name = makeName();
  const segmentation = { text: 'x'.repeat(900) };
  const events = Array.from({ length: 4_700 }, () => ({ key: name, segmentation }));
  const body = encode(call({ events }));
  expect(body.length).toBeGreaterThan(4_500_000);
  const headers = { ...form, 'content-encoding': 'gzip' };
  expect(await post(gzipSync(gzipSync(body)), '/i', headers)).toEqual(ok);
  expect(await find(name)).toHaveLength(4_700);
  expect((await post('x'.repeat(5_000_001))).status).toBe(413);
});
