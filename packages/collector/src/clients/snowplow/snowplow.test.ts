import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../../testing/client-server.js';

const server = createClientServer();
beforeAll(() => server.open());
afterAll(() => server.close());

type Fields = Record<string, unknown>;
const tp2 = '/com.snowplowanalytics.snowplow/tp2';
let count = 0;
const makeId = () => {
  count += 1;
  return `6e6be86b-94d4-41d2-a243-${String(count).padStart(12, '0')}`;
};
/** The fields of version 4.8.0, with an address. */
const common = {
  p: 'srv',
  tv: 'node-4.8.0',
  tna: 'ns',
  aid: server.key,
  uid: 'u1',
  ip: '203.0.113.7',
  lang: 'de',
  duid: 'dom',
  nuid: 'net',
  dtm: '1795860672345',
  stm: '1795860673000',
};
const ofEvent = (iglu: string, data: unknown) => ({
  schema: 'iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0',
  data: { schema: iglu, data },
});
const ofContexts = (...data: unknown[]) => ({
  schema: 'iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0',
  data,
});
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const click = 'iglu:com.acme/button_click/jsonschema/1-0-0';
const user = 'iglu:com.acme/user/jsonschema/2-1-0';
const struct = { e: 'se', se_ca: 'cat', se_ac: 'act' };

const payload = (...events: unknown[]) => ({
  schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4',
  data: events,
});
const post = (body: object | string | Buffer, path = tp2, headers: Record<string, string> = {}) =>
  server.send('POST', path, {
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    body,
  });
const get = (path: string, fields: Fields) => {
  const query = new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return server.send('GET', `${path}?${query}`);
};
const findOne = async (eid: string, project?: string) => {
  const found = (await server.events(project)).filter(({ insert_id }) => insert_id === eid);
  expect(found).toHaveLength(1);
  return found[0];
};
const ok = { status: 200, type: 'text/plain; charset=utf-8', text: 'ok', cacheControl: 'no-store' };
const tracker = { p: 'srv', tv: 'node-4.8.0', tna: 'ns', lang: 'de' };

test.each([
  [
    'base64',
    (event: unknown, contexts: unknown) => ({ ue_px: base64(event), cx: base64(contexts) }),
  ],
  [
    'text',
    (event: unknown, contexts: unknown) => ({
      ue_pr: JSON.stringify(event),
      co: JSON.stringify(contexts),
    }),
  ],
])('a self-describing event as %s: its data are the properties', async (_form, encode) => {
  const [own, seen] = [makeId(), makeId()];
  const event = ofEvent(click, { t: '>>>???ÿÿ~~', n: 1 });
  const contexts = ofContexts(
    { schema: user, data: { plan: 'pro' } },
    { schema: user, data: { plan: 'x' } },
    { schema: 'iglu:com.acme/cart/jsonschema/1-0-0', data: { items: 2 } },
  );
  const fields = { ...common, e: 'ue', ...encode(event, contexts) };
  expect(await post(payload({ ...fields, eid: own }))).toEqual(ok);
  expect(await get('/i', { ...fields, eid: seen })).toEqual(ok);
  for (const eid of [own, seen]) {
    const stored = await findOne(eid);
    expect(stored).toMatchObject({
      event: 'button_click',
      distinct_id: 'u1',
      user_id: 'u1',
      anonymous_id: 'dom',
      timestamp: '2026-11-28T10:11:12.345Z',
      sent_at: '2026-11-28T10:11:13.000Z',
    });
    expect(stored?.properties).toEqual({
      t: '>>>???ÿÿ~~',
      n: 1,
      $context: { user: [{ plan: 'pro' }, { plan: 'x' }], cart: { items: 2 }, tracker },
    });
  }
});

test.each([
  [
    'a structured event',
    { ...struct, se_la: 'lab', se_pr: 'prop', se_va: '1.5' },
    'act',
    { $category: 'cat', $label: 'lab', $property: 'prop', $value: 1.5 },
  ],
  [
    'a page view',
    { e: 'pv', url: 'https://a/b?x=1', page: 'T', refr: 'https://r/' },
    '$pageview',
    { $url: 'https://a/b?x=1', $title: 'T', $referrer: 'https://r/' },
  ],
  ['a page ping', { e: 'pp', pp_mix: '1', pp_max: '2' }, '$page_ping', { $x_min: 1, $x_max: 2 }],
  [
    'a transaction',
    { e: 'tr', tr_id: 'o1', tr_af: 'af', tr_tt: '9.5', tr_tx: '1', tr_cu: 'EUR' },
    '$transaction',
    { $order_id: 'o1', $affiliation: 'af', $total: 9.5, $tax: 1, $currency: 'EUR' },
  ],
  [
    'an item of one',
    { e: 'ti', ti_id: 'o1', ti_sk: 's', ti_nm: 'n', ti_ca: 'c', ti_pr: '1', ti_qu: '2' },
    '$transaction_item',
    { $order_id: 'o1', $sku: 's', $name: 'n', $category: 'c', $price: 1, $quantity: 2 },
  ],
])('%s', async (_what, fields, event, properties) => {
  const eid = makeId();
  expect(await post(payload({ ...common, ...fields, eid }))).toEqual(ok);
  expect(await findOne(eid)).toMatchObject({ event, properties });
});

test('version 3 sends single events by GET, and the time of the first attempt', async () => {
  const eid = makeId();
  const { ttm, ...fields } = { ...common, ttm: '1795860600000', tv: 'node-3.24.6' };
  expect(await get(tp2, { ...fields, ...struct, se_ca: 'cat x+y', ttm, eid })).toEqual(ok);
  const stored = await findOne(eid);
  expect(stored).toMatchObject({ sent_at: null, properties: { $category: 'cat x+y' } });
  // The caller's time wins over the tracker's.
  expect(stored).toMatchObject({ timestamp: '2026-11-28T10:10:00.000Z' });
});

