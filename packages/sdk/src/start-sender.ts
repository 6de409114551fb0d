import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { DebugLog } from './debug-log.js';
import { whyNotDue } from './sender-due.js';
import { senderDebug, senderGuard } from './sender-environment.js';
import { type SenderSettings, writeSenderSettings } from './sender-settings.js';
import type { Delivery } from './telemetry-types.js';
import type { Environment } from './variables.js';

/** All that starting a sender takes. */
export interface SenderLaunch {
  directory: string;
  senderPath: () => string;
  settings: SenderSettings;
  environment: Environment;
  delivery: Delivery;
  inlineBudgetMs: number;
  flushAt: number;
  debug: DebugLog;
  isDebug: boolean;
}

/** Variables that a sender may see: what it takes to reach the endpoint, none of the tool's own. */
const passedOn =
  /^(PATH|HOME|LANG|TZ|TMPDIR|TE?MP|SystemRoot|windir|USERPROFILE|(LOCAL)?APPDATA|(https?|no)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+)$/i;

/** Arguments and options with which the runtime runs the sender; throws when it cannot. */
function prepare(launch: SenderLaunch, flags: readonly string[]) {
  const path = launch.senderPath();
  // A tool compiled into one executable would run itself.
  if (!/^(node|nodejs|bun|deno)(\.exe)?$/i.test(basename(process.execPath)) || !existsSync(path)) {
    throw new Error(`${path} cannot be run`);
  }
  const run = process.versions.deno === undefined ? [] : ['run', '--allow-all'];
  const env: Record<string, string> = { [senderGuard]: '1' };
  if (launch.isDebug) env[senderDebug] = '1';
  for (const [name, value] of Object.entries(launch.environment)) {
    if (value !== undefined && passedOn.test(name)) env[name] = value;
  }
  const stderr: 'inherit' | 'ignore' = launch.isDebug ? 'inherit' : 'ignore';
  return {
    argv: [...run, path, launch.directory, ...flags],
    options: {
      // One that no user wants to unmount or delete.
      cwd: process.platform === 'win32' ? 'C:\\' : '/',
      env,
      stdio: ['ignore', 'ignore', stderr] satisfies ('inherit' | 'ignore')[],
      windowsHide: true,
    },
  };
}

/**
 * Delivers what waits, when it is due: starts a detached sender and returns at once, or runs one and
 * waits for it within the inline budget. Never throws.
 *
 * @param memory Lines that could not be kept on disk; delivered inline or lost.
 */
export function deliverWhenDue(launch: SenderLaunch, memory: readonly string[]): void {
  const { debug, directory } = launch;
  try {
    const isInline = launch.delivery === 'inline';
    const fromMemory = memory.length > 0;
    const reason = fromMemory ? undefined : whyNotDue({ ...launch, isInline });
    if (reason !== undefined) {
      debug(`not sent now: ${reason}`);
      return;
    }
    const { settings } = launch;
    if (!fromMemory) writeSenderSettings(directory, settings);
    const { spawn, spawnSync } = process.getBuiltinModule('node:child_process');
    if (isInline) {
      const timeout = Math.max(1, launch.inlineBudgetMs);
      const flags = [`--deadline-ms=${timeout}`, ...(fromMemory ? ['--stdin'] : [])];
      const { argv, options } = prepare(launch, flags);
      spawnSync(process.execPath, argv, {
        ...options,
        stdio: ['pipe', options.stdio[1], options.stdio[2]],
        input: fromMemory ? `${JSON.stringify(settings)}\n${memory.join('')}` : '',
        timeout,
        killSignal: 'SIGKILL',
      });
      return;
    }
    const { argv, options } = prepare(launch, []);
    // The start of a runtime beside the end of this one would compete for the processor; a shell that
    // waits a moment first costs a tenth of it.
    const [command, before] =
      process.platform === 'win32'
        ? [process.execPath, []]
        : ['/bin/sh', ['-c', 'sleep 0.1; exec "$0" "$@"', process.execPath]];
    spawn(command, [...before, ...argv], { ...options, detached: true })
      .on('error', () => {})
      .unref();
    debug('a sender was started');
  } catch (error) {
    debug(`not sent: ${error}`);
  }
}

/** Runs a sender now and resolves when it has ended. Never rejects. */
export function runSender(launch: SenderLaunch): Promise<void> {
  return new Promise((resolve) => {
    try {
      writeSenderSettings(launch.directory, launch.settings);
      const { argv, options } = prepare(launch, ['--now']);
      process
        .getBuiltinModule('node:child_process')
        .spawn(process.execPath, argv, options)
        .on('error', () => resolve())
        .on('close', () => resolve());
    } catch {
      resolve();
    }
  });
}
