import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { CaseRun, CaseScene, ContractCase } from '../contract-case.js';
import { holdingAt } from '../damage.js';
import { invoked, succeeded } from '../expected-events.js';

const releaseFile = ({ root }: CaseScene) => join(root, 'released');

/** The longest possible duration of the command's body, measured from outside. */
function measureBody(): Pick<CaseRun, 'meanwhile' | 'checkEvents'> {
  let bodyMs = Number.NaN;
  return {
    async meanwhile(scene) {
      const startedAt = performance.now();
      await scene.untilBodyEnds();
      bodyMs = performance.now() - startedAt;
      // Long enough that a duration measured until the end of the run would be longer.
      await sleep(bodyMs + 100);
      writeFileSync(releaseFile(scene), '');
    },
    checkEvents(events) {
      expect(events.at(-1)?.properties?.duration_ms).toBeLessThanOrEqual(bodyMs);
    },
  };
}

/** In CI orbit delivers before it ends: here to a slow collector. */
function measureBeforeDelivery(): Pick<CaseRun, 'prepare' | 'meanwhile' | 'checkEvents'> {
  let bodyMs = Number.NaN;
  return {
    prepare: (scene) => scene.hangCollector(),
    async meanwhile(scene) {
      const startedAt = performance.now();
      await scene.untilBodyEnds();
      bodyMs = performance.now() - startedAt;
    },
    checkEvents(events) {
      expect(events.at(-1)?.properties?.duration_ms).toBeLessThanOrEqual(bodyMs);
    },
  };
}

/** A package registry that accepts every request and never responds. */
interface SilentRegistry {
  server: Server;
  questions: number;
  abandoned: number;
}

async function startSilentRegistry(): Promise<SilentRegistry> {
  const registry: SilentRegistry = { server: createServer(), questions: 0, abandoned: 0 };
  registry.server.on('request', (request) => {
    registry.questions += 1;
    request.socket.on('close', () => {
      registry.abandoned += 1;
    });
  });
  await new Promise<void>((resolve) => registry.server.listen(0, '127.0.0.1', resolve));
  return registry;
}

function askSilentRegistry(): Pick<CaseRun, 'prepare' | 'check'> {
  let registry: SilentRegistry | undefined;
  return {
    async prepare(scene) {
      registry = await startSilentRegistry();
      const { port } = registry.server.address() as AddressInfo;
      scene.env.npm_config_registry = `http://127.0.0.1:${port}`;
    },
    async check() {
      // If orbit had waited for a response, it would have given up by now.
      expect(registry?.abandoned).toBe(0);
      while (registry?.questions === 0) await sleep(20);
      registry?.server.closeAllConnections();
      registry?.server.close();
    },
  };
}

const onTerminal = {
  args: ['init'],
  turns: [],
  exitCode: 0,
  events: [invoked, succeeded],
} as const;

const inCi: CaseRun = {
  args: ['init', '--dry-run'],
  env: { CI: 'true', GITHUB_ACTIONS: 'true' },
  base: { is_ci: true, ci_name: 'github_actions', cli_context: 'human' },
  anonymousId: 'ci:github_actions',
  exitCode: 0,
  events: [invoked, succeeded],
};

/** What happens after the command. */
export const updateNoticeCases: readonly ContractCase[] = [
  {
    title: 'Run a command whose update notifier takes long',
    rules: ['command.duration_of_body'],
    world: { env: { npm_config_registry: 'http://127.0.0.1:9' } },
    runs: [
      {
        ...onTerminal,
        env: holdingAt('statSync:update.json'),
        prepare: (scene) => {
          scene.env.ORBIT_HOLD_UNTIL = releaseFile(scene);
        },
        ...measureBody(),
      },
    ],
  },
  {
    title: 'Run a command while the package registry does not respond',
    rules: ['command.notifier_never_delays'],
    runs: [{ ...onTerminal, ...askSilentRegistry() }],
  },
  {
    title: 'Run a command in CI while the collector does not respond, and another one when it does',
    rules: ['command.duration_of_body', 'run.delivered'],
    runs: [{ ...inCi, ...measureBeforeDelivery() }, inCi],
  },
];
