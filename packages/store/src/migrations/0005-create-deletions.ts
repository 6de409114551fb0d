import type { Migration } from './migration.js';

/**
 * Anonymous ids whose events were requested to be deleted. Rows are permanent: a resent event must
 * not restore deleted data. `finished_at` is 0 until the events are gone.
 */
const deletions = `
CREATE TABLE IF NOT EXISTS sonde.deletions
(
  project LowCardinality(String),
  anonymous_id String,
  requested_at Int64,
  finished_at Int64
)
ENGINE = ReplacingMergeTree(finished_at)
ORDER BY (project, anonymous_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100`;

export const createDeletions: Migration = {
  number: 5,
  name: 'create deletions',
  statements: [deletions],
};
