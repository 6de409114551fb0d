import { deno, isOtherRuntime } from '../runtime/other-runtime.js';
import type { EndingListener } from './ending-listener.js';
import { type EndingSignal, endingSignals, exitCodeOf, mayWatch } from './ending-signals.js';
import { watchOtherRuntime } from './watch-other-runtime.js';

/** Marks the handlers of all copies of this library, which do not count as handlers of the tool. */
const mark = Symbol.for('sonde.signal-handler');

type Marked = (() => void) & { [mark]?: boolean };

const listeners = new Set<EndingListener>();
/** See {@link afterEnding}. */
const followers = new Set<() => void>();
/** This copy's handlers, while they are in place. */
const handlers = new Map<string | symbol, () => void>();
/** How often one was put in front. */
let moves = 0;
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
  process.on('removeListener', keepFirst);
  for (const signal of endingSignals) {
    if (mayWatch(signal)) watchSignal(signal);
  }
}

/**
 * Keeps our handler before those of the tool: a `once` handler in front is gone when ours looks for it. Puts
 * it back if the tool removed it, as `removeAllListeners` does.
 */
function keepFirst(event: string | symbol, changed?: Marked): void {
  const handle = handlers.get(event);
  if (handle && (changed === handle || !changed?.[mark])) process.nextTick(put, event, handle);
}

function put(signal: EndingSignal, handle: () => void): void {
  try {
    const all = process.listeners(signal);
    // Deno does not call those of a signal in this order, but in that of their additions.
    const isFirst = deno ? all.includes(handle) : all[0] === handle;
    // The tool may insist on another order.
    if (isFirst || moves++ > 10_000) return;
    // Removed first, so that it never counts twice in the limit of listeners.
    take(signal, handle);
    process.prependListener(signal, handle);
    handlers.set(signal, handle);
  } catch {
    // The tool has replaced or frozen what this needs.
  }
}

/** Removes our handler; the tool did not. */
function take(signal: EndingSignal, handle: () => void): void {
  handlers.delete(signal);
  process.off(signal, handle);
}

function watchSignal(signal: EndingSignal): void {
  const handle = (received?: string) => {
    const isHandled = process.listeners(signal).some((other) => !(mark in other));
    if (isHandled) {
      // Removed while other listeners run: libraries such as signal-exit do not end a process that has
      // listeners other than their own.
      take(signal, handle);
      for (const listener of listeners) listener.onHandledSignal(signal);
      process.nextTick(put, signal, handle);
      return;
    }
    // The tool has called `process.emit`, which does nothing without our handler.
    if (!received) return;
    // Recorded before the listener is removed: without a listener, a second signal ends the process. A
    // terminal and a runner often send one each.
    tellEnd((listener) => listener.onFatalSignal(signal, exitCodeOf(signal)));
    take(signal, handle);
    process.kill(process.pid, signal);
  };
  put(signal, Object.assign(handle, { [mark]: true }));
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
