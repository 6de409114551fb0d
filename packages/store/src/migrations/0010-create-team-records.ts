import type { Migration } from './migration.js';

const durable = `fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100`;

/**
 * Accounts, projects, keys and sessions. The row with the largest revision counts. Sessions end
 * after at most 90 days, so their rows are removed some days later.
 */
const teamRecords = `
CREATE TABLE IF NOT EXISTS sonde.team_records
(
  kind LowCardinality(String),
  id String,
  revision UInt64,
  written_at Int64,
  body String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (kind, id)
TTL toDateTime(intDiv(written_at, 1000)) + INTERVAL 100 DAY DELETE WHERE kind IN ('session', 'session_use')
SETTINGS ${durable}`;

/** Administrative acts. Rows are only added. */
const auditLog = `
CREATE TABLE IF NOT EXISTS sonde.audit_log
(
  at Int64,
  id String,
  project LowCardinality(String),
  actor String,
  address String,
  action LowCardinality(String),
  subject String,
  detail String CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (at, id)
SETTINGS ${durable}`;

export const createTeamRecords: Migration = {
  number: 10,
  name: 'create team records',
  statements: [teamRecords, auditLog],
};
