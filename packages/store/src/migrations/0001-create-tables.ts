import type { Migration } from './migration.js';

/** Parts are on disk before an insert succeeds, and before a merge replaces its sources. */
const durable = `fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100`;

/**
 * Times are milliseconds since 1970. Columns below `flow_run_id` are properties: null if an event
 * has no such property, or one of another type, which then stays in `properties`.
 *
 * `ending` is the outcome of Command Completed: 1 failed, 2 cancelled, 3 succeeded, 4 vanished, 0
 * for other events.
 *
 * The sorting key has only values that the client fixed when it recorded the event, so a repeat
 * replaces its original within the same month. The row with the smallest corrected time wins;
 * queries apply the same rule to rows that are not merged yet. Implausible dates share one
 * partition, so that a hostile batch cannot create many.
 */
const events = `
CREATE TABLE IF NOT EXISTS sonde.events
(
  project LowCardinality(String),
  day Date MATERIALIZED toDate(toUInt16(intDiv(timestamp, 86400000))),
  event LowCardinality(String),
  invocation_id String CODEC(ZSTD(1)),
  sequence UInt64 CODEC(ZSTD(1)),
  insert_id String CODEC(ZSTD(1)),
  distinct_id String CODEC(ZSTD(1)),
  anonymous_id String CODEC(ZSTD(1)),
  user_id String CODEC(ZSTD(1)),
  project_id String CODEC(ZSTD(1)),
  timestamp Int64 CODEC(Delta, ZSTD(1)),
  sent_at Nullable(Int64) CODEC(Delta, ZSTD(1)),
  received_at Int64 CODEC(Delta, ZSTD(1)),
  corrected_time Int64 MATERIALIZED least(4398046511103, greatest(0,
    ifNull(received_at - (sent_at - timestamp), timestamp))) CODEC(Delta, ZSTD(1)),
  precedence UInt64 MATERIALIZED toUInt64(4398046511103 - corrected_time) CODEC(Delta, ZSTD(1)),
  flow LowCardinality(String),
  flow_run_id String CODEC(ZSTD(1)),
  command LowCardinality(Nullable(String)),
  version LowCardinality(Nullable(String)),
  env LowCardinality(Nullable(String)),
  operating_system LowCardinality(Nullable(String)),
  arch LowCardinality(Nullable(String)),
  runtime LowCardinality(Nullable(String)),
  runtime_version LowCardinality(Nullable(String)),
  is_ci Nullable(Bool),
  ci_name LowCardinality(Nullable(String)),
  cli_context LowCardinality(Nullable(String)),
  is_interactive Nullable(Bool),
  step LowCardinality(Nullable(String)),
  reason LowCardinality(Nullable(String)),
  error_class LowCardinality(Nullable(String)),
  error_source LowCardinality(Nullable(String)),
  http_status Nullable(Int64),
  exit_code Nullable(Int64),
  duration_ms Nullable(Float64),
  succeeded Nullable(Bool),
  user_cancelled Nullable(Bool),
  vanished Nullable(Bool),
  ending UInt8 MATERIALIZED multiIf(
    event != 'Command Completed', 0,
    ifNull(vanished, false), 4,
    ifNull(user_cancelled, false), 2,
    ifNull(succeeded, ifNull(exit_code, 0) = 0), 3,
    1),
  flags Array(LowCardinality(String)),
  implied UInt8,
  properties String CODEC(ZSTD(1)),
  INDEX by_time corrected_time TYPE minmax GRANULARITY 1,
  INDEX by_invocation invocation_id TYPE bloom_filter(0.01) GRANULARITY 1,
  PROJECTION identities
  (
    SELECT project, anonymous_id, user_id, min(corrected_time)
    GROUP BY project, anonymous_id, user_id
  ),
  PROJECTION names
  (
    SELECT project, flow, event, version, min(corrected_time)
    GROUP BY project, flow, event, version
  )
)
ENGINE = ReplacingMergeTree(precedence)
PARTITION BY if(toYear(day) BETWEEN 2024 AND 2049, toYYYYMM(day), 0)
PRIMARY KEY (project, day, event, invocation_id)
ORDER BY (project, day, event, invocation_id, sequence, insert_id)
SETTINGS ${durable}, deduplicate_merge_projection_mode = 'rebuild'`;

const quarantine = `
CREATE TABLE IF NOT EXISTS sonde.quarantine
(
  project LowCardinality(String),
  insert_id String,
  code LowCardinality(String),
  body_hash UInt64 MATERIALIZED sipHash64(body),
  received_at Int64,
  precedence UInt64 MATERIALIZED toUInt64(9007199254740991 - received_at),
  position UInt32,
  field Nullable(String),
  message String,
  body String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(precedence)
ORDER BY (project, insert_id, code, body_hash)
SETTINGS ${durable}`;

const catalogs = `
CREATE TABLE IF NOT EXISTS sonde.catalogs
(
  project LowCardinality(String),
  tool String,
  hash String,
  stored_at Int64,
  catalog String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(stored_at)
ORDER BY (project, tool, hash)
SETTINGS ${durable}`;

export const createTables: Migration = {
  number: 1,
  name: 'create tables',
  statements: [events, quarantine, catalogs],
};
