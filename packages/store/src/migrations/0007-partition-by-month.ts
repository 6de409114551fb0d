import type { Migration } from './migration.js';

const settings = `fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100`;

/**
 * Month of arrival. Not in the key, so that a repeat in another month matches its original when
 * both are read.
 */
const month = `month UInt32 MATERIALIZED toYYYYMM(toDate(toUInt16(intDiv(received_at, 86400000))))`;

/**
 * A report resent under the same id replaces nothing; the largest value of each count is used.
 * Counts only grow until a response arrives, and an early report may arrive late.
 */
const losses = `
CREATE TABLE IF NOT EXISTS sonde.losses_by_month
(
  project LowCardinality(String),
  batch_id String,
  ${month},
  received_at SimpleAggregateFunction(max, Int64),
  recorded SimpleAggregateFunction(max, UInt64),
  sent SimpleAggregateFunction(max, UInt64),
  dropped SimpleAggregateFunction(maxMap, Map(String, UInt64))
)
ENGINE = AggregatingMergeTree
PARTITION BY month
ORDER BY (project, batch_id)
SETTINGS ${settings}`;

const quarantine = `
CREATE TABLE IF NOT EXISTS sonde.quarantine_by_month
(
  project LowCardinality(String),
  insert_id String,
  code LowCardinality(String),
  body_hash UInt64 MATERIALIZED sipHash64(body),
  ${month},
  received_at Int64,
  precedence UInt64 MATERIALIZED toUInt64(9007199254740991 - received_at),
  position UInt32,
  field Nullable(String),
  message String,
  body String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(precedence)
PARTITION BY month
ORDER BY (project, insert_id, code, body_hash)
SETTINGS ${settings}`;

const copy = (table: string, columns: string) =>
  `INSERT INTO sonde.${table}_by_month (${columns}) SELECT ${columns} FROM sonde.${table}
   SETTINGS max_partitions_per_insert_block = 0`;

/**
 * A query for an arrival range reads only the months in that range. Three migrations, because a
 * table replaces another one: each can be repeated on its own.
 */
export const partitionByMonth: readonly Migration[] = [
  {
    number: 7,
    name: 'copy quarantined events and losses into months',
    statements: [
      losses,
      copy('losses', 'project, batch_id, received_at, recorded, sent, dropped'),
      quarantine,
      copy('quarantine', 'project, insert_id, code, received_at, position, field, message, body'),
    ],
  },
  {
    number: 8,
    name: 'drop the tables copied into months',
    statements: [
      'DROP TABLE IF EXISTS sonde.losses SYNC',
      'DROP TABLE IF EXISTS sonde.quarantine SYNC',
    ],
  },
  {
    number: 9,
    name: 'rename the tables in months',
    statements: [
      'RENAME TABLE IF EXISTS sonde.losses_by_month TO sonde.losses',
      'RENAME TABLE IF EXISTS sonde.quarantine_by_month TO sonde.quarantine',
    ],
  },
];
