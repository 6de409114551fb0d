import type { Migration } from './migration.js';

/**
 * Loss reports of clients, one row per batch. A resent batch has the same first event, so its
 * report replaces the earlier one.
 */
const losses = `
CREATE TABLE IF NOT EXISTS sonde.losses
(
  project LowCardinality(String),
  batch_id String,
  received_at Int64,
  recorded UInt64,
  sent UInt64,
  dropped Map(LowCardinality(String), UInt64)
)
ENGINE = ReplacingMergeTree(received_at)
ORDER BY (project, batch_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100`;

export const createLosses: Migration = {
  number: 4,
  name: 'create losses',
  statements: [losses],
};
