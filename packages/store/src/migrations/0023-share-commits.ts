import type { Migration } from './migration.js';

/**
 * What commits of several collectors depend on; the largest value of a name counts. `floor`: later
 * commits have greater numbers. `refusals`: the newest revision. `migration`: the newest that has
 * begun.
 */
const marks = `
CREATE TABLE IF NOT EXISTS sonde.commit_marks
(
  name LowCardinality(String),
  value Int64
)
ENGINE = ReplacingMergeTree(value)
ORDER BY name
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1,
  max_suspicious_broken_parts = 0, old_parts_lifetime = 1,
  cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`;

/** So that no commit gets a number that is in use. */
export const floor = `
INSERT INTO sonde.commit_marks (name, value) SELECT 'floor', max(committed_at) FROM sonde.events`;

const revision = 'ALTER TABLE sonde.refusals ADD COLUMN IF NOT EXISTS revision Int64';

export const shareCommits: Migration = {
  number: 23,
  name: 'share commits',
  statements: [marks, floor, revision],
};
