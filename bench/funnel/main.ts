/**
 * How long the dashboard's queries take over ten million events, in the store and through the
 * collector's HTTP API.
 *
 * Between the queries a plain count over the same table runs: the ratio to it is comparable between
 * machines, and between busy and quiet moments of one machine; milliseconds are not.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openEmbeddedStore, queries, type Store } from '@sonde/store';
import { drainPending, Session } from 'chdb';
import { catalog } from './catalog.js';
import { fillStatement } from './fill-sql.js';

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    /** How often each query runs after the first time; at least 10. */
    rounds: { type: 'string', default: '12' },
    /** Fill and keep this directory, or use it if it is filled. Default: a temporary one. */
    directory: { type: 'string' },
  },
});
const wanted = Number(options.events);
const rounds = Math.max(10, Number(options.rounds));
const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'sonde-bench-funnel-'));
const day = 86_400_000;
/** Average number of events that the statement creates per invocation. */
const eventsPerInvocation = 8.79;

async function fill(): Promise<void> {
  const store = await openEmbeddedStore({ directory });
  await store.putCatalog('default', 'bench', catalog);
  await store.close();

  const session = openSession();
  const began = performance.now();
  const invocations = Math.ceil(wanted / eventsPerInvocation);
  const now = Date.now();
  const step = 50_000;
  for (let first = 0; first < invocations; first += step) {
    const count = Math.min(step, invocations - first);
    await session.queryAsync(fillStatement(first, count, now));
    process.stderr.write(`\rfilling: ${Math.round((100 * (first + count)) / invocations)} %`);
  }
  await settleMerges(session);
  process.stderr.write(`\rfilled in ${Math.round((performance.now() - began) / 1000)} s\n`);
  await closeSession(session);
}

function openSession(): Session {
  return new Session(join(directory, 'clickhouse'));
}

async function closeSession(session: Session): Promise<void> {
  session.close();
  await drainPending();
}

