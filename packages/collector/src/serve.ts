import { fileURLToPath } from 'node:url';
import { openEmbeddedStore } from '@sonde/store';
import { type Configuration, readConfigFile } from './config-file.js';
import { createLog } from './create-log.js';
import type { Settings } from './settings.js';
import { startCollector } from './start-collector.js';

const dashboardDirectory = fileURLToPath(new URL('../public', import.meta.url));

/** Signals that ask for a clean stop; a closed terminal is one of them. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One Ctrl-C may arrive twice, from the terminal and from the process that started this one; a
 * person is slower.
 */
const sameSignalMs = 400;

/**
 * Runs the collector until it is asked to stop.
 *
 * Resolves with the exit code: 0 after a clean stop. Rejects when it cannot start.
 */
export async function serve(settings: Settings): Promise<number> {
  const stopping = waitForStop();
  const configuration =
    settings.configFile === undefined ? undefined : await readConfigFile(settings.configFile);
  const logger = await createLog(settings.logLevel);
  const collector = await startCollector({
    host: settings.host,
    port: settings.port,
    dataDirectory: settings.dataDirectory,
    openStore: () =>
      openEmbeddedStore({
        directory: settings.dataDirectory,
        ...(settings.memoryBytes === undefined ? {} : { memoryBytes: settings.memoryBytes }),
      }),
    configuration,
    ingestOnly: settings.ingestOnly,
    dashboardDirectory,
    logger,
  });
  process.stdout.write(describeStart(collector.url, settings, configuration));
  await stopping;
  await collector.close();
  return 0;
}

function describeStart(
  url: string,
  settings: Settings,
  configuration: Configuration | undefined,
): string {
  const mode =
    configuration === undefined || configuration.projects.length === 0
      ? `${settings.configFile ?? 'no configuration file'}: one project, default;\n           any write key or none, from this machine only`
      : `${settings.configFile}: ${configuration.projects.map(({ id }) => id).join(', ')}; a write key is needed`;
  const lines = settings.ingestOnly
    ? [`Sonde takes in events at ${url}/ingest`]
    : [`Sonde is running at ${url}`, `  events   ${url}/ingest`];
  return [...lines, `  data     ${settings.dataDirectory}`, `  mode     ${mode}`, ''].join('\n');
}

/** Resolves at the first signal; a second one ends the process at once. */
function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    for (const signal of stopSignals) {
      process.on(signal, () => {
        if (firstAt === undefined) {
          firstAt = performance.now();
          resolve();
        } else if (performance.now() - firstAt > sameSignalMs) {
          process.exit(130);
        }
      });
    }
  });
}
