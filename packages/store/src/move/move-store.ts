import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClickHouseClient, drainStream } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { type Engine, openChdb } from '../chdb.js';
import {
  engineDirectory,
  isDataDirectory,
  measureMachine,
  readMove,
  writeMove,
} from '../data-directory.js';
import { lockDirectory } from '../directory-lock.js';
import { divideByShard } from '../divide-by-shard.js';
import { openEmbeddedStore } from '../embedded-store.js';
import { shareMemory } from '../engine-memory.js';
import { insertSettings } from '../insert-lines.js';
import type { ServerStoreOptions } from '../port.js';
import { connectionFailures } from '../server/check-server.js';
import { type OpenServers, openServers } from '../server/open-servers.js';
import { toServerOpenError } from '../server/server-errors.js';
import { Database } from '../sql/database.js';
import { MoveMarks } from './move-marks.js';
import { compareTable, countRows, listTables, type MovedTable } from './moved-tables.js';

export interface MoveOptions {
  /** The data directory of an embedded store that no collector uses. */
  dataDirectory: string;
  /** Where to; the directory is not used. */
  server: Omit<ServerStoreOptions, 'directory'>;
  /** Called for each table, once it is complete, also if an earlier run has completed it. */
  onTable?: (table: { name: string; rows: number; wasThere: boolean }) => void;
  /** Rows in memory at a time. Default 100,000. */
  chunkRows?: number;
}

/** As text, they must fit into the memory of a small machine. */
const defaultChunkRows = 100_000;

/**
 * Copies the data of an embedded store to servers that have none, and compares every row. What was
 * copied before an interruption is kept: run it again. The embedded data stays as it is, and no
 * collector opens it from then on.
 *
 * @throws `data_directory_missing`, `data_directory_moved`, `move_over_data`, `move_differs`, or what
 * opening either store throws
 */
export async function moveStore(options: MoveOptions): Promise<void> {
  const { dataDirectory, server } = options;
  if (!(await isDataDirectory(dataDirectory))) {
    throw new SondeError('data_directory_missing', { detail: dataDirectory });
  }
  const move = await readMove(dataDirectory);
  if (move?.isDone === true) throw moved(dataDirectory);
  // Nothing waits in one whose move was begun.
  if (move === undefined) await settleStore(dataDirectory);
  const unlock = await lockDirectory(dataDirectory);
  let engine: Engine | undefined;
  let servers: OpenServers | undefined;
  try {
    engine = await openChdb(engineDirectory(dataDirectory), shareMemory(measureMachine()));
    servers = await openServers({ ...server, directory: dataDirectory, mustLead: true });
    await copyStore(engine.reader, servers, options);
  } catch (error) {
    throw await explain(error, servers);
  } finally {
    await servers?.close();
    await engine?.close();
    await unlock();
  }
}

const moved = (directory: string) =>
  new SondeError('data_directory_moved', {
    detail: `${directory}; this move is finished, and what the servers stored since is not in it`,
  });

/** Says why the servers do not go on, as at the start of a move. */
async function explain(error: unknown, servers: OpenServers | undefined): Promise<unknown> {
  const hasOtherLeader = await servers?.leadership.confirm().then(
    () => false,
    (refusal) => refusal instanceof SondeError && refusal.code === 'not_the_leader',
  );
  if (hasOtherLeader) return new SondeError('store_in_use', { cause: error });
  const origin = error instanceof SondeError ? error.cause : error;
  const { code } = (origin ?? {}) as NodeJS.ErrnoException;
  return connectionFailures.has(code) ? toServerOpenError(origin) : error;
}

/** Brings the tables up to date, and stores what waits. */
async function settleStore(directory: string): Promise<void> {
  const store = await openEmbeddedStore({ directory, deriveIntervalMs: 3_600_000 });
  try {
    while (store.overflow.events > 0) await delay(100);
  } finally {
    await store.close();
  }
}

