import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { ServerStoreOptions, Store } from './port.js';
import { openServerStore } from './server-store.js';
import { describeStore } from './store.case.js';
import { describeAgreement } from './store-agrees-with-fold.case.js';
import { startTestServer, type TestServer } from './test-server/test-server.js';

let server: TestServer;
const directories: string[] = [];

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(async () => {
  await server.remove();
  for (const directory of directories) await rm(directory, { recursive: true, force: true });
});

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  directories.push(directory);
  return directory;
}

async function open(options: Partial<ServerStoreOptions>): Promise<Store> {
  // Each suite expects a new store.
  await server.run('DROP DATABASE IF EXISTS sonde SYNC');
  const { url, password } = server;
  return openServerStore({ ...options, url, password, directory: await newDirectory() });
}

describeStore('the store on a server', open);
describeAgreement('the store on a server', 6, open);
