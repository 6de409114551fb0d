import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shareOf } from '@sonde/test-share';
import { afterAll, beforeAll } from 'vitest';
import type { ServerStoreOptions, Store } from '../port.js';
import { openServerStore } from '../server-store.js';
import { describeStore } from '../store.case.js';
import { describeAgreement } from '../store-agrees-with-fold.case.js';
import { startTestCluster, type TestServer } from '../test-server/test-server.js';

/** The store's whole contract suite, and the comparison with the fold, on real servers. */
export function describeServers(name: string, count: number): void {
  let servers: readonly TestServer[];
  const directories: string[] = [];

  beforeAll(async () => {
    servers = await startTestCluster(count);
  });

  afterAll(async () => {
    for (const server of servers) await server.remove();
    for (const directory of directories) await rm(directory, { recursive: true, force: true });
  });

  async function open(options: Partial<ServerStoreOptions>): Promise<Store> {
    // Each suite expects a new store.
    for (const server of servers) await server.run('DROP DATABASE IF EXISTS sonde SYNC');
    const directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
    directories.push(directory);
    return openServerStore({
      ...options,
      url: servers.map(({ url }) => url).join(','),
      password: servers[0]?.password ?? '',
      directory,
    });
  }

  describeStore(name, open);
  describeAgreement(name, shareOf(6, 2), open);
}
