import type { EndingListener } from './ending-listener.js';
import { type EndingSignal, endingSignals, exitCodeOf, mayWatch } from './ending-signals.js';
import { isOtherRuntime } from './other-runtime.js';
import { watchOtherRuntime } from './watch-other-runtime.js';

/** Marks the handlers of all copies of this library, which do not count as handlers of the tool. */
const mark = Symbol.for('sonde.signal-handler');

const listeners = new Set<EndingListener>();
/** See {@link afterEnding}. */
const followers = new Set<() => void>();
let isWatching = false;
let hasExited = false;

function tellEnd(tell: (listener: EndingListener) => void): void {
  listeners.forEach(tell);
  for (const follow of followers) follow();
}

/** Deno reports some exits twice. */
function exit(exitCode: number): void {
  if (hasExited) return;
  hasExited = true;
  tellEnd((listener) => listener.onExit(exitCode));
}

function watchProcess(): void {
  // Our listener must not trigger Node.js' warning about too many listeners. 0 means no limit.
  const limit = process.getMaxListeners();
  if (limit > 0) process.setMaxListeners(limit + 1);
  process.on('exit', (code) => {
    const exitCode = Number(process.exitCode ?? code);
    exit(Number.isInteger(exitCode) ? exitCode & 0xff : 1);
  });
  // A monitor only observes the error; a listener would keep the process alive.
  process.on('uncaughtExceptionMonitor', (error) => {
    for (const listener of listeners) listener.onUncaught(error);
  });
  if (isOtherRuntime) watchOtherRuntime(listeners, exit);
  // The kernel ignores signals without a handler for the first process of a container.
  if (process.pid === 1) return;
  process.on('newListener', keepFirst);
  for (const signal of endingSignals) {
    if (mayWatch(signal)) watchSignal(signal);
  }
}

/**
 * Keeps our handler the first: one that the tool adds in front with `prependOnceListener` is gone when ours
 * looks who handles the signal.
 */
function keepFirst(event: string | symbol, added: () => void): void {
  const signal = event as NodeJS.Signals;
  const handle = process.listeners(signal).find((other) => mark in other);
  if (handle === undefined || mark in added) return;
  process.nextTick(() => {
    // The last one is removed, so there is always one.
    process.prependListener(signal, handle);
    process.removeListener(signal, handle);
  });
}

function watchSignal(signal: EndingSignal): void {
  const handle = () => {
    const isHandled = process.listeners(signal).some((other) => !(mark in other));
    if (isHandled) {
      // Removed while other listeners run: libraries such as signal-exit do not end a process that has
      // listeners other than their own.
      process.removeListener(signal, handle);
      for (const listener of listeners) listener.onHandledSignal(signal);
      process.nextTick(() => process.prependListener(signal, handle));
      return;
    }
    // Recorded before the listener is removed: without a listener, a second signal ends the process. A
    // terminal and a runner often send one each.
    tellEnd((listener) => listener.onFatalSignal(signal, exitCodeOf(signal)));
    process.removeListener(signal, handle);
    process.kill(process.pid, signal);
  };
  process.prependListener(signal, Object.assign(handle, { [mark]: true }));
}

/**
 * Watches for every way in which the process can end, without changing it: exit codes, messages and
 * signals are the same as without it. Returns a function that stops watching.
 */
export function watchEndings(listener: EndingListener): () => void {
  if (!isWatching) watchProcess();
  isWatching = true;
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls `follow` when the process ends, after all listeners have handled that. It must not throw. */
export function afterEnding(follow: () => void): void {
  followers.add(follow);
}
