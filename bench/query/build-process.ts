/**
 * A build of the product over one data directory, in its own process, because the engine allows one
 * directory per process. It serves the requests of `build.ts`.
 *
 * Arguments: the root of the build's checkout, the data directory.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Store } from '@sonde/store';
import type { Session } from 'chdb';
import { type Answers, type Fill, processorTime, type Requests, type TableSize } from './build.js';
import { catalog } from './catalog.js';
import { forgetDerivedSql, untilDerived } from './derived-tables.js';
import { eventsPerInvocation, fillStatement } from './fill-sql.js';
import { type Data, listRows } from './rows.js';

const [, , root = '', directory = ''] = process.argv;
const entry = join(root, 'packages', 'store', 'dist', 'index.js');
const { openEmbeddedStore, queries } = (await import(
  pathToFileURL(entry).href
)) as typeof import('@sonde/store');
// The engine that this build uses: a session joins the engine that its store has started.
const chdb = createRequire(entry)('chdb') as typeof import('chdb');

let store: Store | undefined;
let session: Session | undefined;
let data: Data | undefined;

const openSession = () => new chdb.Session(join(directory, 'clickhouse'));

async function closeSession(): Promise<void> {
  session?.close();
  session = undefined;
  await chdb.drainPending();
}

async function select<Record>(sql: string): Promise<Record[]> {
  if (session === undefined) throw new Error('no data is open');
  const result = await session.queryAsync(sql, { format: 'JSONEachRow' });
  const lines = result.text().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** Background work must not count towards the queries. */
async function untilMerged(): Promise<void> {
  for (;;) {
    const [row] = await select<{ merges: string }>('SELECT count() AS merges FROM system.merges');
    if (Number(row?.merges) === 0) return;
    await sleep(500);
  }
}

async function describeData(): Promise<Data> {
  const [row] = await select<{ oldest: string; newest: string; invocation: string }>(
    `SELECT min(corrected_time) AS oldest, max(corrected_time) AS newest,
       argMax(invocation_id, corrected_time) AS invocation
     FROM sonde.events`,
  );
  return {
    oldest: Number(row?.oldest),
    newest: Number(row?.newest),
    invocation: row?.invocation ?? '',
  };
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const began = clock();
  await action();
  return clock() - began;
}

function clock(): number {
  if (process.env[processorTime] !== '1') return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function runRow(index: number, moved: number): Promise<unknown> {
  const row = data && listRows(data, moved)[index];
  if (store === undefined || row === undefined) throw new Error('no data is open');
  // Which parameters belong to which query is known only to `rows.ts`.
  const query = queries[row.query] as unknown as Parameters<Store['query']>[0];
  return store.query(query, { project: 'default', ...row.input } as never);
}

const handlers: { [Name in keyof Requests]: (input: Requests[Name]) => Promise<Answers[Name]> } = {
  async fill({ periods, now }: Fill) {
    const filling = await openEmbeddedStore({ directory });
    await filling.putCatalog('default', 'bench', catalog);
    await filling.close();
    session = openSession();
    // Small enough for the engine to merge them, as it does with commits.
    const step = 2_000;
    let first = 0;
    for (const { events, ...period } of periods) {
      const end = first + Math.ceil(events / eventsPerInvocation);
      for (; first < end; first += step) {
        const count = Math.min(step, end - first);
        await session.queryAsync(fillStatement(first, count, { ...period, now }));
      }
      first = end;
    }
    await session.queryAsync(forgetDerivedSql);
    await untilMerged();
    await closeSession();
  },
  async open() {
    store = await openEmbeddedStore({ directory });
    session = openSession();
    await untilDerived(store);
    await untilMerged();
    data = await describeData();
    return data;
  },
  run: ({ index, moved }) => timed(() => runRow(index, moved)),
  answer: ({ index, moved }) => runRow(index, moved),
  // Reads the times of every row.
  count: () => timed(() => select('SELECT count() FROM sonde.events WHERE corrected_time % 7 = 0')),
  async tables() {
    const sizes = await select<{ name: string; rows: string; bytes: string }>(
      `SELECT table AS name, sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
       WHERE active AND database = 'sonde' GROUP BY table ORDER BY bytes DESC`,
    );
    return sizes.map(
      ({ name, rows, bytes }): TableSize => ({ name, rows: Number(rows), bytes: Number(bytes) }),
    );
  },
  async writeParquet({ file }) {
    await session?.queryAsync(
      `INSERT INTO FUNCTION file('${file}', Parquet)
       SELECT *, corrected_time, ending FROM sonde.events`,
    );
  },
  async close() {
    await closeSession();
    await store?.close();
    store = undefined;
  },
};

process.on('message', async ({ name, input }: { name: keyof Requests; input: never }) => {
  try {
    process.send?.({ answer: await handlers[name](input) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : `${error}` });
  }
  if (name === 'close') process.disconnect();
});

// The benchmark has failed.
process.on('disconnect', () => {
  if (store !== undefined) process.exit(1);
});
