import type { EndingListener } from './ending-listener.js';
import { isOtherRuntime } from './other-runtime.js';
import { watchOtherRuntime } from './watch-other-runtime.js';

/** Marks handlers of this library, of other copies of it too: none of them answers a signal. */
const mark = Symbol.for('sonde.signal-handler');

const listeners = new Set<EndingListener>();
let isWatching = false;

function watchProcess(): void {
  // Ours must not be the listener too many, of which Node.js warns on the user's terminal. 0 is no limit.
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
      // Removed before anyone else is asked: libraries such as signal-exit let a process live that
      // has listeners other than their own. First in the list, for the same reason.
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
 * signals are what they would be without it. Gives back what stops telling.
 */
export function watchEndings(listener: EndingListener): () => void {
  if (!isWatching) watchProcess();
  isWatching = true;
  listeners.add(listener);
  return () => listeners.delete(listener);
}
