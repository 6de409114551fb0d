import type { Migration } from './migration.js';

/**
 * Of events that are there already it is told by the limits that are the defaults: more than 7 days
 * in the past or 1 in the future of their arrival.
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
