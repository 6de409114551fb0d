import { bun, deno } from '../runtime/other-runtime.js';
import { readOwnStatus } from '../runtime/process-identity.js';

const isWindows = process.platform === 'win32';

/**
 * Signal numbers. On Windows, programs receive only these two. SIGQUIT (Ctrl-\) is not
 * watched: it must end a program that is stuck, in which a listener would never be called.
 */
const numbers = isWindows
  ? { SIGINT: 2, SIGTERM: 15 }
  : {
      SIGHUP: 1,
      SIGINT: 2,
      SIGUSR2: process.platform === 'linux' ? 12 : 31,
      SIGTERM: 15,
    };

/** The watched signals; each ends a process by default. */
export type EndingSignal = 'SIGHUP' | 'SIGINT' | 'SIGUSR2' | 'SIGTERM';

export const endingSignals = Object.keys(numbers) as EndingSignal[];

const numberOf = (signal: EndingSignal) => (numbers as Record<EndingSignal, number>)[signal];

/** The exit code that a shell shows if a signal ended the process. */
export const exitCodeOf = (signal: EndingSignal): number => 128 + numberOf(signal);

/** Whether a person sends this signal: by Ctrl-C, or by closing the terminal. */
export function isFromUser(signal: EndingSignal | undefined): boolean {
  return signal === 'SIGINT' || signal === 'SIGHUP';
}

/**
 * Whether a listener for the signal is harmless. It is not if the process ignores the
 * signal, as under `nohup`, or if native code handles it. Node.js and Deno end on a
 * signal that was ignored when they started; Bun does not.
 */
export function mayWatch(signal: EndingSignal): boolean {
  if (deno !== undefined) return true;
  const isUsual = signal === 'SIGINT' || signal === 'SIGTERM';
  const status = readOwnStatus();
  if (status === null) return isUsual || bun === undefined;
  const bit = 1 << (numberOf(signal) - 1);
  if (bun !== undefined && (status.ignored & bit) !== 0) return false;
  // The runtimes catch these two themselves, to restore the terminal.
  return isUsual || (status.caught & bit) === 0 || process.listenerCount(signal) > 0;
}
