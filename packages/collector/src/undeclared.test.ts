import type { CatalogJson, IngestResponse } from '@sonde/protocol';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCollector } from './collector.js';
import { hashCatalog } from './ingest/catalog-hash.js';
import { createTestDirectory } from './testing/collector-process.js';

const directory = createTestDirectory();
let store: Store;
let app: FastifyInstance;

const catalog: CatalogJson = {
  format: 1,
  tool: 'orbit',
  consent_version: 1,
  invocation_properties: {},
  events: [{ name: 'Cache Cleared', properties: { entries: { type: 'integer', min: 0, max: 9 } } }],
  flows: [],
};

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data'), commitIntervalMs: 0 });
  app = await createCollector({ store });
});
afterAll(async () => {
  await app.close();
  await store.close();
  directory.remove();
});

async function send(events: object[], meta: object = {}): Promise<IngestResponse> {
  const response = await app.inject({
    method: 'POST',
    url: '/ingest',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ events, meta }),
  });
  expect(response.statusCode).toBe(202);
  return response.json();
}

const setPolicy = (undeclared: string) =>
  app.inject({
    method: 'PATCH',
    url: '/api/v1/projects/default',
    headers: { host: 'localhost' },
    payload: { undeclared },
  });

async function readEvents(): Promise<{ insert_id: string; undeclared?: string }[]> {
  const events = [];
  for await (const event of store.exportEvents('default', {})) events.push(event);
  return events;
}

test('an outcome of another type is read, or quarantined; it is never a success', async () => {
  const end = (insert_id: string, properties: object) => ({
    ...{ event: 'Command Completed', insert_id, properties },
  });
  const { accepted, quarantined } = await send([
    end('text', { succeeded: 'false' }),
    end('code', { exit_code: '1' }),
    end('cancelled', { user_cancelled: '1', succeeded: 'true' }),
    end('good', { succeeded: 1 }),
    end('unreadable', { succeeded: 'perhaps' }),
    end('list', { exit_code: [0] }),
    { event: 'cli_invocation', insert_id: 'older', properties: { result: { exitCode: '2' } } },
    { event: 'cli_invocation', insert_id: 'odd', properties: { result: { exitCode: 'two' } } },
  ]);
  expect(accepted).toBe(5);
  expect(quarantined.map(({ insert_id, code, field }) => [insert_id, code, field])).toEqual([
    ['unreadable', 'event_property_type_invalid', 'properties.succeeded'],
    ['list', 'event_property_type_invalid', 'properties.exit_code'],
    ['odd', 'event_property_type_invalid', 'properties.exit_code'],
  ]);
  const overview = await app.inject({
    url: '/api/v1/overview',
    headers: { host: 'localhost' },
  });
  expect(overview.json().totals).toMatchObject({ invocations: 5, failed: 3, cancelled: 1 });
});

test('without a policy, undeclared events are stored and flagged', async () => {
  const meta = { tool: 'orbit', catalog_hash: hashCatalog(catalog) };
  const undeclared = (mark: string) => [
    { event: 'Cache Cleared', insert_id: `${mark} known`, properties: { entries: '3' } },
    { event: 'Cache Emptied', insert_id: `${mark} event` },
    { event: 'Cache Cleared', insert_id: `${mark} property`, properties: { colour: 'red' } },
    { event: 'Cache Cleared', insert_id: `${mark} value`, properties: { entries: 10 } },
  ];
  // Until its catalog has arrived, nothing is undeclared.
  expect(await send(undeclared('early'), meta)).toMatchObject({ catalog_wanted: true });
  await send([], { ...meta, catalog });
  expect(await send(undeclared('a'), meta)).toMatchObject({ accepted: 4, quarantined: [] });
  const flags = async (mark: string) =>
    Object.fromEntries(
      (await readEvents())
        .filter(({ insert_id }) => insert_id.startsWith(`${mark} `))
        .map(({ insert_id, undeclared: flag = '' }) => [insert_id.slice(mark.length + 1), flag]),
    );
  expect(await flags('early')).toEqual({ known: '', event: '', property: '', value: '' });
  expect(await flags('a')).toEqual({
    known: '',
    event: 'event_undeclared',
    property: 'event_property_undeclared',
    value: 'event_property_value_undeclared',
  });

  expect((await setPolicy('quarantine')).statusCode).toBe(200);
  const foreign = await send(undeclared('b'));
  expect(foreign.accepted).toBe(1);
  expect(foreign.quarantined.map(({ insert_id, code }) => [insert_id, code])).toEqual([
    ['b event', 'event_undeclared'],
    ['b property', 'event_property_undeclared'],
    ['b value', 'event_property_value_undeclared'],
  ]);
  expect(await flags('b')).toEqual({ known: '' });
  await setPolicy('accept');
});

test.each(['refuse', '', null, 1])('%j is no policy', async (policy) => {
  expect((await setPolicy(policy as string)).statusCode).toBe(400);
});
