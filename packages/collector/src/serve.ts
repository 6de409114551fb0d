import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SondeError } from '@sonde/protocol';
import { readServerAddresses, type Store } from '@sonde/store';
import { type Configuration, readConfigFile } from './config-file.js';
import { createLog } from './create-log.js';
import { isLoopbackHost } from './loopback-guard.js';
import { createMetrics } from './metrics/metrics.js';
import { openStore } from './open-store.js';
import type { Settings } from './settings.js';
import { type RunningCollector, startCollector } from './start-collector.js';

const dashboardDirectory = fileURLToPath(new URL('../public', import.meta.url));

/** Signals that request a clean stop; SIGHUP means a closed terminal. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One Ctrl-C may arrive twice, from the terminal and from the parent process. A second one from a
 * person takes longer.
 */
const sameSignalMs = 400;

/**
 * Runs the collector until it is stopped.
 *
 * Resolves with the exit code: 0 after a clean stop. Rejects if it cannot start.
 */
export async function serve(
  settings: Settings,
  { socketFd }: { socketFd: number | undefined },
): Promise<number> {
  const stopping = waitForStop();
  let isStopping = false;
  stopping.then(() => {
    isStopping = true;
  });
  const configuration =
    settings.configFile === undefined ? undefined : await readConfigFile(settings.configFile);
  const logger = await createLog(settings.logLevel);
  const metrics = createMetrics();
  const open = () =>
    openStore(
      {
        directory: settings.dataDirectory,
        onCommit: metrics.committed,
        onFault: (message, error) => logger.error({ err: error }, message),
        diskFloorBytes: settings.diskFloorBytes,
        ...(settings.memoryBytes === undefined ? {} : { memoryBytes: settings.memoryBytes }),
      },
      settings.server,
    );
  const collector = await startCollector({
    host: settings.host,
    port: settings.port,
    socketFd,
    dataDirectory: settings.dataDirectory,
    openStore: socketFd === undefined ? open : () => openAfterPredecessor(open, () => isStopping),
    configuration,
    ingestOnly: settings.ingestOnly,
    requireAccounts: settings.requireAccounts,
    publicUrl: settings.publicUrl,
    tls: settings.tls,
    trustProxy: settings.trustProxy,
    metrics,
    dashboardDirectory,
    logger,
  });
  process.stdout.write(describeStart(collector, settings, configuration));
  const signal = await stopping;
  // After Ctrl-C no proxy needs time to notice.
  await collector.close({ delayMs: signal === 'SIGINT' ? 0 : settings.stopDelayMs });
  return 0;
}

/** Time for a predecessor to finish its requests and close the store, with some reserve. */
const predecessorMs = 60_000;

/**
 * Opens the store once the previous process has closed it: a supervisor that passes the socket on
 * may start this one while the other is still finishing.
 */
async function openAfterPredecessor(
  open: () => Promise<Store>,
  isStopping: () => boolean,
): Promise<Store> {
  const deadline = performance.now() + predecessorMs;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const isInUse = error instanceof SondeError && error.code === 'data_directory_in_use';
      if (!isInUse || isStopping() || performance.now() > deadline) throw error;
      await delay(100);
    }
  }
}

function describeStart(
  { url, listensAt, setupLink, hiddenProjects, role }: RunningCollector,
  settings: Settings,
  configuration: Configuration | undefined,
): string {
  const address = settings.publicUrl ?? url;
  const lines = settings.ingestOnly
    ? [`Sonde accepts events at ${address}/ingest`]
    : [`Sonde is running at ${address}`, `  events   ${address}/ingest`];
  if (address !== listensAt) lines.push(`  listens  ${listensAt}`);
  const { server } = settings;
  if (server === undefined) lines.push(`  data     ${settings.dataDirectory}`);
  else {
    const addresses = readServerAddresses(server.url);
    for (const { origin, user } of addresses) lines.push(`  data     ${origin}, as ${user}`);
    lines.push(`  waiting  ${settings.dataDirectory}`);
    lines.push(`  role     ${role === 'leader' ? 'leads' : 'takes in events; another one leads'}`);
    const isOpen = ({ protocol, hostname }: URL) =>
      protocol === 'http:' && !isLoopbackHost(hostname);
    if (addresses.some(({ origin }) => isOpen(new URL(origin)))) {
      lines.push('  warning  without https, the network can read the password and the data');
    }
  }
  if (setupLink !== undefined) {
    lines.push(`  set up   ${setupLink}`);
    lines.push('           creates the first administrator; works once, within 24 hours');
  }
  const isForThisMachine = isLoopbackHost(new URL(address).hostname);
  if (settings.requireAccounts && settings.publicUrl === undefined && isForThisMachine) {
    lines.push('  warning  others cannot open these addresses: set the one that they use with');
    lines.push(`           --public-url, or replace ${address}`);
  }
  if (settings.requireAccounts && !isProtected(settings)) {
    lines.push('  warning  without TLS, others can read passwords and keys on the network:');
    lines.push('           use --tls-cert and --tls-key, or a proxy and --trust-proxy');
  }
  if (hiddenProjects.length > 0) {
    lines.push(
      `  warning  data of undeclared projects is not shown: ${describeIds(hiddenProjects)};`,
    );
    lines.push('           declare them in the configuration file, or use');
    lines.push(`           sonde-collector project create ${hiddenProjects[0]}`);
  }
  return [...lines, `  mode     ${describeMode(settings, configuration)}`, ''].join('\n');
}

function describeIds(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).join(', ');
  return ids.length > 3 ? `${shown} and ${ids.length - 3} more` : shown;
}

/** Whether connections of people are encrypted, here or by a proxy. */
function isProtected({ tls, publicUrl, trustProxy }: Settings): boolean {
  return tls !== undefined || trustProxy !== undefined || publicUrl?.startsWith('https:') === true;
}

function describeMode(
  { configFile, requireAccounts, ingestOnly }: Settings,
  configuration: Configuration | undefined,
): string {
  const declared = configuration?.projects.map(({ id }) => id) ?? [];
  const file = configFile ?? 'no configuration file';
  const projects = declared.length === 0 ? file : `${file}: ${declared.join(', ')}`;
  if (requireAccounts && !ingestOnly) {
    return `${projects};\n           people sign in, and tools need a write key`;
  }
  if (requireAccounts || declared.length > 0) return `${projects}; a write key is needed`;
  return `${projects};\n           any write key or none, from this machine only`;
}

/** Resolves at the first signal; a second one ends the process at once. */
function waitForStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    for (const signal of stopSignals) {
      process.on(signal, () => {
        if (firstAt === undefined) {
          firstAt = performance.now();
          resolve(signal);
        } else if (performance.now() - firstAt > sameSignalMs) {
          process.exit(130);
        }
      });
    }
  });
}
