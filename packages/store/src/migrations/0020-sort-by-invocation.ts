import type { Migration } from './migration.js';

/**
 * The table of events, sorted by invocation in place of the event's name: the events of an
 * invocation are neighbours, which halves their size and makes reading a whole invocation fast. The
 * columns of the sorting key, and so what counts as a repeat, are the same.
 *
 * The projection `spans` is gone; the derived table of invocations has the same. `identities` is only
 * about events with a user: most people never have one.
 */
const events = `
CREATE TABLE IF NOT EXISTS sonde.events_by_invocation
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
  precedence UInt64 MATERIALIZED bitOr(
    bitShiftLeft(toUInt64(4398046511103 - corrected_time), 22),
    toUInt64(4194303 - least(position, 4194303))) CODEC(Delta, ZSTD(1)),
  flow LowCardinality(String),
  flow_run_id String CODEC(ZSTD(1)),
  doubtful_time Bool DEFAULT
    ifNull(sent_at, received_at) - timestamp > 604800000
    OR timestamp - ifNull(sent_at, received_at) > 86400000,
  tool LowCardinality(String) DEFAULT '',
  undeclared LowCardinality(String) DEFAULT '',
  committed_at Int64 DEFAULT 0 CODEC(Delta, ZSTD(1)),
  position UInt32 DEFAULT 0 CODEC(ZSTD(1)),
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
  INDEX by_event event TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX by_commit committed_at TYPE minmax GRANULARITY 1,
  PROJECTION identities
  (
    SELECT project, if(user_id = '', '', anonymous_id), user_id, min(corrected_time)
    GROUP BY project, if(user_id = '', '', anonymous_id), user_id
  ),
  PROJECTION tool_names
  (
    SELECT project, tool, flow, event, version, min(corrected_time)
    GROUP BY project, tool, flow, event, version
  )
)
ENGINE = ReplacingMergeTree(precedence)
PARTITION BY if(toYear(day) BETWEEN 2024 AND 2049, toYYYYMM(day), 0)
PRIMARY KEY (project, day, invocation_id)
ORDER BY (project, day, invocation_id, sequence, event, insert_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100,
  deduplicate_merge_projection_mode = 'rebuild', materialize_projections_on_insert = 0,
  old_parts_lifetime = 1,
  cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`;

/** All that are not computed from others. */
const columns = [
  ...['project', 'event', 'invocation_id', 'sequence', 'insert_id', 'distinct_id', 'anonymous_id'],
  ...['user_id', 'project_id', 'timestamp', 'sent_at', 'received_at', 'flow', 'flow_run_id'],
  ...['doubtful_time', 'tool', 'undeclared', 'committed_at', 'position', 'command', 'version'],
  ...['env', 'operating_system', 'arch', 'runtime', 'runtime_version', 'is_ci', 'ci_name'],
  ...['cli_context', 'is_interactive', 'step', 'reason', 'error_class', 'error_source'],
  ...['http_status', 'exit_code', 'duration_ms', 'succeeded', 'user_cancelled', 'vanished'],
  ...['flags', 'implied', 'properties'],
].join(', ');

/**
 * Small blocks: sorting one must fit into the memory of a small machine. One thread, so that parts are
 * copied in their order: of two versions of an event that are equal, the last one stored still wins.
 */
const copy = `INSERT INTO sonde.events_by_invocation (${columns}) SELECT ${columns} FROM sonde.events
  SETTINGS max_partitions_per_insert_block = 0, max_threads = 1, max_insert_threads = 1,
    min_insert_block_size_rows = 262144, min_insert_block_size_bytes = 0,
    optimize_trivial_insert_select = 0`;

/**
 * Takes about three seconds for a million events. Three migrations, because a table replaces another
 * one: each can be repeated on its own.
 */
export const sortByInvocation: readonly Migration[] = [
  { number: 20, name: 'copy events, sorted by invocation', statements: [events, copy] },
  {
    number: 21,
    name: 'drop the table with events sorted by name',
    statements: ['DROP TABLE IF EXISTS sonde.events SYNC'],
  },
  {
    number: 22,
    name: 'rename the table with events sorted by invocation',
    statements: ['RENAME TABLE IF EXISTS sonde.events_by_invocation TO sonde.events'],
  },
];
