import type { EndingSignal } from './ending-signals.js';

/** Callbacks for the end of the process. */
export interface EndingListener {
  /** The process exits with this code. The last call, which must be synchronous. */
  onExit(exitCode: number): void;
  /** An uncaught exception. The process may continue if the tool handles it. */
  onUncaught(error: unknown): void;
  /** A signal that the tool handles; the process may continue. */
  onHandledSignal(signal: EndingSignal): void;
  /** A signal without another handler; it ends the process when this returns. */
  onFatalSignal(signal: EndingSignal, exitCode: number): void;
}
