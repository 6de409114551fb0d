import { hasControllingTerminal } from '../runtime/controlling-terminal.js';
import { monotonicMs } from '../runtime/monotonic-clock.js';
import { fstatSync } from '../runtime/node-modules.js';
import { whyNotDue } from './sender-due.js';
import type { SenderLaunch } from './sender-launch.js';
import { startSender } from './start-sender.js';

/** Node.js treats a longer interval as 1 ms. */
const longestMs = 2 ** 31 - 1;
const shortestMs = 1_000;

/** The caller of the unit gets its response before a process is started. */
const soonMs = 20;

/** Spools that are checked regularly. */
const flushing = new Set<string>();
/** Spools for which a sender will soon be started. */
const planned = new Set<string>();
/** When a sender was last started, by spool; see {@link monotonicMs}. */
const startedAt = new Map<string, number>();

/** Starts a sender if events are waiting. Never inline, since that would block the tool. */
function flush(launch: SenderLaunch): void {
  try {
    if (whyNotDue({ ...launch, flushAt: 1, isInline: true }) !== undefined) return;
    startedAt.set(launch.directory, monotonicMs());
    startSender({ ...launch, delivery: 'detached' }, [], { isEnding: false });
  } catch (error) {
    launch.debug(`not sent: ${error}`);
  }
}

/** Starts a sender whenever events are waiting, until the process ends. Does not keep the process alive. */
export function flushEvery(launch: SenderLaunch, intervalMs: number): void {
  if (!(intervalMs > 0) || flushing.has(launch.directory)) return;
  flushing.add(launch.directory);
  const interval = Math.min(Math.max(shortestMs, intervalMs), longestMs);
  setInterval(() => flush(launch), interval).unref();
}

/** Starts a sender soon, at most one per second. Does not keep the process alive. */
export function flushSoon(launch: SenderLaunch): void {
  const { directory } = launch;
  if (directory === '' || planned.has(directory)) return;
  planned.add(directory);
  const next = (startedAt.get(directory) ?? Number.NEGATIVE_INFINITY) + shortestMs;
  const waitMs = Math.max(soonMs, next - monotonicMs());
  setTimeout(() => {
    planned.delete(directory);
    flush(launch);
  }, waitMs).unref();
}

/** Whether this process has started a sender that may still be running. */
export function hasRecentSender(directory: string): boolean {
  const longestSenderMs = 10_000;
  return monotonicMs() - (startedAt.get(directory) ?? Number.NEGATIVE_INFINITY) < longestSenderMs;
}

let isServing: boolean | undefined;

/**
 * Whether another program uses this process through a pipe, without a terminal, as an MCP client does.
 * It may kill the process, and remove the variables that show that this is CI.
 */
export function servesProgram(): boolean {
  if (isServing === undefined) {
    try {
      const stdin = fstatSync(0);
      isServing = (stdin.isFIFO() || stdin.isSocket()) && !hasControllingTerminal();
    } catch {
      isServing = false;
    }
  }
  return isServing;
}
