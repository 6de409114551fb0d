import type { Migration } from './migration.js';

/** The size of each table by day: the last measurement of a day counts. */
const storageHistory = `
CREATE TABLE IF NOT EXISTS sonde.storage_history
(
  day Date,
  table LowCardinality(String),
  rows UInt64,
  bytes UInt64,
  measured_at Int64
)
ENGINE = ReplacingMergeTree(measured_at)
ORDER BY (day, table)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100`;

export const createStorageHistory: Migration = {
  number: 13,
  name: 'create storage history',
  statements: [storageHistory],
};
