/** The tables that the migrations make. Written by the test beside it, with -u. */
export const newestTables: readonly { name: string; statement: string }[] = [
  {
    name: 'audit_log',
    statement: `
CREATE TABLE sonde.audit_log
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
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, index_granularity = 8192`,
  },
  {
    name: 'catalog_versions',
    statement: `
CREATE TABLE sonde.catalog_versions
(
    project LowCardinality(String),
    hash String,
    version String,
    last_seen Int64
)
ENGINE = ReplacingMergeTree(last_seen)
ORDER BY (project, hash, version)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, index_granularity = 8192`,
  },
  {
    name: 'catalogs',
    statement: `
CREATE TABLE sonde.catalogs
(
    project LowCardinality(String),
    tool String,
    hash String,
    stored_at Int64,
    catalog String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(stored_at)
ORDER BY (project, tool, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, index_granularity = 8192`,
  },
  {
    name: 'commit_marks',
    statement: `
CREATE TABLE sonde.commit_marks
(
    name LowCardinality(String),
    value Int64
)
ENGINE = ReplacingMergeTree(value)
ORDER BY name
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'dead_letters',
    statement: `
CREATE TABLE sonde.dead_letters
(
    project LowCardinality(String),
    forwarder LowCardinality(String),
    insert_id String,
    day Date,
    event LowCardinality(String),
    invocation_id String,
    sequence UInt64,
    received_at Int64,
    code LowCardinality(String),
    status UInt16,
    response String CODEC(ZSTD(1)),
    refused_at Int64,
    state LowCardinality(String),
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (project, forwarder, insert_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'deletion_forward_ids',
    statement: `
CREATE TABLE sonde.deletion_forward_ids
(
    project LowCardinality(String),
    deletion_id String,
    user_id String,
    other_user_ids Array(String),
    anonymous_ids Array(String),
    secret String
)
ENGINE = MergeTree
ORDER BY (project, deletion_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'deletion_forwards',
    statement: `
CREATE TABLE sonde.deletion_forwards
(
    project LowCardinality(String),
    deletion_id String,
    forwarder LowCardinality(String),
    state LowCardinality(String),
    reason String,
    at Int64,
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (project, deletion_id, forwarder)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'deletion_receipts',
    statement: `
CREATE TABLE sonde.deletion_receipts
(
    project LowCardinality(String),
    id String,
    kind LowCardinality(String),
    person String,
    refuses_later Bool,
    requested_by String,
    requested_at Int64,
    finished_at Int64,
    events Nullable(UInt64),
    quarantined Nullable(UInt64),
    loss_reports Nullable(UInt64),
    anonymous_ids Nullable(UInt64),
    other_user_ids Nullable(UInt64)
)
ENGINE = ReplacingMergeTree(finished_at)
ORDER BY (project, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'events',
    statement: `
CREATE TABLE sonde.events
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
    timestamp Int64 CODEC(Delta(8), ZSTD(1)),
    sent_at Nullable(Int64) CODEC(Delta(8), ZSTD(1)),
    received_at Int64 CODEC(Delta(8), ZSTD(1)),
    corrected_time Int64 MATERIALIZED least(4398046511103, greatest(0, ifNull(received_at - (sent_at - timestamp), timestamp))) CODEC(Delta(8), ZSTD(1)),
    precedence UInt64 MATERIALIZED bitOr(bitShiftLeft(toUInt64(4398046511103 - corrected_time), 22), toUInt64(4194303 - least(position, 4194303))) CODEC(Delta(8), ZSTD(1)),
    flow LowCardinality(String),
    flow_run_id String CODEC(ZSTD(1)),
    doubtful_time Bool DEFAULT ((ifNull(sent_at, received_at) - timestamp) > 604800000) OR ((timestamp - ifNull(sent_at, received_at)) > 86400000),
    tool LowCardinality(String) DEFAULT '',
    undeclared LowCardinality(String) DEFAULT '',
    committed_at Int64 DEFAULT 0 CODEC(Delta(8), ZSTD(1)),
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
    ending UInt8 MATERIALIZED multiIf(event != 'Command Completed', 0, ifNull(vanished, false), 4, ifNull(user_cancelled, false), 2, ifNull(succeeded, ifNull(exit_code, 0) = 0), 3, 1),
    flags Array(LowCardinality(String)),
    implied UInt8,
    properties String CODEC(ZSTD(1)),
    INDEX by_time corrected_time TYPE minmax GRANULARITY 1,
    INDEX by_invocation invocation_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_event event TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_commit committed_at TYPE minmax GRANULARITY 1,
    PROJECTION identities
    (
        SELECT
            project,
            if(user_id = '', '', anonymous_id),
            user_id,
            min(corrected_time)
        GROUP BY
            project,
            if(user_id = '', '', anonymous_id),
            user_id
    ),
    PROJECTION tool_names
    (
        SELECT
            project,
            tool,
            flow,
            event,
            version,
            min(corrected_time)
        GROUP BY
            project,
            tool,
            flow,
            event,
            version
    )
)
ENGINE = ReplacingMergeTree(precedence)
PARTITION BY if((toYear(day) >= 2024) AND (toYear(day) <= 2049), toYYYYMM(day), 0)
PRIMARY KEY (project, day, invocation_id)
ORDER BY (project, day, invocation_id, sequence, event, insert_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, deduplicate_merge_projection_mode = 'rebuild', materialize_projections_on_insert = 0, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'expiring',
    statement: `
CREATE TABLE sonde.expiring
(
    run_id String,
    month String,
    hash UInt64
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (month, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'forwarder_states',
    statement: `
CREATE TABLE sonde.forwarder_states
(
    project LowCardinality(String),
    forwarder LowCardinality(String),
    revision UInt64,
    body String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (project, forwarder)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'losses',
    statement: `
CREATE TABLE sonde.losses
(
    project LowCardinality(String),
    batch_id String,
    month UInt32 MATERIALIZED toYYYYMM(toDate(toUInt16(intDiv(received_at, 86400000)))),
    received_at SimpleAggregateFunction(max, Int64),
    recorded SimpleAggregateFunction(max, UInt64),
    sent SimpleAggregateFunction(max, UInt64),
    dropped SimpleAggregateFunction(maxMap, Map(String, UInt64))
)
ENGINE = AggregatingMergeTree
PARTITION BY month
ORDER BY (project, batch_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, index_granularity = 8192, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`,
  },
  {
    name: 'quarantine',
    statement: `
CREATE TABLE sonde.quarantine
(
    project LowCardinality(String),
    tool LowCardinality(String) DEFAULT '',
    event LowCardinality(String) DEFAULT substringUTF8(JSONExtractString(body, 'event'), 1, 128),
    insert_id String,
    code LowCardinality(String),
    body_hash UInt64 MATERIALIZED sipHash64(body),
    month UInt32 MATERIALIZED toYYYYMM(toDate(toUInt16(intDiv(received_at, 86400000)))),
    received_at Int64,
    checked_at Int64 DEFAULT received_at,
    precedence UInt64 MATERIALIZED toUInt64(9007199254740991 - received_at),
    position UInt32,
    field Nullable(String),
    message String,
    body String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(precedence)
PARTITION BY month
ORDER BY (project, insert_id, code, body_hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, index_granularity = 8192, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`,
  },
  {
    name: 'refusals',
    statement: `
CREATE TABLE sonde.refusals
(
    project LowCardinality(String),
    deletion_id LowCardinality(String),
    kind LowCardinality(String),
    day UInt16,
    hash UInt64,
    revision Int64
)
ENGINE = ReplacingMergeTree
ORDER BY (project, deletion_id, kind, day, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'retention_runs',
    statement: `
CREATE TABLE sonde.retention_runs
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
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, index_granularity = 8192`,
  },
  {
    name: 'secrets',
    statement: `
CREATE TABLE sonde.secrets
(
    name String,
    value String
)
ENGINE = MergeTree
ORDER BY name
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, index_granularity = 8192`,
  },
  {
    name: 'storage_history',
    statement: `
CREATE TABLE sonde.storage_history
(
    day Date,
    table LowCardinality(String),
    rows UInt64,
    bytes UInt64,
    measured_at Int64
)
ENGINE = ReplacingMergeTree(measured_at)
ORDER BY (day, table)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, index_granularity = 8192`,
  },
  {
    name: 'team_records',
    statement: `
CREATE TABLE sonde.team_records
(
    kind LowCardinality(String),
    id String,
    revision UInt64,
    written_at Int64,
    body String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (kind, id)
TTL toDateTime(intDiv(written_at, 1000)) + toIntervalDay(100) WHERE kind IN ('session', 'session_use')
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100, index_granularity = 8192`,
  },
];
