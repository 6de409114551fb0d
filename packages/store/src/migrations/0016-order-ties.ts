import type { Migration } from './migration.js';

/** 0 on events stored before this migration. */
const position = `ALTER TABLE sonde.events
ADD COLUMN IF NOT EXISTS position UInt32 DEFAULT 0 CODEC(ZSTD(1)) AFTER tool`;

/**
 * Of the versions of an event, the one with the smallest corrected time wins, and of those the one
 * with the smallest position. So the order of ties does not depend on which parts are merged.
 */
const precedence = `ALTER TABLE sonde.events
MODIFY COLUMN precedence UInt64 MATERIALIZED bitOr(
  bitShiftLeft(toUInt64(4398046511103 - corrected_time), 22),
  toUInt64(4194303 - least(position, 4194303))) CODEC(Delta, ZSTD(1))`;

/** Waits: a repeat would win over the old value of its original. Only this column is rewritten. */
const rewrite =
  'ALTER TABLE sonde.events MATERIALIZE COLUMN precedence SETTINGS mutations_sync = 1';

export const orderTies: Migration = {
  number: 16,
  name: 'order ties',
  statements: [position, precedence, rewrite],
};
