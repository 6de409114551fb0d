import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../../testing/client-server.js';

const server = createClientServer();
beforeAll(() => server.open());
afterAll(() => server.close());

let count = 0;
const makeId = () => {
  count += 1;
  return `01a22dcf-a5bb-7bd9-aa9a-${String(count).padStart(12, '0')}`;
};
const find = async (id: string) =>
  (await server.events()).filter(({ insert_id }) => insert_id === id);
const timestamp = '2026-11-28T10:11:12.345Z';
const success = { status: 200, text: '{"status":"Ok","code":200}' };

/** The calls of `posthog-node`, as its version 5 sends them. */
const common = { $lib: 'posthog-node', $lib_version: '5.70.0', $is_server: true };
const group = { $group_type: 'company', $group_key: 'g1', $group_set: { seats: 3 } };
const calls = [
  { event: 'Deploy', distinct_id: 'u1', properties: { a: 1, $groups: { company: 'g1' } } },
  { event: 'Anon', distinct_id: 'a1', properties: { $process_person_profile: false } },
  {
    event: '$identify',
    distinct_id: 'u1',
    properties: { $set: { plan: 'pro' }, $set_once: { first: 1 }, $anon_distinct_id: 'a2' },
  },
  {
    event: '$create_alias',
    distinct_id: 'u1',
    properties: { distinct_id: 'u1', alias: 'a1' },
  },
  { event: '$groupidentify', distinct_id: '$company_g1', properties: group },
  { event: '$groupidentify', distinct_id: 'u1', properties: group },
];

async function storeCalls(url: string, request: (batch: object[]) => object) {
  const batch = calls.map(({ properties, ...call }) => ({
    ...call,
    properties: { ...properties, ...common },
    timestamp,
    uuid: makeId(),
  }));
  expect(await server.send('POST', url, request(batch))).toMatchObject(success);
  const stored = await server.events();
  return batch.map(({ uuid }) => stored.find(({ insert_id }) => insert_id === uuid));
}

test.each([
  ['5', (batch: object[]) => gzipSync(JSON.stringify({ api_key: server.key, batch }))],
  [
    '4 and 3',
    (batch: object[]) => ({
      api_key: server.key,
      batch: batch.map((event) => ({
        ...event,
        type: 'capture',
        library: 'posthog-node',
        library_version: '4.18.0',
      })),
      sent_at: '2026-11-28T10:11:13.345Z',
    }),
  ],
])('a batch of posthog-node %s: each call becomes an event', async (_version, makeBody) => {
  const [deploy, anonymous, identify, alias, unnamed, named] = await storeCalls(
    '/batch/',
    (batch) => ({ body: makeBody(batch) }),
  );
  const ofUser = { user_id: 'u1', distinct_id: 'u1', timestamp, sent_at: null };
  expect(deploy).toMatchObject({
    event: 'Deploy',
    timestamp,
    sent_at: null,
    distinct_id: 'u1',
    properties: { a: 1, $groups: { company: 'g1' }, $lib: 'posthog-node' },
  });
  expect(anonymous).toMatchObject({ anonymous_id: 'a1', user_id: null });
  expect(identify).toMatchObject({
    ...ofUser,
    event: '$identify',
    anonymous_id: 'a2',
    properties: { $set: { plan: 'pro' }, $set_once: { first: 1 } },
  });
  expect(alias).toMatchObject({ ...ofUser, event: '$create_alias', anonymous_id: 'a1' });
  expect(unnamed).toMatchObject({
    event: '$groupidentify',
    user_id: null,
    anonymous_id: null,
    properties: group,
  });
  expect(named).toMatchObject({ event: '$groupidentify', distinct_id: 'u1', properties: group });
});

test('version 1 of the capture protocol: its header has the time, the answer names each event', async () => {
  const [named, broken] = [makeId(), makeId()];
  const requestTime = new Date().toISOString();
  const answer = await server.send('POST', '/i/v1/analytics/events', {
    headers: {
      authorization: `Bearer ${server.key}`,
      'content-encoding': 'gzip',
      'posthog-sdk-info': 'posthog-node/5.70.0',
      'posthog-attempt': '2',
      'posthog-request-timestamp': requestTime,
    },
    body: gzipSync(
      JSON.stringify({
        created_at: '2020-01-01T00:00:00.000Z',
        batch: [
          {
            ...{ event: 'Deploy', uuid: named, distinct_id: 'a1', timestamp, session_id: 's1' },
            ...{ options: { process_person_profile: false }, properties: { a: 1 } },
          },
          { event: '', uuid: broken, distinct_id: 'a1', timestamp, options: {}, properties: {} },
          7,
        ],
      }),
    ),
  });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toEqual({
    results: { [named]: { result: 'ok' }, [broken]: { result: 'ok' } },
  });
  expect(await find(named)).toMatchObject([
    {
      ...{ anonymous_id: 'a1', user_id: null, sent_at: requestTime },
      properties: {
        ...{ $lib: 'posthog-node', $lib_version: '5.70.0' },
        ...{ $process_person_profile: false, $session_id: 's1', a: 1 },
      },
    },
  ]);
  expect(await find(broken)).toEqual([]);
});

