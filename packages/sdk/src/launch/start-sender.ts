import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { monotonicMs } from '../runtime/monotonic-clock.js';
import { killsDetachedChildren } from '../runtime/outliving.js';
import { writeSenderSettings } from '../spool/sender-settings.js';
import type { SenderLaunch } from './sender-launch.js';
import { findObstacle, wasNoticeJustShown } from './sender-obstacle.js';
import { describeSenderProcess, openInput } from './sender-process.js';

const maxDescriptor = 1_023;
/** A shell can close those that have a single digit; the usual ones are the lowest. */
const closedByShell = 7;

/**
 * Run by a shell in place of the sender, which it becomes. The start of a runtime beside the end of
 * this one would compete for the processor; a shell that waits a moment first costs a tenth of it, and
 * does for nothing what takes this process a millisecond each: it leaves the user's directory, of which
 * it says nothing to the sender, and closes what was inherited. The kernel ends a sender that computes
 * without end and so never comes to look at its own clock.
 */
const becomeSender =
  'cd /; unset OLDPWD; exec 3>&- 4>&- 5>&- 6>&- 7>&-; ' +
  'sleep 0.1; ulimit -t 10 2>/dev/null; exec "$0" "$@"';

/** A little more than a sender gives itself. */
const longestMs = 11_000;

/** Less is too little to start a process for. */
const minInlineMs = 50;

/**
 * What this process has waited for deliveries so far. However many invocations and copies of this
 * library it holds, it waits no longer than one budget in all.
 */
const spentName = Symbol.for('sonde.inline-spent');
const holder = globalThis as { [spentName]?: { ms: number } };
holder[spentName] ??= { ms: 0 };
const inlineSpent = holder[spentName];

type Stdio = ('ignore' | 'inherit' | number)[];

/** Kept, once it was opened: a tool that runs for long starts many senders. */
let nowhere: number | undefined;

/**
 * What a process started from here gets for its descriptors. One with a high number, as shells use for
 * process substitution, would be handed on, and whoever reads from that pipe would wait for the sender
 * to end. Linux only.
 */
function withoutInherited(stdio: Stdio): Stdio {
  try {
    for (const fd of readdirSync('/proc/self/fd').map(Number)) {
      if (fd <= closedByShell || fd > maxDescriptor) continue;
      try {
        // With `O_CLOEXEC`, 0o2000000, among the flags it is closed anyway.
        const info = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
        if (/^flags:\s*\d*[2367]\d{6}$/m.test(info)) continue;
      } catch {
        // The one the directory was read with.
        continue;
      }
      nowhere ??= openSync('/dev/null', 'r+');
      while (stdio.length < fd) stdio.push('ignore');
      stdio[fd] = nowhere;
    }
  } catch {}
  return stdio;
}

/** Starts a sender that outlives this process. Throws when it cannot. */
function spawnDetached(launch: SenderLaunch): void {
  const { argv, input, options } = describeSenderProcess(launch, []);
  const isWindows = process.platform === 'win32';
  const start = isWindows ? [process.execPath] : ['/bin/sh', '-c', becomeSender, process.execPath];
  const [command = '', ...before] = start;
  // In debug mode a shell would say there that its directory was deleted.
  const cwd = isWindows || launch.isDebug ? options.cwd : undefined;
  const { spawn } = process.getBuiltinModule('node:child_process');
  const stdin = input === '' ? 'ignore' : openInput(launch.directory, input);
  try {
    const stdio = withoutInherited([stdin, 'ignore', launch.isDebug ? 'inherit' : 'ignore']);
    spawn(command, [...before, ...argv], { ...options, cwd, stdio, detached: true })
      .on('error', () => {})
      .unref();
  } finally {
    if (typeof stdin === 'number') closeSync(stdin);
  }
}

/**
 * Delivers what waits: starts a detached sender and returns at once, or runs one and waits for it
 * within the inline budget. Never throws.
 *
 * @param memory Lines that could not be kept on disk; delivered inline or lost.
 * @param isEnding Whether this process is about to end.
 */
export function startSender(
  launch: SenderLaunch,
  memory: readonly string[],
  isEnding = true,
): void {
  const { debug, directory } = launch;
  try {
    const isInline = launch.delivery === 'inline' || (isEnding && killsDetachedChildren());
    const fromMemory = memory.length > 0;
    const settings = launch.settings();
    if (!fromMemory) {
      const obstacle = findObstacle({ directory, tag: launch.tag, isInline });
      if (obstacle !== undefined) {
        debug(`not sent now: ${obstacle}`);
        return;
      }
      writeSenderSettings(directory, settings);
    }
    if (isInline) {
      const { spawnSync } = process.getBuiltinModule('node:child_process');
      const timeout = Math.floor(launch.inlineBudgetMs() - inlineSpent.ms);
      if (timeout < minInlineMs) {
        debug('not sent now: no time');
        return;
      }
      const startedAt = monotonicMs();
      const flags = [`--deadline-ms=${timeout}`, ...(fromMemory ? ['--stdin'] : [])];
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
    spawnDetached(launch);
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
      // In CI without a home; relative to it everything would be in the directory the user is in.
      if (launch.directory === '') throw new Error('no directory');
      if (wasNoticeJustShown(launch.directory)) throw new Error('the notice was shown only now');
      writeSenderSettings(launch.directory, launch.settings());
      const { argv, input, options } = describeSenderProcess(launch, ['--now']);
      const { spawn } = process.getBuiltinModule('node:child_process');
      const stdin = input === '' ? 'ignore' : openInput(launch.directory, input);
      try {
        spawn(process.execPath, argv, {
          ...options,
          // One that hangs does not hold up whoever waits for it.
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
