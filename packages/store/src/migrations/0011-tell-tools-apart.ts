import type { Migration } from './migration.js';

/** Empty on events stored before this migration, and if the client does not send it. */
const tool = `ALTER TABLE sonde.events
ADD COLUMN IF NOT EXISTS tool LowCardinality(String) DEFAULT '' AFTER doubtful_time`;

/** Tool versions that used a catalog, and the last time of each. */
const catalogVersions = `
CREATE TABLE IF NOT EXISTS sonde.catalog_versions
(
  project LowCardinality(String),
  hash String,
  version String,
  last_seen Int64
)
ENGINE = ReplacingMergeTree(last_seen)
ORDER BY (project, hash, version)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100`;

/**
 * `names` with the tool, and the time span of each invocation. Existing parts get them in the
 * background; until then queries read those parts in full.
 */
const projections = [
  `ALTER TABLE sonde.events ADD PROJECTION IF NOT EXISTS tool_names
  (
    SELECT project, tool, flow, event, version, min(corrected_time)
    GROUP BY project, tool, flow, event, version
  )`,
  `ALTER TABLE sonde.events ADD PROJECTION IF NOT EXISTS spans
  (
    SELECT project, invocation_id, min(corrected_time), max(corrected_time)
    GROUP BY project, invocation_id
  )`,
  'ALTER TABLE sonde.events DROP PROJECTION IF EXISTS names SETTINGS mutations_sync = 0',
  'ALTER TABLE sonde.events MATERIALIZE PROJECTION tool_names SETTINGS mutations_sync = 0',
  'ALTER TABLE sonde.events MATERIALIZE PROJECTION spans SETTINGS mutations_sync = 0',
];

export const tellToolsApart: Migration = {
  number: 11,
  name: 'tell tools apart',
  statements: [tool, catalogVersions, ...projections],
};
