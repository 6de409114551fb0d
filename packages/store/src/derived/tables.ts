import { flowPartColumns } from './fold-flow-parts.js';
import { invocationColumns } from './fold-invocations.js';

/**
 * Version of the derived tables. A change of their columns or of how they are folded needs another
 * one: then the next start creates them anew and fills them from the events.
 *
 * 8: the names and times of an invocation's events.
 */
export const derivedVersion = 8;

/** Like those of the events. A restart must not lose rows that the state counts as folded. */
const settings = `fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100,
  old_parts_lifetime = 1,
  cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`;

/**
 * Of the rows with one key, the one with the largest `folded_at` counts; if that one is gone, none
 * does. The day is part of the key, so that a range of days reads little else: when an invocation
 * turns out to have begun on another day, its old row gets a version that is gone.
 *
 * Long lists of invocations are looked up by hash, which takes a third of the time.
 */
function createTable(table: string, columns: readonly (readonly string[])[], key: string): string {
  return `
CREATE TABLE IF NOT EXISTS sonde.${table}
(
  ${columns.map(([name, type]) => `${name} ${type}`).join(',\n  ')},
  day Date MATERIALIZED toDate(toUInt16(intDiv(began, 86400000))),
  invocation_hash UInt64 MATERIALIZED cityHash64(invocation_id) CODEC(NONE),
  folded_at UInt64 CODEC(ZSTD(1)),
  is_gone UInt8,
  INDEX by_invocation invocation_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(folded_at, is_gone)
PARTITION BY if(toYear(day) BETWEEN 2024 AND 2049, toYYYYMM(day), 0)
ORDER BY (${key})
SETTINGS ${settings}`;
}

/** The tables that are made from the events, and can be made again. */
export const derivedTables = [
  {
    name: 'invocations',
    columns: invocationColumns.map(([name]) => name),
    create: createTable('invocations', invocationColumns, 'project, day, invocation_id'),
  },
  {
    name: 'flow_parts',
    columns: flowPartColumns.map(([name]) => name),
    create: createTable(
      'flow_parts',
      flowPartColumns,
      'project, flow, day, invocation_id, flow_run_id',
    ),
  },
] as const;

/**
 * How far the derived tables are. The row with the largest revision counts. `folded_until`: the
 * commit up to which events are folded. While the tables are being filled from existing events
 * (`is_filled` is 0), this is so only for invocations whose id is less than `filled_below`.
 */
const createStates = `
CREATE TABLE IF NOT EXISTS sonde.derived_states
(
  revision UInt64,
  version UInt32,
  folded_until Int64,
  filled_below String,
  is_filled UInt8
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY tuple()
SETTINGS ${settings}`;

/** Up to version 3, chunks of invocations were counted. */
const alterStates = `
ALTER TABLE sonde.derived_states
  ADD COLUMN IF NOT EXISTS filled_below String,
  ADD COLUMN IF NOT EXISTS is_filled UInt8,
  DROP COLUMN IF EXISTS chunks,
  DROP COLUMN IF EXISTS chunks_filled`;

/**
 * Invocations whose derived rows are wrong or missing because some of their events are being
 * deleted: queries read their events. `task` is the deletion.
 */
const createStale = `
CREATE TABLE IF NOT EXISTS sonde.derived_stale
(
  task String,
  project LowCardinality(String),
  invocation_id String
)
ENGINE = ReplacingMergeTree
PARTITION BY task
ORDER BY (project, invocation_id)
SETTINGS ${settings}`;

/** Creates what is needed before anything is read; repeating it changes nothing. */
export const prepareDerived = [createStates, alterStates, createStale];