async function copyStore(
  source: ClickHouseClient,
  { shards, commits }: OpenServers,
  { dataDirectory, onTable, chunkRows = defaultChunkRows }: MoveOptions,
): Promise<void> {
  const targets = shards.map(({ maintainer }) => maintainer);
  const first = shards[0].maintainer;
  const db = new Database(source);
  const tables = await listTables(db);
  const { id } = (await readMove(dataDirectory)) ?? { id: randomUUID() };
  const marks = await MoveMarks.read(first, id);
  if (marks.has('done')) {
    await writeMove(dataDirectory, { id, isDone: true });
    // Not `move_over_data`, which advises to drop what is there.
    throw moved(dataDirectory);
  }
  if (!marks.has('begun')) {
    await refuseData(tables, targets);
    // First the servers: if this is interrupted, the data is still open here.
    await marks.begin();
    // A collector that runs there stores nothing from now on, but may have done so until now.
    await commits.announceMove();
    await refuseData(tables, targets).catch(async (error) => {
      await marks.withdraw();
      throw error;
    });
    await writeMove(dataDirectory, { id, isDone: false });
  }
  for (const table of tables) {
    const its = table.name === 'events' ? targets : [first];
    const wasThere = marks.has(table.name);
    if (!wasThere) {
      if (table.name !== 'events')
        await first.command({ query: `TRUNCATE TABLE sonde.${table.name}` });
      await copyTable(table, db, source, its, marks, chunkRows);
      await compareTable(table, source, its);
      await marks.add(table.name);
    }
    onTable?.({ name: table.name, rows: await countRows(table, source), wasThere });
  }
  await marks.add('done');
  await writeMove(dataDirectory, { id, isDone: true });
}

/** @throws `move_over_data` */
async function refuseData(
  tables: readonly MovedTable[],
  targets: readonly ClickHouseClient[],
): Promise<void> {
  for (const target of targets) {
    const db = new Database(target);
    for (const { name } of tables) {
      // A new store has its own key, which the moved one replaces.
      if (name === 'secrets') continue;
      const rows = await db.rows(`SELECT 1 FROM sonde.${name} LIMIT 1`);
      if (rows.length > 0) throw new SondeError('move_over_data', { detail: `sonde.${name}` });
    }
  }
}

async function copyTable(
  { name, columns, from }: MovedTable,
  db: Database,
  source: ClickHouseClient,
  targets: readonly ClickHouseClient[],
  marks: MoveMarks,
  chunkRows: number,
): Promise<void> {
  const list = columns.join(', ');
  const months = await db.rows<{ id: string; rows: number }>(
    `SELECT _partition_id AS id, toUInt64(count()) AS rows FROM sonde.${name} GROUP BY id ORDER BY id`,
  );
  // An invocation is in one chunk, so that its repeats meet.
  const hash =
    name === 'events' ? 'cityHash64(invocation_id)' : `cityHash64(toString(tuple(${list})))`;
  for (const { id, rows } of months) {
    const chunks = Math.ceil(rows / chunkRows);
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      const part = `${name} ${id} ${chunk}/${chunks}`;
      // The other tables were emptied, and are copied as a whole.
      if (name === 'events' && marks.has(part)) continue;
      const result = await source.query({
        query: `SELECT ${list} FROM ${from}
          WHERE _partition_id = {id:String} AND ${hash} % ${chunks} = ${chunk}
          SETTINGS do_not_merge_across_partitions_select_final = 1`,
        query_params: { id },
        format: 'TabSeparated',
      });
      const lines = Buffer.from(await result.text());
      const divided = divideByShard(lines.length === 0 ? [] : [lines], targets.length);
      await Promise.all(targets.map((target, i) => insert(target, name, list, divided[i] ?? [])));
      if (name === 'events') await marks.add(part);
    }
  }
}

async function insert(
  target: ClickHouseClient,
  table: string,
  columns: string,
  lines: readonly Buffer[],
): Promise<void> {
  if (lines.length === 0) return;
  const { stream } = await target.exec({
    query: `INSERT INTO sonde.${table} (${columns}) FORMAT TabSeparated`,
    values: Readable.from(lines, { objectMode: false }),
    clickhouse_settings: insertSettings,
  });
  await drainStream(stream);
}
