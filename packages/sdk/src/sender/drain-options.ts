import type { DebugLog } from '../runtime/debug-log.js';
import type { Environment } from '../runtime/variables.js';
import type { SenderSettings } from '../spool/sender-settings.js';

/** Lines that the tool could not write to the end of its own file. */
export interface SpoolTail {
  invocationId: string;
  /** Whole lines. */
  bytes: Uint8Array;
}

/** How a spool is drained. */
export interface DrainOptions {
  directory: string;
  /** Ignore an earlier failure, and wait for another sender to end. */
  now: boolean;
  /** Wait for another sender to end. */
  waits?: boolean;
  /** Send only events recorded in CI. */
  isCi: boolean;
  /** Appended to the file of its invocation. */
  tail?: SpoolTail;
  /** Used if no settings could be stored next to the events. */
  settings?: SenderSettings;
  environment: Environment;
  /** Milliseconds left until the sender must have ended. */
  remainingMs: () => number;
  debug: DebugLog;
}

/** What a drain did. */
export interface DrainReport {
  sent: number;
  quarantined: number;
  /** Files that are still waiting. */
  waiting: number;
  /** Why it stopped before everything was sent; undefined if it did not. */
  stopped: string | undefined;
}
