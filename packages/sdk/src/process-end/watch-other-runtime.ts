import { deno } from '../runtime/other-runtime.js';
import type { EndingListener } from './ending-listener.js';

/**
 * Watches for endings that runtimes other than Node.js do not report, or report wrongly.
 */
export function watchOtherRuntime(
  listeners: ReadonlySet<EndingListener>,
  exit: (exitCode: number) => void,
): void {
  if (deno !== undefined) {
    // An uncaught error ends the process without the event `exit`.
    process.on('uncaughtExceptionMonitor', () => {
      if (process.listenerCount('uncaughtException') === 0) exit(1);
    });
    // So does `Deno.exit`, which sets the exit code and then dispatches `unload`.
    const host = globalThis as unknown as EventTarget & { Deno?: { exitCode: number } };
    host.addEventListener('unload', () => exit((host.Deno?.exitCode ?? 0) & 0xff));
    return;
  }
  // An unhandled rejection is not an uncaught exception, and the event `exit` has 0 although the
  // exit code is 1.
  let isRejected = false;
  const handle = (reason: unknown) => {
    if (process.listenerCount('unhandledRejection') > 1) return;
    process.removeListener('unhandledRejection', handle);
    isRejected = true;
    for (const listener of listeners) listener.onUncaught(reason);
    // The listener has been removed, so Bun prints and does the same as without it.
    Promise.reject(reason);
    // The runtime is configured to ignore rejections, so the process continues.
    setImmediate(() => {
      isRejected = false;
      process.on('unhandledRejection', handle);
    }).unref();
  };
  process.on('unhandledRejection', handle);
  process.prependListener('exit', () => {
    if (isRejected) process.exitCode = 1;
  });
}
