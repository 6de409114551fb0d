import { defaultLimits } from '@sonde/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noCatalogs } from './judge-event.js';
import { normaliseRequest, readRequest } from './normalise-request.js';

const receivedAt = Date.UTC(2026, 10, 21);
const context = {
  ...{ project: 'default', tool: '', receivedAt, limits: defaultLimits },
  judgement: { policy: 'accept' as const, catalogs: noCatalogs },
};

function normalise(body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return normaliseRequest(readRequest(Buffer.from(text), defaultLimits), context);
}

test('an event of the SDK is kept as it is', () => {
  const properties = { invocation_id: 'v1', sequence: 2, plan: 'pro', flags: ['region'], n: null };
  const { batch, rejected } = normalise({
    events: [
      {
        event: 'CLI Auth Started',
        distinct_id: 'u1',
        insert_id: 'i1',
        timestamp: '2026-11-20T12:00:00.000Z',
        sent_at: '2026-11-20T12:00:01.000Z',
        anonymous_id: 'a1',
        user_id: 'u1',
        project_id: 'p1',
        invocation_id: 'v1',
        sequence: 2,
        flow: 'auth',
        flow_run_id: 'f1',
        properties,
      },
    ],
  });
  expect(rejected).toEqual([]);
  expect(batch.quarantined).toEqual([]);
  expect(batch.events).toEqual([
    {
      project: 'default',
      event: 'CLI Auth Started',
      distinct_id: 'u1',
      insert_id: 'i1',
      timestamp: Date.UTC(2026, 10, 20, 12),
      sent_at: Date.UTC(2026, 10, 20, 12, 0, 1),
      received_at: receivedAt,
      anonymous_id: 'a1',
      user_id: 'u1',
      project_id: 'p1',
      invocation_id: 'v1',
      sequence: 2,
      position: 0,
      doubtful_time: false,
      undeclared: '',
      flow: 'auth',
      flow_run_id: 'f1',
      tool: '',
      properties,
    },
  ]);
});

test.each([
  ['in time', { timestamp: '2026-11-14T00:00:00.000Z' }, false],
  ['too old', { timestamp: '2026-11-13T23:59:59.999Z' }, true],
  ['a little early', { timestamp: '2026-11-22T00:00:00.000Z' }, false],
  ['too early', { timestamp: '2026-11-22T00:00:00.001Z' }, true],
  [
    'in time by a clock that is a year behind',
    { timestamp: '2025-11-20T00:00:00.000Z', sent_at: '2025-11-21T00:00:00.000Z' },
    false,
  ],
  [
    'eight days old when it was sent, by a clock that is a year behind',
    { timestamp: '2025-11-13T00:00:00.000Z', sent_at: '2025-11-21T00:00:00.000Z' },
    true,
  ],
  ['without a time', {}, false],
])('an event %s is stored, its time doubtful or not', (_name, times, doubtful) => {
  const { batch } = normalise({ event: 'x', ...times });
  expect(batch.quarantined).toEqual([]);
  expect(batch.events[0]?.doubtful_time).toBe(doubtful);
});

test('the limits of a doubtful time can be configured', () => {
  const body = Buffer.from(JSON.stringify({ event: 'x', timestamp: '2026-11-13T00:00:00.000Z' }));
  const limits = { ...defaultLimits, pastDays: 30 };
  const { batch } = normaliseRequest(readRequest(body, limits), { ...context, limits });
  expect(batch.events[0]?.doubtful_time).toBe(false);
});

