import { existsSync, readdirSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CatalogJson } from '@sonde/protocol';
import type { DebugLog } from './debug-log.js';
import { isAlive } from './process-identity.js';
import { isLeaseHeld } from './sender-lease.js';
import {
  readSenderSettings,
  type SenderSettings,
  sameDestination,
  writeSenderSettings,
} from './sender-settings.js';
import { parseSpoolFileName } from './spool-file-name.js';
import { readSpoolState } from './spool-state.js';
import type { Delivery } from './telemetry-types.js';
import type { Environment } from './variables.js';

/** Set for a sender, so that nothing it runs starts another one. */
export const senderGuard = 'SONDE_SENDER';
/** Set for a sender that may write to stderr. */
export const senderDebug = 'SONDE_SENDER_DEBUG';

/** Events wait no longer than this once the tool is run again. */
const maxWaitMs = 60_000;

/** The whole spool holds no more than this. */
export const spoolBytes = 10_000_000;

/** All that starting a sender takes. */
export interface SenderLaunch {
  directory: string;
  senderPath: string;
  settings: Omit<SenderSettings, 'catalog'>;
  catalog: () => CatalogJson;
  environment: Environment;
  delivery: Delivery;
  inlineBudgetMs: number;
  flushAt: number;
  debug: DebugLog;
  isDebug: boolean;
}

/** Variables that a sender may see: what it takes to reach the endpoint, none of the tool's own. */
const passedOn = [
  'PATH HOME LANG TZ TMPDIR TEMP TMP SystemRoot windir USERPROFILE LOCALAPPDATA APPDATA',
  'HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy',
  'NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR',
]
  .join(' ')
  .split(' ');

