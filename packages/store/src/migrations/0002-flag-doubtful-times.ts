import type { Migration } from './migration.js';

/**
 * Existing events are flagged by the default limits: more than 7 days before or 1 day after their
 * arrival.
 */
const column = `
ALTER TABLE sonde.events
ADD COLUMN IF NOT EXISTS doubtful_time Bool DEFAULT
  ifNull(sent_at, received_at) - timestamp > 604800000
  OR timestamp - ifNull(sent_at, received_at) > 86400000
AFTER flow_run_id`;

export const flagDoubtfulTimes: Migration = {
  number: 2,
  name: 'flag doubtful times',
  statements: [column],
};
