import type { Migration } from './migration.js';

const durable = `fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100,
  old_parts_lifetime = 1,
  cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`;

/**
 * The commit of an event: greater in each commit, about the time in milliseconds since 1970. 0 on
 * events stored before this migration.
 */
const commits = [
  `ALTER TABLE sonde.events
   ADD COLUMN IF NOT EXISTS committed_at Int64 DEFAULT 0 CODEC(Delta, ZSTD(1)) AFTER tool`,
  `ALTER TABLE sonde.events
   ADD INDEX IF NOT EXISTS by_commit committed_at TYPE minmax GRANULARITY 1`,
  'ALTER TABLE sonde.events MATERIALIZE INDEX by_commit SETTINGS mutations_sync = 0',
];

/** How far a forwarder is. The row with the largest revision counts. */
const states = `
CREATE TABLE IF NOT EXISTS sonde.forwarder_states
(
  project LowCardinality(String),
  forwarder LowCardinality(String),
  revision UInt64,
  body String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (project, forwarder)
SETTINGS ${durable}`;

/**
 * Events that a destination refused for good, without their content. The columns of the event have
 * the names they have in its table, so that a deletion finds them by the same condition.
 */
const deadLetters = `
CREATE TABLE IF NOT EXISTS sonde.dead_letters
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
SETTINGS ${durable}`;

/** Deletions of persons that forwarders pass on, and what became of each. */
const deletionForwards = `
CREATE TABLE IF NOT EXISTS sonde.deletion_forwards
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
SETTINGS ${durable}`;

/** The person's ids and an installation's secret, which are removed as soon as no forwarder needs them. */
const deletionForwardIds = `
CREATE TABLE IF NOT EXISTS sonde.deletion_forward_ids
(
  project LowCardinality(String),
  deletion_id String,
  user_id String,
  anonymous_ids Array(String),
  secret String
)
ENGINE = MergeTree
ORDER BY (project, deletion_id)
SETTINGS ${durable}`;

export const createForwarding: Migration = {
  number: 17,
  name: 'create forwarding',
  statements: [...commits, states, deadLetters, deletionForwards, deletionForwardIds],
};
