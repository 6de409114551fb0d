import { monotonicMs } from '../runtime/monotonic-clock.js';
import { closeSync, openSync, readdirSync, readFileSync } from '../runtime/node-modules.js';
import { deno } from '../runtime/other-runtime.js';
import { killsDetachedChildren } from '../runtime/outliving.js';
import { writeSenderSettings } from '../spool/sender-settings.js';
import { findTemporarySpools } from '../spool/temporary-spool.js';
import type { SenderLaunch } from './sender-launch.js';
import { describeSenderProcess, openInput } from './sender-process.js';
import { findNoticeEnd, findSkipReason } from './skip-reason.js';

const maxDescriptor = 1_023;
/** The shell closes descriptors up to this number; it can close only single-digit ones. */
const closedByShell = 7;

/**
 * A shell script that waits and then becomes the sender with `exec`. Starting a runtime while this process
 * ends would compete for the processor; starting a shell costs a tenth of it. The shell also leaves the
 * user's directory and closes inherited descriptors, which would take this process a millisecond each.
 * `ulimit` lets the kernel end a sender that is stuck in a loop and never checks its own deadline.
 */
const becomeSender = (isEnding: boolean): string =>
  'cd /; unset OLDPWD; exec 3>&- 4>&- 5>&- 6>&- 7>&-; ' +
  `${isEnding ? 'sleep 0.1; ' : ''}ulimit -t 10 2>/dev/null; exec "$0" "$@"`;

/** Slightly longer than the sender's own deadline. */
const longestMs = 11_000;

/** With less time left, no process is started. */
const minInlineMs = 50;

/**
 * The time that this process has waited for deliveries. All invocations and copies of this library in one
 * process share a single budget.
 */
const spentName = Symbol.for('sonde.inline-spent');
const holder = globalThis as { [spentName]?: { ms: number } };
holder[spentName] ??= { ms: 0 };
const inlineSpent = holder[spentName];

type Stdio = ('ignore' | 'inherit' | number)[];

/** A descriptor of /dev/null, opened once, since a long-lived tool starts many senders. */
let shared: number | undefined;

function openNowhere(): number {
  // Deno closes the descriptors that it hands to a child.
  if (deno !== undefined) return openSync('/dev/null', 'r+');
  shared ??= openSync('/dev/null', 'r+');
  return shared;
}

/**
 * Replaces inherited descriptors with /dev/null. Shells use high-numbered descriptors for process
 * substitution; if the sender inherited one, the reader of that pipe would wait for the sender to end.
 * Linux only.
 */
function withoutInherited(stdio: Stdio): Stdio {
  try {
    for (const fd of readdirSync('/proc/self/fd').map(Number)) {
      if (fd <= closedByShell || fd > maxDescriptor) continue;
      try {
        // A descriptor with the flag `O_CLOEXEC` (0o2000000) is closed anyway.
        const info = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
        if (/^flags:\s*\d*[2367]\d{6}$/m.test(info)) continue;
      } catch {
        // This descriptor was used to read the directory.
        continue;
      }
      while (stdio.length < fd) stdio.push('ignore');
      stdio[fd] = openNowhere();
    }
  } catch {}
  return stdio;
}

/**
 * The sender's arguments for its scope: other spools of the user, which the sandboxes that wrote them may be
 * unable to send, and whether to send only events recorded in CI.
 */
function describeScope({ directory, tool, environment, isCi }: SenderLaunch): string[] {
  const others = findTemporarySpools(tool, environment).filter((path) => path !== directory);
  return isCi ? [...others, '--ci'] : others;
}

/** Starts a sender that outlives this process. Throws when it cannot. */
function spawnDetached(launch: SenderLaunch, isEnding: boolean): void {
  const { argv, input, options } = describeSenderProcess(launch, describeScope(launch));
  const isWindows = process.platform === 'win32';
  const start = isWindows
    ? [process.execPath]
    : ['/bin/sh', '-c', becomeSender(isEnding), process.execPath];
  const [command = '', ...before] = start;
  // In debug mode, a shell in a deleted directory would print a warning to stderr.
  const cwd = isWindows || launch.isDebug ? options.cwd : undefined;
  const { spawn } = process.getBuiltinModule('node:child_process');
  const stdin = input === '' ? 'ignore' : openInput(launch.directory, input);
  try {
    const stdio = withoutInherited([stdin, 'ignore', launch.isDebug ? 'inherit' : 'ignore']);
    const child = spawn(command, [...before, ...argv], { ...options, cwd, stdio, detached: true });
    child.on('error', () => {});
    if (child.pid === undefined) throw new Error(`${command} could not be started`);
    child.unref();
  } finally {
    if (typeof stdin === 'number') closeSync(stdin);
  }
}

