import type { EndingListener } from './ending-listener.js';
import { isOtherRuntime } from './other-runtime.js';
import { watchOtherRuntime } from './watch-other-runtime.js';

/** Marks handlers of this library, of other copies of it too: none of them answers a signal. */
const mark = Symbol.for('sonde.signal-handler');

const listeners = new Set<EndingListener>();
let isWatching = false;

function watchProcess(): void {
  // Our listener must not trigger Node.js' warning about too many listeners. 0 means no limit.
  const limit = process.getMaxListeners();
  if (limit > 0) process.setMaxListeners(limit + 1);
  process.on('exit', (code) => {
    const given = Number(process.exitCode ?? code);
    const exitCode = Number.isInteger(given) ? given & 0xff : 1;
    for (const listener of listeners) listener.onExit(exitCode);
  });
  // A monitor sees the error and leaves what happens next to others; a listener would not.
  process.on('uncaughtExceptionMonitor', (error) => {
    for (const listener of listeners) listener.onUncaught(error);
  });
  if (isOtherRuntime) watchOtherRuntime(listeners);
  // For the first process of a container the kernel ignores signals that have no handler.
  if (process.pid === 1) return;
  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const handle = () => {
      // Removed before other listeners run, and first in the list: libraries such as signal-exit do not
      // end a process that has listeners other than their own.
      process.removeListener(signal, handle);
      if (process.listeners(signal).some((other) => !(mark in other))) {
        for (const listener of listeners) listener.onHandledSignal(signal);
        process.nextTick(() => process.prependListener(signal, handle));
        return;
      }
      for (const listener of listeners) listener.onFatalSignal(signal, exitCode);
      process.kill(process.pid, signal);
    };
    process.prependListener(signal, Object.assign(handle, { [mark]: true }));
  }
}

/**
 * Watches every way in which a process can end, without changing any: exit codes, messages and
 * signals are what they would be without it. Returns a function that stops watching.
 */
export function watchEndings(listener: EndingListener): () => void {
  if (!isWatching) watchProcess();
  isWatching = true;
  listeners.add(listener);
  return () => listeners.delete(listener);
}