/** Background work of the fill must not count towards the queries. */
async function settleMerges(session: Session): Promise<void> {
  for (;;) {
    const running = await session.queryAsync('SELECT count() FROM system.merges', {
      format: 'TSV',
    });
    if (Number(running.text()) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

interface Table {
  events: number;
  bytes: number;
}

async function describeTable(session: Session): Promise<Table> {
  const result = await session.queryAsync(
    `SELECT sum(rows) AS events, sum(bytes_on_disk) AS bytes FROM system.parts
     WHERE active AND database = 'sonde' AND table = 'events'`,
    { format: 'JSONEachRow' },
  );
  const row = JSON.parse(result.text()) as Record<keyof Table, string | number>;
  return { events: Number(row.events), bytes: Number(row.bytes) };
}

type Query = { name: string; run: () => Promise<unknown> };

function lastDays(days: number): { from: string; to: string } {
  const now = Date.now();
  return { from: new Date(now - days * day).toISOString(), to: new Date(now).toISOString() };
}

const flow = 'application_create';
const stoppedAt = 'step:plan';
const whole = lastDays(60);
const month = lastDays(30);
const firstPage = { limit: 50 };

async function storeQueries(store: Store): Promise<Query[]> {
  const { invocations } = await store.query(queries.invocations, {
    project: 'default',
    ...month,
    limit: 1,
  });
  const id = invocations[0]?.invocation_id ?? '';
  const behind = { flow, flow_stopped_at: stoppedAt };
  return [
    {
      name: 'funnel, everything',
      run: () => store.query(queries.funnel, { project: 'default', ...whole, flow }),
    },
    {
      name: 'funnel, 30 days',
      run: () => store.query(queries.funnel, { project: 'default', ...month, flow }),
    },
    {
      name: 'flows, everything',
      run: () => store.query(queries.flows, { project: 'default', ...whole }),
    },
    {
      name: 'overview, 30 days',
      run: () => store.query(queries.overview, { project: 'default', ...month }),
    },
    {
      name: 'list behind a number',
      run: () =>
        store.query(queries.invocations, { project: 'default', ...whole, ...behind, ...firstPage }),
    },
    {
      name: 'one invocation',
      run: () => store.query(queries.invocation, { project: 'default', invocation_id: id }),
    },
  ];
}

async function httpQueries(url: string): Promise<Query[]> {
  const get = async (path: string, query: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(query)}`);
    const body = (await response.json()) as { invocations?: { invocation_id: string }[] };
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  };
  const { invocations } = await get('invocations', { ...month, limit: '1' });
  const id = invocations?.[0]?.invocation_id ?? '';
  const behind = { ...whole, flow, flow_stopped_at: stoppedAt, limit: '50' };
  return [
    { name: 'funnel, everything', run: () => get(`flows/${flow}/funnel`, whole) },
    { name: 'funnel, 30 days', run: () => get(`flows/${flow}/funnel`, month) },
    { name: 'flows, everything', run: () => get('flows', whole) },
    { name: 'overview, 30 days', run: () => get('overview', month) },
    { name: 'list behind a number', run: () => get('invocations', behind) },
    { name: 'one invocation', run: () => get(`invocations/${id}`) },
  ];
}

async function time(action: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await action();
  return performance.now() - began;
}

function quantile(values: readonly number[], level: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * level))] ?? Number.NaN;
}

async function measure(
  title: string,
  queries: readonly Query[],
  baseline: (() => Promise<unknown>) | undefined,
): Promise<void> {
  const first = new Map<string, number>();
  const warm = new Map<string, number[]>(queries.map(({ name }) => [name, []]));
  const counts: number[] = [];
  for (const { name, run } of queries) first.set(name, await time(run));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of queries) {
      warm.get(name)?.push(await time(run));
      if (baseline !== undefined) counts.push(await time(baseline));
    }
  }
  const count = quantile(counts, 0.5);
  console.log(`\n${title}, ms`);
  console.log(
    `${'query'.padEnd(24)}${['first', 'median', 'p95'].map(pad).join('')}${baseline ? pad('÷ count') : ''}`,
  );
  for (const { name } of queries) {
    const times = warm.get(name) ?? [];
    const median = quantile(times, 0.5);
    const numbers = [first.get(name) ?? Number.NaN, median, quantile(times, 0.95)];
    const ratio = baseline ? pad((median / count).toFixed(1)) : '';
    console.log(`${name.padEnd(24)}${numbers.map((ms) => pad(ms.toFixed(0))).join('')}${ratio}`);
  }
  if (baseline)
    console.log(`${'count over the table'.padEnd(24)}${pad('')}${pad(count.toFixed(0))}`);
}

function pad(text: string): string {
  return text.padStart(9);
}

async function startCollector(): Promise<{ url: string; child: ChildProcess }> {
  const program = fileURLToPath(
    new URL('../../packages/collector/bin/sonde-collector.js', import.meta.url),
  );
  const child = spawn(
    process.execPath,
    [program, 'serve', '--port', '0', '--data-dir', directory],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return { url: new URL(url).origin, child };
  }
  throw new Error('The collector did not start.');
}

async function measureStore(): Promise<void> {
  const session = openSession();
  const { events, bytes } = await describeTable(session);
  const millions = events / 1e6;
  console.log(
    `${millions.toFixed(2)} M events, ${(bytes / 1e6 / millions).toFixed(0)} MB per million on disk, ` +
      `${cpus().length} processors, ${(totalmem() / 2 ** 30).toFixed(0)} GB`,
  );
  await closeSession(session);

  const began = performance.now();
  const store = await openEmbeddedStore({ directory });
  console.log(`opened in ${(performance.now() - began).toFixed(0)} ms`);
  // Joins the engine that the store has started.
  const counting = openSession();
  // Reads the times of every row.
  const count = () =>
    counting.queryAsync('SELECT count() FROM sonde.events WHERE corrected_time % 7 = 0');
  await count();
  await measure('In the store', await storeQueries(store), count);
  counting.close();
  await store.close();
}

async function measureHttp(): Promise<void> {
  const { url, child } = await startCollector();
  try {
    await measure('Through the HTTP API', await httpQueries(url), undefined);
  } finally {
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  }
}

async function isFilled(): Promise<boolean> {
  const store = await openEmbeddedStore({ directory });
  const { flows } = await store.query(queries.flows, { project: 'default', ...whole });
  await store.close();
  return flows.some(({ runs }) => runs > 0);
}

try {
  if (!(await isFilled())) await fill();
  await measureStore();
  await measureHttp();
} finally {
  if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
}
