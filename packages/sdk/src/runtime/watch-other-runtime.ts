import type { EndingListener } from './ending-listener.js';

/**
 * Watches for endings that runtimes other than Node.js do not report, or report wrongly.
 */
export function watchOtherRuntime(
  listeners: ReadonlySet<EndingListener>,
  exit: (exitCode: number) => void,
): void {
  if (process.versions.deno !== undefined) {
    // An error that nobody handles ends the process without the event `exit`.
    process.on('uncaughtExceptionMonitor', () => {
      if (process.listenerCount('uncaughtException') === 0) exit(1);
    });
    // `Deno.exit` ends it without the event `exit` too. It dispatches `unload`, and sets the exit code first.
    const host = globalThis as unknown as EventTarget & { Deno?: { exitCode: number } };
    host.addEventListener('unload', () => exit((host.Deno?.exitCode ?? 0) & 0xff));
    return;
  }
  // A rejection that nobody handles is no uncaught exception, and the event `exit` says 0 where the
  // exit code is 1.
  let isRejected = false;
  const handle = (reason: unknown) => {
    if (process.listenerCount('unhandledRejection') > 1) return;
    process.removeListener('unhandledRejection', handle);
    isRejected = true;
    for (const listener of listeners) listener.onUncaught(reason);
    // Without a listener now: what Bun prints and does is its own again.
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
