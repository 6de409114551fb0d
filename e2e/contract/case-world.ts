import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OrbitCloud, startOrbitCloud } from '@sonde/example-orbit-cloud';
import {
  type CloudAdmin,
  createCloudAdmin,
  createUser,
  type OrbitUser,
  personAtBrowserBin,
  runOrbit,
} from '@sonde/example-orbit-demo';
import { createTestCollector, type TestCollector } from 'sonde/testing';
import { type CaseScene, type CaseWorld, closedRegion, unknownPlan } from './contract-case.js';
import { other, person } from './person.js';
import { handToChromium, type SharedChromium } from './shared-chromium.js';

/** A person with a separate machine, service and collector. */
export interface PreparedWorld {
  scene: CaseScene;
  user: OrbitUser;
  userId: string;
  cloud: CloudAdmin;
  service: OrbitCloud;
  collector: TestCollector;
  /** Texts that no event may contain. */
  secrets: string[];
  close(): Promise<void>;
}

const personName = 'Augusta Confidential';

/**
 * Creates the world in which a case begins. Its preparation is not reported.
 *
 * @param browser The browser in which the person clicks.
 * @param endpoint Where orbit reports to. Default: the world's own collector.
 */
export async function prepareWorld(
  root: string,
  world: CaseWorld,
  browser: SharedChromium,
  endpoint?: string,
): Promise<PreparedWorld> {
  mkdirSync(root, { recursive: true });
  const service = await startOrbitCloud({ dataDirectory: join(root, 'cloud') });
  const cloud = createCloudAdmin(service);
  const collector = await createTestCollector();
  const close = async () => {
    await collector.close();
    await service.close();
  };
  try {
    await cloud.setRegionAvailable(closedRegion, false);
    const { billing = false, session = 'none', version = '1.3.1' } = world;
    const { applications = [], applicationsElsewhere = [], plan = 'free' } = world;
    if (world.offersUnknownPlan === true) await cloud.addPlan(unknownPlan);
    const { userId, token } = await cloud.createUser({ name: personName, billing, ...person });
    const user = createUser({
      root,
      endpoint: endpoint ?? collector.url,
      cloudUrl: service.url,
      person,
      ...(session === 'token' ? { token } : {}),
      ...(version === 'source' ? {} : { version }),
      // A failed delivery must be retried within the time limit of the case.
      env: {
        ORBIT_TELEMETRY_BACKOFF_MS: '1',
        BROWSER: handToChromium,
        ORBIT_CHROMIUM_URL: browser.url,
        ...world.env,
      },
    });
    const silently = async (args: string[], { env = {} } = {}) => {
      const run = await runOrbit(user, args, {
        // Independent of the case's browser, because this is not part of the case.
        env: { ORBIT_TELEMETRY: 'off', BROWSER: personAtBrowserBin, ...env },
        timeoutMs: 120_000,
      });
      if (run.exitCode !== 0) throw new Error(`orbit ${args.join(' ')}: ${run.stderr}`);
    };
    if (session === 'stored') await silently(['auth', 'login']);
    const create = ['application', 'create', '--accept-terms'];
    for (const [index, name] of applications.entries()) {
      await silently([...create, '--name', name, '--plan', index === 0 ? plan : 'free']);
    }
    for (const name of applicationsElsewhere) {
      const env = { ORBIT_TOKEN: token, XDG_CONFIG_HOME: join(root, 'elsewhere') };
      await silently([...create, '--name', name], { env });
    }
    return {
      scene: createScene({ user, userId, cloud, service, collector }),
      user,
      userId,
      cloud,
      service,
      collector,
      secrets: [
        personName,
        person.userName,
        person.password,
        other.userName,
        other.password,
        token,
        root,
        service.url,
        ...applications,
        ...applicationsElsewhere,
      ],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function createScene(
  world: Pick<PreparedWorld, 'user' | 'userId' | 'cloud' | 'service' | 'collector'>,
): CaseScene {
  const { user, userId, cloud, service, collector } = world;
  return {
    ...user,
    userId,
    expireAccessTokens: () => cloud.expireAccessTokens(userId),
    revokeSessions: () => cloud.revokeSessions(userId),
    hangCollector: () => collector.setFault('hang', 1),
    stopService: () => service.close(),
    addFault: (fault) => cloud.addFault(fault),
    untilFaultsMet: () => cloud.untilFaultsMet(),
    untilStep: (step) =>
      until(() => recordedTexts(user).some((text) => text.includes(`"step":"${step}"`))),
    untilBodyEnds: () =>
      until(() => recordedTexts(user).some((text) => text.includes('"control":"body"'))),
  };
}

/** Files of runs so far. */
function recordedTexts(user: OrbitUser): string[] {
  try {
    return readdirSync(user.spoolDirectory)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readFileSync(join(user.spoolDirectory, name), 'utf8'));
  } catch {
    // Not there yet, or renamed meanwhile.
    return [];
  }
}

/** Resolves once the condition holds; the caller has a time limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}