test('a repeat counts once; /i takes batches as well', async () => {
  const eid = makeId();
  for (const path of [tp2, `${tp2}/`, '/i']) {
    expect(await post(payload({ ...common, ...struct, eid }), path)).toEqual(ok);
  }
  await findOne(eid);
});

test.each([
  ['nuid', { nuid: 'n1' }, 'n1'],
  ['tnuid', { tnuid: 'n2' }, 'n2'],
])('without duid, %s is the anonymous id', async (_field, ids, expected) => {
  const eid = makeId();
  const { duid, nuid, uid, ...fields } = common;
  await post(payload({ ...fields, ...struct, ...ids, eid }));
  expect(await findOne(eid)).toMatchObject({ user_id: null, anonymous_id: expected });
});

test('an unknown aid is refused if events without a key have no place', async () => {
  const answer = await post(payload({ ...common, ...struct, aid: 'app', eid: makeId() }));
  expect(answer.status).toBe(401);
});

const event = { ...common, ...struct };
test.each([
  ['events that are none', [7, null, [], 'x'], 'event_not_object', 4],
  ['no type', [{ ...common }], 'event_name_invalid', 1],
  ['an unknown type', [{ ...common, e: 'xx' }], 'event_name_invalid', 1],
  [
    'a type that is a property of objects',
    [{ ...common, e: 'constructor' }],
    'event_name_invalid',
    1,
  ],
  ['no name', [{ ...common, e: 'se' }], 'event_name_invalid', 1],
  [
    'another schema',
    [{ ...common, e: 'ue', ue_px: base64(ofEvent('x', {})) }],
    'event_name_invalid',
    1,
  ],
  [
    'a schema that is none',
    [{ ...common, e: 'ue', ue_pr: '{"data":{"schema":{"toString":1},"data":{}}}' }],
    'event_name_invalid',
    1,
  ],
  ['no description', [{ ...common, e: 'ue' }], 'event_field_invalid', 1],
  ['a broken description', [{ ...common, e: 'ue', ue_px: 'eyJ' }], 'event_field_invalid', 1],
  ['a description of none', [{ ...common, e: 'ue', ue_pr: '7' }], 'event_field_invalid', 1],
  ['a broken context', [{ ...event, cx: 'eyJ' }], 'event_field_invalid', 1],
  [
    'data that are none',
    [{ ...common, e: 'ue', ue_px: base64(ofEvent(click, 7)) }],
    'event_field_invalid',
    1,
  ],
  ['an id of a wrong type', [{ ...event, uid: {} }], 'event_field_invalid', 1],
  ['an eid of a wrong type', [{ ...event, eid: [1] }], 'event_field_invalid', 1],
  ['a time that is none', [{ ...event, dtm: 'soon' }], 'event_timestamp_invalid', 1],
  ['a time of a wrong type', [{ ...event, dtm: {} }], 'event_timestamp_invalid', 1],
  ['an event of 60 kB', [{ ...event, se_la: 'x'.repeat(60_000) }], 'event_too_large', 1],
])('%s is quarantined, the rest is stored', async (_what, events, code, expected) => {
  const before = await countOf(code);
  const eid = makeId();
  const given = events.map((one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? { eid: makeId(), ...one }
      : one,
  );
  expect(await post(payload({ ...event, eid }, ...given))).toEqual(ok);
  await findOne(eid);
  expect((await countOf(code)) - before).toBe(expected);
});

const countOf = async (code: string) =>
  (await server.quarantined()).find((entry) => entry.code === code)?.events ?? 0;

test.each([
  ['no JSON', 'nonsense', 'body_not_json'],
  ['an empty body', '', 'body_not_json'],
  ['truncated JSON', JSON.stringify(payload(event)).slice(0, 90), 'body_not_json'],
  ['bytes', Buffer.from([0xff, 0xfe, 0]), 'body_not_json'],
  ['a list', '[]', 'body_wrong_shape'],
  ["another family's body", '{"events":[]}', 'body_wrong_shape'],
])('%s is quarantined, and the client sees a success', async (_what, body, code) => {
  const before = await countOf(code);
  expect(await post(body, `${tp2}?aid=${server.key}`)).toEqual(ok);
  expect((await countOf(code)) - before).toBe(1);
});

test.each([
  ['seconds', 1_795_860_672, '2026-11-28T10:11:12.000Z'],
  ['ISO', '2026-11-28T10:11:12.345Z', '2026-11-28T10:11:12.345Z'],
])('a time as %s', async (_form, dtm, expected) => {
  const eid = makeId();
  await post(payload({ ...event, dtm, eid }));
  expect(await findOne(eid)).toMatchObject({ timestamp: expected });
});

test('a doubly compressed batch of 4.9 MB is stored; more than 5 MB are refused', async () => {
  const ids = Array.from({ length: 4_000 }, makeId);
  const large = payload(...ids.map((eid) => ({ ...event, eid, se_la: 'x'.repeat(900) })));
  expect(JSON.stringify(large).length).toBeGreaterThan(4_600_000);
  const body = gzipSync(gzipSync(JSON.stringify(large)));
  expect(await post(body, tp2, { 'content-encoding': 'gzip' })).toEqual(ok);
  const stored = new Set((await server.events()).map(({ insert_id }) => insert_id));
  expect(ids.every((eid) => stored.has(eid))).toBe(true);
  expect((await post('x'.repeat(5_000_001))).status).toBe(413);
});