function senderEnvironment(launch: SenderLaunch): Record<string, string> {
  const environment: Record<string, string> = { [senderGuard]: '1' };
  if (launch.isDebug) environment[senderDebug] = '1';
  for (const name of passedOn) {
    const value = launch.environment[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/** Events that wait; more than the spool may hold are dropped, oldest first, since no sender may ever come. */
function countWaiting(directory: string): { events: number; oldest: number } {
  const now = Date.now();
  let events = 0;
  let oldest = now;
  let bytes = 0;
  const ready: { path: string; bytes: number }[] = [];
  for (const name of readdirSync(directory)) {
    const file = parseSpoolFileName(name);
    if (file === undefined || file.state === 'flushed') continue;
    if (file.state === 'open') {
      // Of a run that died: nothing says how many events are in it.
      if (file.pid === process.pid || isAlive(file.pid)) continue;
      events += 1;
    } else {
      events += file.events;
      bytes += file.bytes;
      if (file.state === 'ready') ready.push({ path: join(directory, name), bytes: file.bytes });
    }
    oldest = Math.min(oldest, file.openedAt);
  }
  // A margin, so that it is the sender that drops and accounts for it whenever one runs at all.
  if (bytes > spoolBytes * 1.1) {
    for (const file of ready.sort((one, other) => (one.path < other.path ? -1 : 1))) {
      if (bytes <= spoolBytes) break;
      unlinkSync(file.path);
      bytes -= file.bytes;
    }
  }
  return { events, oldest };
}

/** Why no sender is started; undefined when one is due. */
function whyNot(launch: SenderLaunch): string | undefined {
  const { directory, flushAt } = launch;
  const { events, oldest } = countWaiting(directory);
  if (events === 0) return 'nothing waits';
  const age = Date.now() - oldest;
  if (launch.delivery === 'detached' && events < flushAt && age <= maxWaitMs) {
    return `${events} of ${flushAt} events wait`;
  }
  const { retryAt } = readSpoolState(directory);
  if (retryAt > Date.now()) {
    const known = readSenderSettings(directory);
    if (known !== undefined && sameDestination(known, launch.settings)) {
      return `the last delivery failed; the next one is tried in ${Math.ceil((retryAt - Date.now()) / 1000)} s`;
    }
  }
  if (launch.delivery === 'detached' && isLeaseHeld(directory)) return 'a sender is at work';
  return undefined;
}

/** Whether this runtime can run the sender: a tool compiled into one executable would run itself. */
function canRun(senderPath: string): boolean {
  return (
    /^(node|nodejs|bun|deno)(\.exe)?$/i.test(basename(process.execPath)) && existsSync(senderPath)
  );
}

function runtimeArguments(launch: SenderLaunch, ...rest: string[]): string[] {
  const run = process.versions.deno === undefined ? [] : ['run', '--allow-all'];
  return [...run, launch.senderPath, launch.directory, ...rest];
}

/**
 * Delivers what waits, when it is due: starts a detached sender and returns at once, or runs one and
 * waits for it within the inline budget. Never throws.
 *
 * @param memory Lines that could not be kept on disk; delivered inline or lost.
 */
export function deliverWhenDue(launch: SenderLaunch, memory?: readonly string[]): void {
  const { debug } = launch;
  try {
    if (!canRun(launch.senderPath)) {
      debug(`not sent: ${launch.senderPath} cannot be run`);
      return;
    }
    const stdio = launch.isDebug ? 'inherit' : 'ignore';
    const settings = (): SenderSettings => ({ ...launch.settings, catalog: launch.catalog() });
    const environment = senderEnvironment(launch);
    const budget = Math.max(1, launch.inlineBudgetMs);
    if (memory !== undefined) {
      if (launch.delivery !== 'inline') return;
      process
        .getBuiltinModule('node:child_process')
        .spawnSync(
          process.execPath,
          runtimeArguments(launch, '--stdin', `--deadline-ms=${budget}`),
          {
            input: `${JSON.stringify(settings())}\n${memory.join('')}`,
            cwd: neutralDirectory(),
            env: environment,
            stdio: ['pipe', 'ignore', stdio],
            timeout: budget,
            killSignal: 'SIGKILL',
            windowsHide: true,
          },
        );
      return;
    }
    const reason = whyNot(launch);
    if (reason !== undefined) {
      debug(`not sent now: ${reason}`);
      return;
    }
    writeSenderSettings(launch.directory, settings());
    const { spawn, spawnSync } = process.getBuiltinModule('node:child_process');
    if (launch.delivery === 'inline') {
      spawnSync(process.execPath, runtimeArguments(launch, `--deadline-ms=${budget}`), {
        cwd: neutralDirectory(),
        env: environment,
        stdio: ['ignore', 'ignore', stdio],
        timeout: budget,
        killSignal: 'SIGKILL',
        windowsHide: true,
      });
      return;
    }
    const options = {
      cwd: neutralDirectory(),
      env: environment,
      stdio: ['ignore' as const, 'ignore' as const, stdio as 'ignore' | 'inherit'],
      detached: true,
      windowsHide: true,
    };
    // The start of a runtime next to the end of this one would compete for the processor; a shell
    // that waits a moment costs a tenth of it.
    const child =
      process.platform === 'win32'
        ? spawn(process.execPath, runtimeArguments(launch), options)
        : spawn(
            '/bin/sh',
            ['-c', 'sleep 0.1; exec "$0" "$@"', process.execPath, ...runtimeArguments(launch)],
            options,
          );
    child.on('error', () => {});
    child.unref();
    debug('a sender was started');
  } catch (error) {
    debug(`not sent: ${error}`);
  }
}

/** A working directory that no user wants to unmount or delete. */
function neutralDirectory(): string {
  return process.platform === 'win32' ? 'C:\\' : '/';
}

/** Runs a sender now and resolves when it has ended. Never rejects. */
export function runSender(launch: SenderLaunch): Promise<void> {
  return new Promise((resolve) => {
    try {
      if (!canRun(launch.senderPath)) return resolve();
      writeSenderSettings(launch.directory, { ...launch.settings, catalog: launch.catalog() });
      const child = process
        .getBuiltinModule('node:child_process')
        .spawn(process.execPath, runtimeArguments(launch, '--now'), {
          cwd: neutralDirectory(),
          env: senderEnvironment(launch),
          stdio: ['ignore', 'ignore', launch.isDebug ? 'inherit' : 'ignore'],
          windowsHide: true,
        });
      child.on('error', () => resolve());
      child.on('close', () => resolve());
    } catch {
      resolve();
    }
  });
}
