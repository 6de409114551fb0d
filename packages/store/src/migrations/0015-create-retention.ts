import type { Migration } from './migration.js';

const settings = `fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100,
  old_parts_lifetime = 1,
  cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`;

/** `stage`: 0 begun, 1 expiring invocations are listed, 2 done. */
const runs = `
CREATE TABLE IF NOT EXISTS sonde.retention_runs
(
  project LowCardinality(String),
  id String,
  stage UInt8,
  before Int64,
  started_at Int64,
  finished_at Int64,
  events UInt64,
  invocations UInt64,
  quarantined UInt64,
  loss_reports UInt64
)
ENGINE = ReplacingMergeTree(stage)
ORDER BY (project, id)
SETTINGS ${settings}`;

/**
 * Hashes of the invocations that a run deletes, by the month of the table that has their events.
 */
const expiring = `
CREATE TABLE IF NOT EXISTS sonde.expiring
(
  run_id String,
  month String,
  hash UInt64
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (month, hash)
SETTINGS ${settings}`;

export const createRetention: Migration = {
  number: 15,
  name: 'create retention',
  statements: [runs, expiring],
};
