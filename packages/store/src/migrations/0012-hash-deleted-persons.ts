import { randomBytes } from 'node:crypto';
import type { Migration } from './migration.js';

const durable = `fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, non_replicated_deduplication_window = 100`;

/**
 * Merges and deletions leave replaced files behind; by default the engine removes them every five
 * minutes. Merged parts are synced, so keeping the old files has no benefit.
 */
const cleanup = `old_parts_lifetime = 1,
  cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`;

const secrets = `
CREATE TABLE IF NOT EXISTS sonde.secrets
(
  name String,
  value String
)
ENGINE = MergeTree
ORDER BY name
SETTINGS ${durable}`;

/** Only the first key written counts. */
export const personKey = `
INSERT INTO sonde.secrets (name, value)
SELECT 'person_key', '${randomBytes(32).toString('hex')}'
WHERE (SELECT count() FROM sonde.secrets WHERE name = 'person_key') = 0`;

/**
 * Deletions of persons, finished or in progress: `finished_at` is 0 until everything is gone.
 * Without personal data: `person` is a keyed hash. Counts are null until they are known.
 */
const receipts = `
CREATE TABLE IF NOT EXISTS sonde.deletion_receipts
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
  anonymous_ids Nullable(UInt64)
)
ENGINE = ReplacingMergeTree(finished_at)
ORDER BY (project, id)
SETTINGS ${durable}, ${cleanup}`;

/** Hashes of what was deleted and is refused. For events, `day` is the client's day. */
const refusals = `
CREATE TABLE IF NOT EXISTS sonde.refusals
(
  project LowCardinality(String),
  deletion_id LowCardinality(String),
  kind LowCardinality(String),
  day UInt16,
  hash UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (project, deletion_id, kind, day, hash)
SETTINGS ${durable}, ${cleanup}`;

/** Earlier deletions of installations stored the anonymous id itself. */
const known = `
  WITH (SELECT min(value) FROM sonde.secrets WHERE name = 'person_key') AS person_key
  SELECT project,
    substring(HMAC('sha256', concat(project, char(0), anonymous_id), person_key), 1, 16) AS hash,
    toString(reinterpretAsUUID(hash)) AS id,
    min(requested_at) AS requested, max(finished_at) AS finished
  FROM sonde.deletions GROUP BY project, anonymous_id`;

const copyReceipts = `
INSERT INTO sonde.deletion_receipts
  (project, id, kind, person, refuses_later, requested_by, requested_at, finished_at)
SELECT project, id, 'anonymous_id', lower(hex(hash)), true, 'installation', requested, finished
FROM (${known})`;

const copyRefusals = `
INSERT INTO sonde.refusals (project, deletion_id, kind, day, hash)
SELECT project, id, 'anonymous_id', 0, reinterpretAsUInt64(substring(hash, 1, 8))
FROM (${known})`;

const cleanSoon = ['events', 'quarantine', 'losses'].map(
  (table) => `ALTER TABLE sonde.${table} MODIFY SETTING ${cleanup}`,
);

/**
 * The new intervals apply once a table is loaded again. After a crash in between, the next start
 * attaches it.
 */
const load = ['DETACH DATABASE IF EXISTS sonde', 'ATTACH DATABASE IF NOT EXISTS sonde'];

export const hashDeletedPersons: Migration = {
  number: 12,
  name: 'keep hashes of deleted persons',
  statements: [
    ...[secrets, personKey, receipts, refusals, copyReceipts, copyRefusals],
    ...cleanSoon,
    ...load,
  ],
};

/** A separate migration, because it removes what the previous one reads. */
export const forgetDeletedPersons: Migration = {
  number: 14,
  name: 'forget the ids of deleted persons',
  statements: [
    'DROP TABLE IF EXISTS sonde.deletions SYNC',
    // The statements of mutations contain ids. One that has not finished is repeated.
    "KILL MUTATION WHERE database = 'sonde' AND command LIKE '%DELETE WHERE%' SYNC",
  ],
};