test('a bare foreign event is completed and becomes its own invocation', () => {
  const [event] = normalise({ event: 'x', distinct_id: 'd', insert_id: 'i' }).batch.events;
  expect(event).toMatchObject({
    insert_id: 'i',
    invocation_id: 'i',
    sequence: 0,
    timestamp: receivedAt,
    sent_at: null,
    properties: {},
  });
  const [first, second] = normalise({ events: [{ event: 'x' }, { event: 'x' }] }).batch.events;
  expect(first?.insert_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(second?.insert_id).not.toBe(first?.insert_id);
});

test('null counts as absent, and unknown fields are dropped', () => {
  const [event] = normalise({
    event: 'x',
    insert_id: 'i',
    user_id: null,
    timestamp: null,
    properties: null,
    sequence: null,
    context: { deep: [[[[1]]]] },
  }).batch.events;
  expect(event).toMatchObject({ user_id: '', timestamp: receivedAt, sequence: 0, properties: {} });
  expect(event).not.toHaveProperty('context');
});

test('an SDK event without top-level fields is recognised by its properties', () => {
  const [event] = normalise({
    event: 'x',
    insert_id: 'i',
    properties: { invocation_id: 'v1', sequence: 3 },
  }).batch.events;
  expect(event).toMatchObject({ invocation_id: 'v1', sequence: 3 });
  const [foreign] = normalise({
    event: 'x',
    insert_id: 'i',
    properties: { invocation_id: 7, sequence: 'third' },
  }).batch.events;
  expect(foreign).toMatchObject({ invocation_id: 'i', sequence: 0 });
});

const long = (length: number) => 'x'.repeat(length);
const faults: [string, unknown, string, string | null][] = [
  ['no name', { insert_id: 'i' }, 'event_name_invalid', 'event'],
  ['an empty name', { event: '' }, 'event_name_invalid', 'event'],
  ['a number as name', { event: 1 }, 'event_name_invalid', 'event'],
  ['a long name', { event: long(129) }, 'event_name_invalid', 'event'],
  ['a NUL in the name', { event: 'a\0' }, 'event_text_invalid', 'event'],
  ['a number as id', { event: 'x', distinct_id: 7 }, 'event_field_invalid', 'distinct_id'],
  ['a long id', { event: 'x', user_id: long(129) }, 'event_field_invalid', 'user_id'],
  ['a surrogate in an id', { event: 'x', flow: '\ud800' }, 'event_text_invalid', 'flow'],
  ['a fraction as sequence', { event: 'x', sequence: 1.5 }, 'event_field_invalid', 'sequence'],
  ['a negative sequence', { event: 'x', sequence: -1 }, 'event_field_invalid', 'sequence'],
  ['a list as properties', { event: 'x', properties: [] }, 'event_field_invalid', 'properties'],
  [
    'the year 1',
    { event: 'x', timestamp: '0001-01-01T00:00:00.000Z' },
    'event_timestamp_invalid',
    'timestamp',
  ],
  [
    'the year 9999',
    { event: 'x', sent_at: '+292278994-08-17T07:12:55.807Z' },
    'event_timestamp_invalid',
    'sent_at',
  ],
  ['a time as a number', { event: 'x', timestamp: 1 }, 'event_timestamp_invalid', 'timestamp'],
  [
    'a number beyond 2^53',
    '{"event":"x","properties":{"n":9007199254740993}}',
    'event_property_value_invalid',
    'properties.n',
  ],
  [
    'an infinite number',
    '{"event":"x","properties":{"n":[1e400]}}',
    'event_property_value_invalid',
    'properties.n',
  ],
  [
    'a long string',
    { event: 'x', properties: { s: long(1_025) } },
    'event_property_value_invalid',
    'properties.s',
  ],
  [
    'an object',
    { event: 'x', properties: { o: {} } },
    'event_property_value_invalid',
    'properties.o',
  ],
  [
    'a list in a list',
    { event: 'x', properties: { l: [[]] } },
    'event_property_value_invalid',
    'properties.l',
  ],
  [
    'a long list',
    { event: 'x', properties: { l: Array(65).fill(1) } },
    'event_property_value_invalid',
    'properties.l',
  ],
  [
    'a NUL in a value',
    { event: 'x', properties: { s: 'a\0b' } },
    'event_text_invalid',
    'properties.s',
  ],
  [
    'a lone surrogate in a value',
    { event: 'x', properties: { s: 'a\udc00b' } },
    'event_text_invalid',
    'properties.s',
  ],
  [
    'a lone surrogate in a key',
    { event: 'x', properties: { '\ud83d': 1 } },
    'event_text_invalid',
    'properties.\ufffd',
  ],
  [
    '__proto__ as a key',
    '{"event":"x","properties":{"__proto__":{"admin":true}}}',
    'event_property_key_invalid',
    'properties.__proto__',
  ],
  [
    'constructor as a key',
    { event: 'x', properties: { constructor: 1 } },
    'event_property_key_invalid',
    'properties.constructor',
  ],
  [
    '__proto__ at the top level',
    '{"event":"x","__proto__":{"admin":true}}',
    'event_property_key_invalid',
    '__proto__',
  ],
  [
    'an empty key',
    { event: 'x', properties: { '': 1 } },
    'event_property_key_invalid',
    'properties.',
  ],
  [
    'a long key',
    { event: 'x', properties: { [long(65)]: 1 } },
    'event_property_key_invalid',
    `properties.${long(64)}`,
  ],
  [
    '65 properties',
    { event: 'x', properties: Object.fromEntries([...Array(65).keys()].map((n) => [`k${n}`, n])) },
    'event_too_many_properties',
    'properties',
  ],
  [
    '33 kB',
    {
      event: 'x',
      properties: Object.fromEntries([...Array(33).keys()].map((n) => [`k${n}`, long(1_000)])),
    },
    'event_too_large',
    null,
  ],
  [
    '100,000 keys',
    {
      event: 'x',
      properties: Object.fromEntries([...Array(100_000).keys()].map((n) => [`k${n}`, n])),
    },
    'event_too_large',
    null,
  ],
  [
    '5,000 levels',
    `{"event":"x","properties":{"deep":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`,
    'event_property_value_invalid',
    'properties.deep',
  ],
];

test.each(faults)(
  'an event with %s is quarantined, and its neighbour is stored',
  (_, body, code, field) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const { batch, rejected } = normalise(`{"events":[${text},{"event":"good","insert_id":"g"}]}`);
    expect(rejected).toEqual([]);
    expect(batch.events).toMatchObject([{ event: 'good' }]);
    expect(batch.quarantined).toMatchObject([{ index: 0, code, field, project: 'default' }]);
    expect(batch.quarantined[0]?.message).toMatch(/^[A-Z].*\.$/);
    // The store can write it as JSON.
    expect(() => JSON.stringify(batch.quarantined)).not.toThrow();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  },
);

