import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OrbitCloud, startOrbitCloud } from '@sonde/example-orbit-cloud';
import {
  type CloudAdmin,
  createCloudAdmin,
  createUser,
  type OrbitUser,
  unavailableRegion,
} from '@sonde/example-orbit-demo';
import { type CollectorProcess, createCollectorProcess } from './collector-process.js';

/**
 * A collector, orbit's service, and people with separate machines: all real processes and servers.
 */
export interface OrbitWorld {
  root: string;
  collector: CollectorProcess;
  cloud: CloudAdmin;
  /** A person with an account, and by default a card on file. */
  addPerson(options?: {
    billing?: boolean;
    signedIn?: boolean;
    env?: Record<string, string>;
  }): Promise<{ user: OrbitUser; userId: string }>;
  close(): Promise<void>;
}

export async function createOrbitWorld(): Promise<OrbitWorld> {
  const root = mkdtempSync(join(tmpdir(), 'sonde-e2e-'));
  const service: OrbitCloud = await startOrbitCloud({ dataDirectory: join(root, 'cloud') });
  const cloud = createCloudAdmin(service);
  await cloud.setRegionAvailable(unavailableRegion, false);
  const collector = await createCollectorProcess({ dataDirectory: join(root, 'data') });
  let people = 0;
  return {
    root,
    collector,
    cloud,
    async addPerson({ billing = true, signedIn = true, env = {} } = {}) {
      people += 1;
      // Others may be added concurrently.
      const number = people;
      const person = { userName: `person-${number}`, password: 'a few good words' };
      const { userId, token } = await cloud.createUser({
        name: `Person ${number}`,
        billing,
        ...person,
      });
      const user = createUser({
        root: join(root, `person-${number}`),
        endpoint: collector.url,
        cloudUrl: service.url,
        person,
        env,
        ...(signedIn ? { token } : {}),
      });
      return { user, userId };
    },
    async close() {
      await collector.stop();
      await service.close();
      rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}
