import { createHash } from 'node:crypto';
import type { CatalogJson, Json } from '@sonde/protocol';
import { openEmbeddedStore, type Store } from '@sonde/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDirectory } from '../testing/collector-process.js';
import { createCatalogIntake } from './catalog-intake.js';
import { createKeepCatalog } from './keep-catalog.js';

const directory = createTestDirectory();
let store: Store;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data') });
});
afterAll(async () => {
  await store.close();
  directory.remove();
});

const warnings: Record<string, unknown>[] = [];
let time = 0;
function createIntake(catalogsMax = { perTool: 1_000, perProject: 2_000 }) {
  warnings.length = 0;
  const intake = createCatalogIntake({
    learns: () => true,
    now: () => time,
    getStore: () => store,
    warn: (_message, details) => warnings.push(details),
    keep: createKeepCatalog({ getStore: () => store, catalogsMax }),
  });
  return (project: string, meta: { [key: string]: Json }) => intake(project, meta, undefined);
}

/** One of many catalogs, with its hash as the SDK computes it. */
function make(number: number, tool = 'orbit') {
  const catalog: CatalogJson = {
    format: 1,
    tool,
    consent_version: number,
    invocation_properties: {},
    events: [],
    flows: [],
  };
  const digest = createHash('sha256').update(JSON.stringify(catalog)).digest('hex');
  return { catalog_hash: digest.slice(0, 16), catalog: catalog as never };
}

test('a catalog is requested once, stored, and known', async () => {
  const intake = createIntake();
  const { catalog_hash, catalog } = make(1);
  expect(await intake('kept', { catalog_hash })).toEqual({ catalog_wanted: true });
  expect(await intake('kept', { catalog_hash, catalog })).toEqual({});
  expect(await intake('kept', { catalog_hash })).toEqual({});
  expect(await store.catalogTool('kept', catalog_hash)).toBe('orbit');
  expect(await createIntake()('kept', { catalog_hash })).toEqual({});
});

test.each([
  ['another hash', make(2).catalog_hash],
  ['no hash', undefined],
  ['an invalid hash', 'x'],
])('a catalog under %s is refused, and the right one is still requested', async (_, hash) => {
  const intake = createIntake();
  const refused = await intake('lied', {
    ...(hash !== undefined && { catalog_hash: hash }),
    catalog: make(1).catalog,
  });
  expect(refused.catalog_refused?.code).toBe('catalog_hash_wrong');
  expect(warnings).toMatchObject([{ project: 'lied', code: 'catalog_hash_wrong' }]);
  expect((await store.countCatalogs('lied', 'orbit')).ofProject).toBe(0);
  const { catalog_hash } = make(2);
  expect(await intake('lied', { catalog_hash })).toEqual({ catalog_wanted: true });
});

test('an invalid catalog is refused, and not requested again', async () => {
  const intake = createIntake();
  const catalog = { format: 7 };
  const digest = createHash('sha256').update(JSON.stringify(catalog)).digest('hex');
  const catalog_hash = digest.slice(0, 16);
  expect((await intake('none', { catalog_hash, catalog })).catalog_refused?.code).toBe(
    'catalog_invalid',
  );
  expect(await intake('none', { catalog_hash })).toEqual({});
});

test('a catalog nested too deeply is refused', async () => {
  const intake = createIntake();
  let catalog: Json = {};
  for (let level = 0; level < 200_000; level += 1) catalog = [catalog];
  const { catalog_hash } = make(1);
  expect(await intake('deep', { catalog_hash, catalog })).toMatchObject({
    catalog_refused: { code: 'catalog_invalid' },
  });
  expect(await intake('deep', { catalog_hash })).toEqual({ catalog_wanted: true });
});

test('clients cannot fill the log', async () => {
  const intake = createIntake();
  const long = 'x'.repeat(1_000_000);
  const { catalog } = make(1);
  const odd = { ...(make(1).catalog as object), [long]: 1, invocation_properties: { [long]: 1 } };
  const digest = createHash('sha256').update(JSON.stringify(odd)).digest('hex');
  const send = async () => {
    await intake('noisy', { catalog_hash: long, catalog });
    await intake('noisy', { catalog_hash: { [long]: [] }, catalog });
    await intake('noisy', { catalog_hash: digest.slice(0, 16), catalog: odd as Json });
  };
  await send();
  await send();
  expect(warnings.map(({ code }) => code)).toEqual(['catalog_hash_wrong', 'catalog_invalid']);
  expect(JSON.stringify(warnings).length).toBeLessThan(1_000);
  time += 60_000;
  await send();
  // An invalid catalog is remembered.
  expect(warnings.map(({ code }) => code).slice(2)).toEqual(['catalog_hash_wrong']);
});

test('tools and projects have a limit, also for concurrent requests', async () => {
  const intake = createIntake({ perTool: 3, perProject: 5 });
  const send = async (tool: string, count: number) => {
    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) => intake('many', make(index, tool))),
    );
    return answers.map(({ catalog_refused }) => catalog_refused?.code ?? 'kept');
  };
  const limit = 'catalog_limit_reached';
  expect(await send('one', 5)).toEqual(['kept', 'kept', 'kept', limit, limit]);
  expect(await send('two', 3)).toEqual(['kept', 'kept', limit]);
  expect(await store.countCatalogs('many', 'one')).toEqual({ ofTool: 3, ofProject: 5 });
  expect(await intake('elsewhere', make(0, 'one'))).toEqual({});
});
