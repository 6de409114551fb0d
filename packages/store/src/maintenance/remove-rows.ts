import { setTimeout as delay } from 'node:timers/promises';
import { SondeError } from '@sonde/protocol';
import type { Database } from '../sql/database.js';
import { writeText } from '../sql/write-names.js';

/** What is needed to change tables, on a connection without commits and queries. */
export interface Maintenance {
  db: Database;
  /** Runs a statement; the rewrite it starts continues after it has returned. */
  command: (query: string, parameters?: Record<string, unknown>) => Promise<void>;
  insert: (table: string, columns: readonly string[], lines: readonly string[]) => Promise<void>;
  /** Aborted when the store closes; the next start finishes the work. */
  signal: AbortSignal;
}

/** The engine retries a failing rewrite with growing delays. */
const failingMs = 120_000;

/**
 * Removes rows from a table and its projections. Files with these rows are replaced, and exist
 * until {@link untilCleaned} resolves.
 *
 * One month at a time, so that the engine can still merge new parts. Commits continue meanwhile.
 * Safe to repeat.
 *
 * @param condition Without parameters and secrets: the engine stores the statement.
 */
export async function removeRows(
  maintenance: Maintenance,
  table: string,
  condition: string,
): Promise<void> {
  const { db, signal } = maintenance;
  const months = await db.rows<{ id: string }>(
    `SELECT DISTINCT _partition_id AS id FROM sonde.${table} WHERE ${condition} ORDER BY id`,
  );
  for (const { id } of months) await removeFromMonth(maintenance, table, id, condition);
  // Also if no rows are left: an earlier process may have been killed here.
  await untilRewritten(db, table, signal);
}

/** Like {@link removeRows}, for one month of the table. */
export async function removeFromMonth(
  { db, command, signal }: Maintenance,
  table: string,
  month: string,
  condition: string,
): Promise<void> {
  await command(
    `ALTER TABLE sonde.${table} DELETE IN PARTITION ID ${writeText(month)} WHERE ${condition}`,
  );
  await untilRewritten(db, table, signal);
}

async function untilRewritten(db: Database, table: string, signal: AbortSignal): Promise<void> {
  const started = Date.now();
  for (;;) {
    const [mutation] = await db.rows<{ reason: string }>(
      `SELECT max(latest_fail_reason) AS reason FROM system.mutations
       WHERE database = 'sonde' AND table = {table:String} AND NOT is_done HAVING count() > 0`,
      { table },
    );
    if (mutation === undefined) return;
    if (mutation.reason !== '' && Date.now() - started > failingMs) {
      throw new SondeError('store_unavailable', { cause: new Error(mutation.reason) });
    }
    await pause(signal);
  }
}

/**
 * Resolves when the table's currently replaced files are gone. It does not wait for files that
 * merges replace later.
 */
export async function untilCleaned({ db, signal }: Maintenance, table: string): Promise<void> {
  const replaced = async (names: string[] | null) => {
    const rows = await db.rows<{ name: string }>(
      `SELECT name FROM system.parts
       WHERE database = 'sonde' AND table = {table:String} AND _state != 'Active'
         ${names === null ? '' : 'AND name IN {names:Array(String)}'}`,
      { table, names: names ?? [] },
    );
    return rows.map(({ name }) => name);
  };
  let names = await replaced(null);
  while (names.length > 0) {
    await pause(signal);
    names = await replaced(names);
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await delay(50, undefined, { signal });
  } catch (cause) {
    throw new SondeError('store_unavailable', { detail: 'closing', cause });
  }
}
