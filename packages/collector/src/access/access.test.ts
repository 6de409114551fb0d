import { openEmbeddedStore, type Store } from '@sonde/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { createTestDirectory } from '../testing/collector-process.js';

const directory = createTestDirectory();
let store: Store;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data') });
});
afterAll(async () => {
  await store.close();
  directory.remove();
});

test('a route that does not declare its access fails at start', async () => {
  const app = await createCollector({ store });
  app.get('/api/v1/forgotten', async () => 'everything');
  await expect(app.ready()).rejects.toThrow('/api/v1/forgotten does not declare its access');
});

test('a project route gets the project that was checked', async () => {
  const app = await createCollector({ store });
  const config = { access: { project: 'member' } } as const;
  app.get('/api/v1/echo', { config }, async ({ project }) => ({ project }));
  app.get('/api/v1/echo/:project', { config }, async ({ project }) => ({ project }));
  const get = async (url: string) => {
    const response = await app.inject(url);
    return response.json().project ?? response.json().code;
  };
  expect(await get('/api/v1/echo')).toBe('default');
  expect(await get('/api/v1/echo?project=default')).toBe('default');
  expect(await get('/api/v1/echo?project=other')).toBe('project_not_found');
  expect(await get('/api/v1/echo?project=')).toBe('project_not_found');
  expect(await get('/api/v1/echo?project=default&project=other')).toBe('parameter_invalid');
  // The path wins: the checked project is the one that is read.
  expect(await get('/api/v1/echo/other?project=default')).toBe('project_not_found');
  expect(await get('/api/v1/echo/default?project=other')).toBe('default');
  await app.close();
});
