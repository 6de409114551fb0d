import type { EndingSignal } from './ending-signals.js';

/** Callbacks for the end of the process. */
export interface EndingListener {
  /** The process exits with this code. The last call; everything in it must be synchronous. */
  onExit(exitCode: number): void;
  /** An exception nobody caught. The process may survive it, when the tool handles it itself. */
  onUncaught(error: unknown): void;
  /** A signal that the tool handles itself; the process may survive it. */
  onHandledSignal(signal: EndingSignal): void;
  /** A signal nobody else handles: the process dies of it when this returns. */
  onFatalSignal(signal: EndingSignal, exitCode: number): void;
}
