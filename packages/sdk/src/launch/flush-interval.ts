import { whyNotDue } from './sender-due.js';
import type { SenderLaunch } from './sender-launch.js';
import { startSender } from './start-sender.js';

/** Node.js treats a longer interval as 1 ms. */
const longestMs = 2 ** 31 - 1;
const shortestMs = 1_000;

/** Spools that are checked regularly. */
const flushing = new Set<string>();

/** Starts a sender whenever events are waiting, until the process ends. Does not keep the process alive. */
export function flushEvery(launch: SenderLaunch, intervalMs: number): void {
  if (!(intervalMs > 0) || flushing.has(launch.directory)) return;
  flushing.add(launch.directory);
  const flush = () => {
    try {
      if (whyNotDue({ ...launch, flushAt: 1, isInline: true }) !== undefined) return;
      // Never inline, since that would block the tool.
      startSender({ ...launch, delivery: 'detached' }, [], false);
    } catch (error) {
      launch.debug(`not sent: ${error}`);
    }
  };
  setInterval(flush, Math.min(Math.max(shortestMs, intervalMs), longestMs)).unref();
}
