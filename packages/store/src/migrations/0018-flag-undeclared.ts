import type { Migration } from './migration.js';

/** Empty on events stored before this migration. */
const flag = `ALTER TABLE sonde.events
ADD COLUMN IF NOT EXISTS undeclared LowCardinality(String) DEFAULT '' AFTER tool`;

/**
 * For lists and filters of quarantined events. \`checked_at\` is when the reason was found: the
 * arrival, or the latest replay.
 */
const quarantine = `ALTER TABLE sonde.quarantine
ADD COLUMN IF NOT EXISTS tool LowCardinality(String) DEFAULT '' AFTER project,
ADD COLUMN IF NOT EXISTS event LowCardinality(String)
  DEFAULT substringUTF8(JSONExtractString(body, 'event'), 1, 128) AFTER tool,
ADD COLUMN IF NOT EXISTS checked_at Int64 DEFAULT received_at AFTER received_at`;

export const flagUndeclared: Migration = {
  number: 18,
  name: 'flag undeclared events',
  statements: [flag, quarantine],
};
