import type { CatalogJson } from '@sonde/protocol';
import { openEmbeddedStore, queries } from '@sonde/store';
import { expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { createClientSamples } from '../testing/client-samples.js';
import { createTestDirectory } from '../testing/collector-process.js';

const plan = { type: 'enum' as const, values: ['pro'] };
/** Declares what the callers of the samples choose, and nothing that a client adds. */
const catalog: CatalogJson = {
  format: 1,
  tool: 'orbit',
  consent_version: 1,
  invocation_properties: {},
  events: [
    { name: 'x', properties: { plan } },
    { name: 'clear', properties: {} },
  ],
  flows: [],
};

test('a catalog need not declare what clients add, if undeclared events are quarantined', async () => {
  const directory = createTestDirectory();
  const store = await openEmbeddedStore({
    directory: directory.path('data'),
    commitIntervalMs: 0,
  });
  const app = await createCollector({ store });
  const ask = async (method: 'POST' | 'PATCH', url: string, payload: object, headers = {}) => {
    const response = await app.inject({
      ...{ method, url, payload, headers: { host: 'localhost', ...headers } },
    });
    expect([url, response.statusCode < 300, response.body]).toEqual([url, true, response.body]);
    return response.json();
  };
  const project = '/api/v1/projects/default';
  const { key } = await ask('POST', `${project}/keys`, { name: 'clients', kind: 'write' });
  await ask('POST', '/api/v1/catalogs', { catalog }, { 'x-api-key': key });
  await ask('PATCH', project, { undeclared: 'quarantine' });

  const samples = createClientSamples(key);
  for (const { method, url, headers, body } of samples) {
    const { statusCode } = await app.inject({
      ...{ method, url, headers: headers ?? {} },
      ...(body !== undefined && { payload: body }),
    });
    expect([url, statusCode < 300]).toEqual([url, true]);
  }
  const { codes, recent } = await store.query(queries.quarantine, { project: 'default' });
  expect(recent.map(({ code, field }) => [code, field])).toEqual([]);
  expect(codes).toEqual([]);
  const stored = [];
  for await (const event of store.exportEvents('default', {})) stored.push(event);
  expect(stored).toHaveLength(samples.length);
  await app.close();
  await store.close();
  directory.remove();
});