test('values that are not objects are rejected', () => {
  const { batch, rejected } = normalise({ events: [1, null, 'x', [], true] });
  expect(batch).toEqual({ events: [], quarantined: [] });
  expect(rejected.map(({ index, code }) => [index, code])).toEqual(
    [0, 1, 2, 3, 4].map((index) => [index, 'event_not_object']),
  );
});

test.each([
  ['nothing', '', 'body_not_json'],
  ['a truncated event', '{"event":"x"', 'body_not_json'],
  ['NaN', '{"event":NaN}', 'body_not_json'],
  ['a raw NUL', '{"event":"a\0"}', 'body_not_json'],
  ['a list', '[]', 'body_wrong_shape'],
  ['a string', '"x"', 'body_wrong_shape'],
  ['null', 'null', 'body_wrong_shape'],
  ['no event', '{}', 'body_wrong_shape'],
  ['events that are not a list', '{"events":{}}', 'body_wrong_shape'],
  ['meta that is not an object', '{"events":[],"meta":[]}', 'body_wrong_shape'],
  [
    '2,001 events',
    JSON.stringify({ events: Array(2_001).fill({ event: 'x' }) }),
    'too_many_events',
  ],
  ['a million brackets', '['.repeat(1_000_000), 'body_not_json'],
])('a body with %s is refused as a whole', (_, body, code) => {
  expect(() => normalise(body)).toThrow(expect.objectContaining({ code }));
});

test('a body that is not UTF-8 is not JSON; a byte order mark is skipped', () => {
  const latin = Buffer.from('{"event":"\xe9"}', 'latin1');
  expect(() => readRequest(latin, defaultLimits)).toThrow(
    expect.objectContaining({ code: 'body_not_json' }),
  );
  expect(normalise('\ufeff{"event":"x"}').batch.events).toHaveLength(1);
});

test('any JSON gives a result or an expected error, and no event is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (events) => {
      const { batch, rejected } = normalise({ events });
      expect(batch.events.length + batch.quarantined.length + rejected.length).toBe(events.length);
    }),
  );
  const loose = fc.record(
    {
      event: fc.oneof(fc.string({ minLength: 1 }), fc.jsonValue()),
      insert_id: fc.oneof(fc.string(), fc.jsonValue()),
      timestamp: fc.jsonValue(),
      properties: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
    },
    { requiredKeys: ['event'] },
  );
  fc.assert(
    fc.property(loose, (event) => {
      const { batch } = normalise(event);
      expect(batch.events.length + batch.quarantined.length).toBe(1);
    }),
  );
});

test('what another collector forwards may have objects, and its replay too', () => {
  const event = { event: 'x', properties: { a: { b: 1 } } };
  const read = (meta: object) => {
    const body = Buffer.from(JSON.stringify({ events: [event, { properties: {} }], meta }));
    const request = readRequest(body, defaultLimits);
    return normaliseRequest(request, {
      ...{ project: 'default', tool: '', receivedAt, limits: defaultLimits },
      judgement: { policy: 'accept', catalogs: noCatalogs },
      isForwarded: request.meta.forwarded === true,
    }).batch;
  };
  const bodiesOf = (meta: object) => read(meta).quarantined.map(({ body }) => body);
  expect(bodiesOf({})).toEqual([event, { properties: {} }]);
  expect(bodiesOf({ forwarded: true })).toEqual([{ properties: {}, client: 'sonde' }]);
});
