import type { DebugLog } from '../runtime/debug-log.js';
import type { Environment } from '../runtime/variables.js';
import type { SenderSettings } from '../spool/sender-settings.js';
import type { Delivery } from '../telemetry.js';
import type { SenderProgram } from './sender-program.js';

/** The input needed to start a sender. */
export interface SenderLaunch {
  directory: string;
  /** Name of the tool. */
  tool: string;
  sender: SenderProgram;
  /** Built only when a sender is started; most runs start none. */
  settings: () => SenderSettings;
  /** Of the settings' destination. */
  tag: string;
  environment: Environment;
  delivery: Delivery;
  inlineBudgetMs: () => number;
  flushAt: number;
  /** Whether telemetry is still on: the user may have turned it off since the run began. */
  isStillOn: () => boolean;
  /** Nobody sees a notice in CI, so only what was recorded in CI is sent. */
  isCi: boolean;
  /** The user's decision rests on the notice: nothing is sent for a while after it was shown. */
  needsNotice: boolean;
  /** Where the notice is noted; not the spool if that is a temporary one. */
  noticeDirectory: string;
  debug: DebugLog;
  isDebug: boolean;
}
