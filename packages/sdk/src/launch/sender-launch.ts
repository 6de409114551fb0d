import type { DebugLog } from '../runtime/debug-log.js';
import type { Environment } from '../runtime/variables.js';
import type { SenderSettings } from '../spool/sender-settings.js';
import type { Delivery } from '../telemetry.js';
import type { SenderProgram } from './sender-program.js';

/** The input needed to start a sender. */
export interface SenderLaunch {
  directory: string;
  /** The tool's name. */
  tool: string;
  sender: SenderProgram;
  /** Built only when a sender is started; most runs start none. */
  settings: () => SenderSettings;
  /** Tag of the destination. */
  tag: string;
  environment: Environment;
  delivery: Delivery;
  inlineBudgetMs: () => number;
  flushAt: number;
  /** Whether telemetry is still on: the user may have turned it off since the run began. */
  isStillOn: () => boolean;
  /** Nobody sees a notice in CI, so only events recorded in CI are sent. */
  isCi: boolean;
  /** The user has made no choice, so nothing is sent for a while after the notice was shown. */
  needsNotice: boolean;
  /** The directory that records when the notice was shown; never a temporary spool. */
  noticeDirectory: string;
  debug: DebugLog;
  isDebug: boolean;
}
