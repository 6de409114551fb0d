import type { Migration } from './migration.js';

/** Null on receipts of earlier versions. */
const receipts = `ALTER TABLE sonde.deletion_receipts
ADD COLUMN IF NOT EXISTS other_user_ids Nullable(UInt64)`;

const forwardIds = `ALTER TABLE sonde.deletion_forward_ids
ADD COLUMN IF NOT EXISTS other_user_ids Array(String) AFTER user_id`;

export const linkUserIds: Migration = {
  number: 19,
  name: 'link user ids',
  statements: [receipts, forwardIds],
};
