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
  /** Belongs to the end of the file of its invocation. */
  tail?: SpoolTail;
  /** Used where none could be left beside the events. */
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
  /** Files that still wait. */
  waiting: number;
  /** Why it stopped before all was sent; undefined when it did not. */
  stopped: string | undefined;
}
