import { readOwnStatus } from './process-identity.js';

const isWindows = process.platform === 'win32';

/**
 * The numbers of the signals. On Windows, a program gets no others than these two. SIGQUIT (Ctrl-\) is not
 * among them: it must end a program that is stuck, and a listener would only be called when it no longer is.
 */
const numbers = isWindows
  ? { SIGINT: 2, SIGTERM: 15 }
  : {
      SIGHUP: 1,
      SIGINT: 2,
      SIGUSR2: process.platform === 'linux' ? 12 : 31,
      SIGTERM: 15,
    };

/** Signals that end a process by default, and that are watched. */
export type EndingSignal = 'SIGHUP' | 'SIGINT' | 'SIGUSR2' | 'SIGTERM';

export const endingSignals = Object.keys(numbers) as EndingSignal[];

const numberOf = (signal: EndingSignal): number => numbers[signal as keyof typeof numbers] ?? 0;

/** The exit code that a shell shows for a process that a signal ended. */
export const exitCodeOf = (signal: EndingSignal): number => 128 + numberOf(signal);

/** Signals that a person sends to end a program: Ctrl-C, closing the terminal. */
export function isFromUser(signal: EndingSignal): boolean {
  return signal === 'SIGINT' || signal === 'SIGHUP';
}

/**
 * Whether a listener for the signal leaves the process as it is. It would not if the process ignores the
 * signal, for example a hangup under `nohup`, or if native code handles it. Node.js and Deno end at a
 * signal that was ignored when they started; Bun does not.
 */
export function mayWatch(signal: EndingSignal): boolean {
  const { bun, deno } = process.versions;
  if (deno !== undefined) return true;
  const isUsual = signal === 'SIGINT' || signal === 'SIGTERM';
  const status = readOwnStatus();
  if (status === null) return isUsual || bun === undefined;
  const bit = 1 << (numberOf(signal) - 1);
  if (bun !== undefined && (status.ignored & bit) !== 0) return false;
  // The runtimes themselves catch the usual ones, to restore the terminal.
  return isUsual || (status.caught & bit) === 0 || process.listenerCount(signal) > 0;
}
