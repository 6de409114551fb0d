import { type ClickHouseClient, ClickHouseError } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { createTables } from './migrations/0001-create-tables.js';
import { flagDoubtfulTimes } from './migrations/0002-flag-doubtful-times.js';
import { createLosses } from './migrations/0004-create-losses.js';
import { createDeletions } from './migrations/0005-create-deletions.js';
import { projectOnMerge } from './migrations/0006-project-on-merge.js';
import { partitionByMonth } from './migrations/0007-partition-by-month.js';
import { createTeamRecords } from './migrations/0010-create-team-records.js';
import { tellToolsApart } from './migrations/0011-tell-tools-apart.js';
import {
  forgetDeletedPersons,
  hashDeletedPersons,
} from './migrations/0012-hash-deleted-persons.js';
import { createStorageHistory } from './migrations/0013-create-storage-history.js';
import { createRetention } from './migrations/0015-create-retention.js';
import { orderTies } from './migrations/0016-order-ties.js';
import { createForwarding } from './migrations/0017-create-forwarding.js';
import { flagUndeclared } from './migrations/0018-flag-undeclared.js';
import { linkUserIds } from './migrations/0019-link-user-ids.js';
import { sortByInvocation } from './migrations/0020-sort-by-invocation.js';
import { shareCommits } from './migrations/0023-share-commits.js';
import { firstRows } from './migrations/first-rows.js';
import type { Migration } from './migrations/migration.js';
import { newestTables } from './migrations/newest-tables.js';

/** Never edit a released migration: add another. */
export const migrations: readonly Migration[] = [
  createTables,
  flagDoubtfulTimes,
  createLosses,
  createDeletions,
  projectOnMerge,
  ...partitionByMonth,
  createTeamRecords,
  tellToolsApart,
  hashDeletedPersons,
  createStorageHistory,
  forgetDeletedPersons,
  createRetention,
  orderTies,
  createForwarding,
  flagUndeclared,
  linkUserIds,
  ...sortByInvocation,
  shareCommits,
];

export const newestMigration = Math.max(...migrations.map(({ number }) => number));

/** Beside the migrations: the tables of new data are being created. */
const creating = { number: 0, name: 'create the newest tables' };

/**
 * Creates the tables of new data as the migrations would leave them, or applies the missing
 * migrations to earlier data.
 *
 * @param announce See `migrate`.
 *
 * @returns How many migrations were already applied.
 * @throws see `migrate`
 */
export async function prepareTables(
  client: ClickHouseClient,
  announce?: () => Promise<void>,
): Promise<number> {
  await createNotes(client);
  if (!(await isNew(client))) return migrate(client, migrations, announce);
  await note(client, [creating]);
  // Those of a start that was interrupted may be of another version. They are empty.
  for (const { name } of newestTables) {
    await client.command({ query: `DROP TABLE IF EXISTS sonde.${name} SYNC` });
  }
  for (const { statement } of newestTables) await client.command({ query: statement });
  for (const statement of firstRows) await client.command({ query: statement });
  await note(client, migrations);
  return 0;
}

/** Whether no version has finished creating its tables, or begun to migrate them. */
async function isNew(client: ClickHouseClient): Promise<boolean> {
  const applied = await appliedNumbers(client);
  if (applied.has(creating.number)) return applied.size === 1;
  if (applied.size > 0) return false;
  const result = await client.query({
    query: "SELECT count() AS tables FROM system.tables WHERE database = 'sonde'",
    format: 'JSONEachRow',
  });
  const [row] = await result.json<{ tables: string | number }>();
  return Number(row?.tables) === 1;
}

/**
 * Applies each missing migration, in order.
 *
 * @param announce Called before the first one if other collectors may be committing.
 *
 * @returns How many migrations were already applied.
 * @throws `data_newer_than_program` if a newer version has migrated the data; nothing is changed
 *   then.
 */
export async function migrate(
  client: ClickHouseClient,
  known: readonly Migration[] = migrations,
  announce: () => Promise<void> = async () => {},
): Promise<number> {
  await createNotes(client);
  const applied = await appliedNumbers(client);
  refuseNewer(applied, known);
  const missing = known.filter(({ number }) => !applied.has(number));
  if (missing.length > 0 && applied.has(shareCommits.number)) await announce();
  for (const migration of missing) {
    for (const query of migration.statements) await client.command({ query });
    await note(client, [migration]);
  }
  return applied.size;
}

async function createNotes(client: ClickHouseClient): Promise<void> {
  await client.command({ query: 'CREATE DATABASE IF NOT EXISTS sonde' });
  await client.command({ query: createMigrationsTable });
}

/** In one statement, so that either all are noted or none. */
async function note(
  client: ClickHouseClient,
  done: readonly Pick<Migration, 'number' | 'name'>[],
): Promise<void> {
  await client.insert({
    table: 'sonde.migrations',
    columns: ['number', 'name'],
    values: done.map(({ number, name }) => [number, name]),
    format: 'JSONCompactEachRow',
  });
}

export interface AppliedMigrations {
  /** Number of the newest migration that was applied; 0 without one. */
  applied: number;
  /** How many the next start applies. */
  missing: number;
}

/** @throws `data_newer_than_program` */
export async function inspectMigrations(client: ClickHouseClient): Promise<AppliedMigrations> {
  const applied = await appliedNumbers(client);
  refuseNewer(applied, migrations);
  return {
    applied: Math.max(0, ...applied),
    missing: migrations.filter(({ number }) => !applied.has(number)).length,
  };
}

/** Whether a leader has applied all migrations. */
export async function areMigrated(client: ClickHouseClient): Promise<boolean> {
  try {
    return (await inspectMigrations(client)).missing === 0;
  } catch (error) {
    if (error instanceof ClickHouseError && noTableCodes.has(error.code)) return false;
    throw error;
  }
}

const noTableCodes: ReadonlySet<string> = new Set(['60', '81']);

function refuseNewer(applied: ReadonlySet<number>, known: readonly Migration[]): void {
  const newest = Math.max(0, ...applied);
  const last = Math.max(0, ...known.map(({ number }) => number));
  if (newest <= last) return;
  throw new SondeError('data_newer_than_program', {
    detail: `the data is at ${newest}, this program knows up to ${last}`,
  });
}

async function appliedNumbers(client: ClickHouseClient): Promise<Set<number>> {
  const result = await client.query({
    query: 'SELECT DISTINCT number FROM sonde.migrations',
    format: 'JSONEachRow',
  });
  return new Set((await result.json<{ number: number }>()).map(({ number }) => number));
}

const createMigrationsTable = `
CREATE TABLE IF NOT EXISTS sonde.migrations
(
  number UInt32,
  name String,
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY number
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;