test('source code, addresses and the key are not stored; known fields get our names', async () => {
  const uuid = makeId();
  const frame = { filename: 'app.mjs', lineno: 3, in_app: true };
  const secret = {
    ...{ context_line: 'const secret = 1;', pre_context: ['secret'], post_context: ['secret'] },
    vars: { password: 'secret' },
  };
  const stacktrace = { type: 'raw', frames: [{ ...frame, ...secret }] };
  await server.send('POST', '/capture/', {
    body: {
      event: '$exception',
      distinct_id: 'u1',
      uuid,
      properties: {
        token: server.key,
        $ip: '203.0.113.7',
        $app_version: '2.1.0',
        $os: 'Mac OS X',
        $exception_list: [{ type: 'Error', value: 'x', stacktrace }, 7],
      },
    },
  });
  const [stored] = await find(uuid);
  expect(stored?.properties).toEqual({
    version: '2.1.0',
    operating_system: 'darwin',
    $app_version: '2.1.0',
    $os: 'Mac OS X',
    $exception_list: [
      { type: 'Error', value: 'x', stacktrace: { type: 'raw', frames: [frame] } },
      7,
    ],
  });
});

test.each([
  ['of a device', { $device_id: 'd1' }, { user_id: 'x', anonymous_id: 'd1' }],
  ['that is its device', { $device_id: 'x' }, { user_id: null, anonymous_id: 'x' }],
  ['that is identified', { $is_identified: true }, { user_id: 'x', anonymous_id: null }],
  ['of no profile', { $process_person_profile: false }, { user_id: null, anonymous_id: 'x' }],
  ['that says nothing', {}, { user_id: null, anonymous_id: 'x' }],
])('an id %s', async (_what, properties, ids) => {
  const uuid = makeId();
  await server.send('POST', '/capture', {
    body: { api_key: server.key, event: 'x', distinct_id: 'x', uuid, properties },
  });
  expect(await find(uuid)).toMatchObject([{ distinct_id: 'x', ...ids }]);
});

const event = { event: 'x', distinct_id: 'u' };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const encode = encodeURIComponent;
test.each([
  ['an event in the body', '/e/', (one: object) => one],
  ['a list in the body', '/e', (one: object) => JSON.stringify([one])],
  ['gzip in the body', '/e/?compression=gzip-js', (one: object) => gzipSync(JSON.stringify(one))],
  ['base64 in the body', '/i/v0/e/', (one: object) => base64(one)],
  ['JSON in a form', '/e', (one: object) => `data=${encode(JSON.stringify(one))}`],
  ['base64 in a form', '/e', (one: object) => `data=${encode(base64(one))}&compression=base64`],
  ['raw base64 in a form', '/capture', (one: object) => `data=${base64({ ...one, text: '~?>' })}`],
])('the legacy form with %s', async (_what, url, makeBody) => {
  const uuid = makeId();
  const body = makeBody({ ...event, uuid, api_key: server.key });
  expect(await server.send('POST', url, { body })).toMatchObject(success);
  expect(await find(uuid)).toHaveLength(1);
});

test('the form of posthog-node 3 and 4 with `captureMode: "form"`', async () => {
  // {"api_key":"a-key-of-the-test","batch":[{"event":"x","distinct_id":"u","uuid":"lz64-of-version-4"}]}
  const body =
    'data=N4IghgDglg%2Bg1gUwJ4gFzgLSKRg9gMwwBcALBYhAZyJABoQAjMIgYxLQG1QEA3BAOxroAHnRAATKNSj8WRGFHFoQAVzEqVi5QBsAXgDYALHkJ8ATpSi5%2BGQyAC%2BAXXtA&compression=lz64';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = '/e/?ip=1&_=1796064952048&v=4.18.0';
  expect(await server.send('POST', url, { headers, body })).toMatchObject(success);
  expect(await find('lz64-of-version-4')).toHaveLength(1);
});

test('an event in the query', async () => {
  const [first, second] = [makeId(), makeId()];
  const data = base64({ ...event, uuid: first, properties: { token: server.key } });
  expect(await server.send('GET', `/e/?ip=1&data=${encode(data)}`)).toMatchObject({
    ...success,
    cacheControl: 'no-store',
  });
  const json = encode(JSON.stringify({ ...event, uuid: second }));
  await server.send('GET', `/capture?data=${json}&api_key=${server.key}`);
  expect(await find(first)).toHaveLength(1);
  expect(await find(second)).toHaveLength(1);
});

test.each([
  ['api_key', {}, '/batch', (key: string) => ({ api_key: key })],
  ['token', {}, '/batch', (key: string) => ({ token: key })],
  ['Bearer', { authorization: `Bearer ${server.key}` }, '/batch', () => ({})],
  ['the query', {}, `/batch/?token=${server.key}`, () => ({})],
])('the key is read from %s', async (_place, headers, url, fields) => {
  const uuid = makeId();
  const body = { batch: [{ ...event, uuid }], ...fields(server.key) };
  expect(await server.send('POST', url, { headers, body })).toMatchObject(success);
  expect(await find(uuid)).toHaveLength(1);
});

