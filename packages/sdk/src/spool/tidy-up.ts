import type { DebugLog } from '../runtime/debug-log.js';
import { identifyProcess } from '../runtime/process-identity.js';
import { trimCostLog } from './own-cost.js';
import { readSenderSettings } from './sender-settings.js';
import { keepWithinLimits } from './spool-limits.js';

/** If nothing may be sent, no sender deletes old events, so some runs do. */
const shareOfRunsThatTidyUp = 1 / 16;

/** In one of 16 runs, deletes events that are too old or too many. Never throws. */
export function tidyUpSometimes(directory: string, debug: DebugLog): void {
  if (Math.random() >= shareOfRunsThatTidyUp) return;
  try {
    keepWithinLimits({
      directory,
      self: identifyProcess(),
      isKept: (tag) => readSenderSettings(directory, tag)?.isLongLived === true,
      debug,
    });
    trimCostLog(directory);
  } catch (error) {
    debug(`could not delete old events: ${error}`);
  }
}
