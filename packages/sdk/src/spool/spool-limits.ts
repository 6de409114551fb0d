import type { DebugLog } from '../runtime/debug-log.js';
import type { ProcessIdentity } from '../runtime/process-identity.js';
import { addCounts } from './counts.js';
import { applyRetention } from './spool-retention.js';
import { readSpoolState, writeSpoolState } from './spool-state.js';

/** Drops events beyond the limits of age and size, and records the loss to report to their destination. */
export function keepWithinLimits(options: {
  directory: string;
  self: ProcessIdentity;
  /** Whether events for this destination are kept whatever their age. */
  isKept: (tag: string) => boolean;
  debug: DebugLog;
}): void {
  const { directory, self, isKept, debug } = options;
  for (const [tag, lost] of applyRetention({ directory, now: Date.now(), self, isKept })) {
    const state = readSpoolState(directory, tag);
    addCounts(state.dropped, lost);
    try {
      writeSpoolState(directory, tag, state);
    } catch (error) {
      debug(`could not record the loss: ${error}`);
    }
  }
}