/**
 * Delivers waiting events: starts a detached sender and returns at once, or runs one inline and waits for
 * it within the budget. Never throws.
 *
 * @param memory Lines that could not be stored on disk; delivered inline or lost.
 * @param options.isEnding Whether this process is about to end.
 * @param options.waits Whether an inline sender waits for another one to end.
 */
export function startSender(
  launch: SenderLaunch,
  memory: readonly string[],
  options: { isEnding?: boolean; waits?: boolean } = {},
): void {
  const { isEnding = true, waits = false } = options;
  const { debug, directory } = launch;
  try {
    if (!launch.isStillOn()) {
      debug('not sent: telemetry was turned off');
      return;
    }
    const isInline = launch.delivery === 'inline' || (isEnding && killsDetachedChildren());
    const fromMemory = memory.length > 0;
    const settings = launch.settings();
    if (!fromMemory) {
      const skipReason = findSkipReason({ ...launch, isInline });
      if (skipReason !== undefined) {
        debug(`not sent now: ${skipReason}`);
        return;
      }
      writeSenderSettings(directory, settings);
    }
    if (isInline) {
      const { spawnSync } = process.getBuiltinModule('node:child_process');
      const timeout = Math.floor(launch.inlineBudgetMs() - inlineSpent.ms);
      if (timeout < minInlineMs) {
        debug('not sent now: the inline budget is used up');
        return;
      }
      const startedAt = monotonicMs();
      const flags = [
        ...(directory === '' ? [] : describeScope(launch)),
        `--deadline-ms=${timeout}`,
        ...(fromMemory ? ['--stdin'] : []),
        ...(waits ? ['--wait'] : []),
      ];
      const lines = fromMemory ? `${JSON.stringify(settings)}\n${memory.join('')}` : '';
      const { argv, input, options } = describeSenderProcess(launch, flags, lines);
      spawnSync(process.execPath, argv, {
        ...options,
        stdio: ['pipe', 'ignore', launch.isDebug ? 'inherit' : 'ignore'],
        input,
        timeout,
        killSignal: 'SIGKILL',
      });
      inlineSpent.ms += monotonicMs() - startedAt;
      return;
    }
    spawnDetached(launch, isEnding);
    debug('a sender was started');
  } catch (error) {
    debug(`not sent: ${error}`);
  }
}

/**
 * Runs a sender now and resolves when it has ended. Never rejects.
 */
export function runSender(launch: SenderLaunch): Promise<void> {
  return new Promise((resolve) => {
    const end = () => resolve();
    try {
      // In CI there may be no home directory; an empty path would mean the user's working directory.
      if (launch.directory === '') throw new Error('no directory');
      if (!launch.isStillOn()) throw new Error('telemetry was turned off');
      if (launch.needsNotice && findNoticeEnd(launch.noticeDirectory) !== undefined) {
        throw new Error('the notice was just shown');
      }
      writeSenderSettings(launch.directory, launch.settings());
      const { argv, input, options } = describeSenderProcess(launch, [
        ...describeScope(launch),
        '--now',
      ]);
      const { spawn } = process.getBuiltinModule('node:child_process');
      const stdin = input === '' ? 'ignore' : openInput(launch.directory, input);
      try {
        spawn(process.execPath, argv, {
          ...options,
          // The caller must not wait for a sender that hangs.
          timeout: longestMs,
          killSignal: 'SIGKILL',
          stdio: [stdin, 'ignore', launch.isDebug ? 'inherit' : 'ignore'],
        })
          .on('error', end)
          .on('close', end);
      } finally {
        if (typeof stdin === 'number') closeSync(stdin);
      }
    } catch {
      end();
    }
  });
}
