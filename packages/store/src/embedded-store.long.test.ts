import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openEmbeddedStore } from './embedded-store.js';
import { describeStore } from './store.case.js';

const directories: string[] = [];

afterAll(async () => {
  for (const directory of directories) await rm(directory, { recursive: true, force: true });
});

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  directories.push(directory);
  return directory;
}

describeStore('the embedded store', async (options) =>
  openEmbeddedStore({ ...options, directory: await newDirectory() }),
);
