import type { Properties } from '@sonde/protocol';
import { openEmbeddedStore, type Store } from '@sonde/store';
import { shareOf } from '@sonde/test-share';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCollector } from './collector.js';
import { typedProperties } from './ingest/known-properties.js';
import { createTestDirectory } from './testing/collector-process.js';

const directory = createTestDirectory();
let store: Store;
let app: FastifyInstance;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data'), commitIntervalMs: 0 });
  app = await createCollector({ store });
});
afterAll(async () => {
  await app.close();
  await store.close();
  directory.remove();
});

/** Text with a special meaning for formats, statements, terminals and JavaScript. */
const pieces = [
  ...['\\', '\\N', '\\t', '\t', '\n', '\r', '\u0001', '\x7f', '\x1b[31m', '\u2028', '\ufeff'],
  ...["'", '"', '`', '$', '$$', '$rows_', '{x:String}', "'); DROP TABLE sonde.events; --", '/*'],
  ...['NULL', 'nan', 'true', '[]', "['a']", 'project', '😀', 'e\u0301', '\u{10ffff}', 'a', ''],
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }).map((any) => any.replaceAll('\0', '')),
  fc.constantFrom('\\', '\t', '😀').map((one) => one.repeat(500)),
);
const id = text.map((any) => any.slice(0, 128).toWellFormed());

const edge = 2 ** 53 - 1;
const number = fc.oneof(
  fc.constantFrom(0, 1, -1, edge, -edge, 0.1 + 0.2, 5e-324, 1e-300, 2 ** 32, 1.5),
  fc.double({ min: -edge, max: edge, noNaN: true }),
);
const plain = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const key = fc.oneof(
  fc.constantFrom('step', 'reason', 'command', 'exit_code', 'duration_ms', 'succeeded', 'ci_name'),
  fc.constantFrom('flags', 'sequence', 'invocation_id', 'toString', 'hasOwnProperty', '\\N', '7'),
  id
    .map((any) => any.slice(0, 64).toWellFormed())
    .filter((any) => !['', '__proto__', 'constructor', 'prototype'].includes(any)),
);
const properties = fc.dictionary(key, fc.oneof(plain, fc.array(plain, { maxLength: 4 })), {
  maxKeys: 12,
  noNullPrototype: true,
});
const time = fc
  .date({
    min: new Date('2000-01-01T00:00:00.000Z'),
    max: new Date('2099-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());
const event = fc.record({
  event: id.filter((any) => any !== ''),
  distinct_id: id.filter((any) => any !== ''),
  timestamp: time,
  sent_at: fc.option(time),
  anonymous_id: id,
  user_id: id,
  project_id: id,
  invocation_id: id.filter((any) => any !== ''),
  sequence: fc.oneof(fc.constantFrom(0, 2 ** 32 - 1), fc.nat()),
  flow: id,
  flow_run_id: id,
  properties,
});

/** The properties as they are stored: a typed one that has one meaning has its type. */
function readTyped(values: Properties): Properties {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === null ? value : (typedProperties.get(name)?.(value) ?? value),
    ]),
  );
}

/** JSON with sorted keys; only their order may differ. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

test('the export equals the sent events as they are read, byte by byte', async () => {
  const sent = new Map<string, string>();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 40 }), text, async (all, mark) => {
      const events = all.map((one) => {
        count += 1;
        return { ...one, insert_id: `${count} ${mark}`.slice(0, 128).toWellFormed() };
      });
      for (const one of events) {
        // An empty field and a missing one are equivalent.
        const read = { ...one, properties: readTyped(one.properties) };
        const full = Object.entries(read).map(([name, value]) => [
          name,
          value === '' ? null : value,
        ]);
        sent.set(one.insert_id, toText(Object.fromEntries(full)));
      }
      const response = await app.inject({
        method: 'POST',
        url: '/ingest',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ events }),
      });
      expect([response.statusCode, response.json()]).toEqual([
        202,
        expect.objectContaining({ accepted: all.length, quarantined: [], rejected: [] }),
      ]);
    }),
    { numRuns: shareOf(40, 10) },
  );
  const response = await app.inject({
    url: '/api/v1/export/events',
    headers: { host: 'localhost' },
  });
  const exported = response.body.trimEnd().split('\n');
  expect(exported).toHaveLength(sent.size);
  for (const line of exported) {
    const { received_at, doubtful_time, undeclared, ...one } = JSON.parse(line);
    expect(toText(one)).toBe(sent.get(one.insert_id));
  }
});