test.each(['/batch', '/i/v1/analytics/events', '/flags'])(
  '%s refuses an unknown key, and stores nothing',
  async (url) => {
    const uuid = makeId();
    const body = { api_key: 'another', token: 'another', batch: [{ ...event, uuid }] };
    const answer = await server.send('POST', url, { body });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 401, reason: 'key_unknown' });
    expect(await find(uuid)).toEqual([]);
  },
);

test('requests for flags get none', async () => {
  const body = { token: server.key, distinct_id: 'u1', groups: {}, person_properties: {} };
  for (const url of ['/flags/?v=2', '/decide/?v=3']) {
    const answer = await server.send('POST', url, { body });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      flags: {},
      featureFlags: {},
      featureFlagPayloads: {},
      errorsWhileComputingFlags: false,
    });
  }
  const headers = { authorization: 'Bearer phx_personal' };
  for (const path of ['/flags/definitions', '/api/feature_flag/local_evaluation']) {
    const answer = await server.send('GET', `${path}?token=${server.key}&send_cohorts`, {
      headers,
    });
    expect(answer).toMatchObject({ status: 200, cacheControl: 'no-store' });
    expect(JSON.parse(answer.text)).toEqual({ flags: [], group_type_mapping: {}, cohorts: {} });
  }
  const flag = `/api/projects/@current/feature_flags/flag1/remote_config?token=${server.key}`;
  expect(await server.send('GET', flag, { headers })).toMatchObject({
    ...{ status: 200, type: 'application/json; charset=utf-8', text: 'null' },
  });
});

test.each([
  [1_795_860_672_345, '2026-11-28T10:11:12.345Z'],
  [1_795_860_672, '2026-11-28T10:11:12.000Z'],
  ['1795860672345', '2026-11-28T10:11:12.345Z'],
  ['2026-11-28T11:11:12.345678+01:00', '2026-11-28T10:11:12.345Z'],
  ['2026-11-28 10:11:12', '2026-11-28T10:11:12.000Z'],
])('the time %j', async (sent, expected) => {
  const uuid = makeId();
  const body = { api_key: server.key, ...event, uuid, timestamp: sent };
  await server.send('POST', '/capture', { body });
  expect(await find(uuid)).toMatchObject([{ timestamp: expected }]);
});

const bearer = { authorization: `Bearer ${server.key}` };
test.each([
  ['no JSON', 'nonsense', 'body_not_json', 1],
  ['an empty body', '', 'body_not_json', 1],
  ['bytes', Buffer.from([0xff, 0xfe, 0]), 'body_not_json', 1],
  ['a form without JSON', 'data=!!!', 'body_not_json', 1],
  ['a number', '7', 'body_wrong_shape', 1],
  ['a batch that is none', '{"batch":7}', 'body_wrong_shape', 1],
  ["another family's body", '{"type":"track","userId":"u"}', 'event_name_invalid', 1],
  ['events that are none', '{"batch":[7,null,[]]}', 'event_not_object', 3],
  ['a name of a wrong type', { batch: [{ ...event, event: 7 }] }, 'event_name_invalid', 1],
  ['an id of a wrong type', { batch: [{ ...event, distinct_id: {} }] }, 'event_field_invalid', 1],
  ['a uuid of a wrong type', { batch: [{ ...event, uuid: [] }] }, 'event_field_invalid', 1],
  ['a time that is none', { batch: [{ ...event, timestamp: 'x' }] }, 'event_timestamp_invalid', 1],
  ['properties that are none', { batch: [{ ...event, properties: 7 }] }, 'event_field_invalid', 1],
  [
    'an event of 60 kB',
    { batch: [{ ...event, properties: { text: 'x'.repeat(60_000) } }] },
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
      ? { batch: [...body.batch, { ...event, uuid: good }] }
      : body;
  const answer = await server.send('POST', '/batch', { headers: bearer, body: whole });
  expect(answer).toMatchObject(success);
  expect((await countOf()) - before).toBe(events);
  if (whole !== body) expect(await find(good)).toHaveLength(1);
});

test('a truncated batch is quarantined in the project of its key', async () => {
  const before = await server.quarantined();
  const body = `{"api_key":"${server.key}","batch":[{"event":"x","dist`;
  expect(await server.send('POST', '/batch/', { body })).toMatchObject(success);
  expect(await server.quarantined()).not.toEqual(before);
});

test('a doubly compressed batch of nearly 5 MB is stored', async () => {
  const batch = Array.from({ length: 200 }, () => ({
    ...event,
    uuid: makeId(),
    properties: Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`p${index}`, 'y'.repeat(800)]),
    ),
  }));
  const json = JSON.stringify({ api_key: server.key, batch });
  expect(json.length).toBeGreaterThan(4_800_000);
  for (const body of [json, gzipSync(gzipSync(json))]) {
    expect(await server.send('POST', '/batch/', { body })).toMatchObject(success);
  }
  const stored = await server.events();
  const ids = new Set(stored.map(({ insert_id }) => insert_id));
  expect(batch.every(({ uuid }) => ids.has(uuid))).toBe(true);
});
