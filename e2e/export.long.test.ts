import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { shareOf } from '@sonde/test-share';
import { drainPending, Session } from 'chdb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillStatement } from '../bench/query/fill-sql.js';
import { type CollectorProcess, createCollectorProcess } from './collector-process.js';
import { countRows, findDifferences } from './exported-tables.js';

/** Up to half a million events, or others: `SONDE_EXPORT_INVOCATIONS`. */
const invocations = Number(process.env.SONDE_EXPORT_INVOCATIONS ?? shareOf(57_000, 28_000));
/** Invocations whose events are in the table twice. */
const repeated = Math.round(invocations / 8);

const bin = fileURLToPath(new URL('../packages/cli/bin/sonde.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'sonde-e2e-export-'));
const path = (name: string) => join(root, name);
const formats = ['ndjson', 'csv', 'parquet'] as const;
let collector: CollectorProcess;
let duckdb: DuckDBConnection;
let events: number;

beforeAll(async () => {
  collector = await createCollectorProcess({
    dataDirectory: path('data'),
    args: ['--memory', '1GB'],
  });
  await collector.start();
  await collector.stop();
  events = await fill();
  await collector.start();
  duckdb = await (await DuckDBInstance.create()).connect();
  await duckdb.run("SET memory_limit = '1500MB'");
  await duckdb.run(`SET temp_directory = '${path('duckdb')}'`);
});
afterAll(async () => {
  duckdb?.closeSync();
  await collector.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** Fills the table; returns how many events there are without repeats. */
async function fill(): Promise<number> {
  const session = new Session(path('data/clickhouse'));
  const now = Date.now();
  const period = { from: now - 56 * 86_400_000, to: now, now };
  const step = 50_000;
  for (let first = 0; first < invocations; first += step) {
    const count = Math.min(step, invocations - first);
    await session.queryAsync(fillStatement(first, count, period));
  }
  await session.queryAsync(fillStatement(0, repeated, period));
  const result = await session.queryAsync('SELECT count() FROM sonde.events FINAL', {
    format: 'TSV',
  });
  session.close();
  await drainPending();
  return Number(result.text());
}

/** Starts `sonde export`, which says at its end how much memory it took. */
function startExport(format: string, output: string): ChildProcess {
  const say = 'process.on("exit",()=>console.error("took",process.resourceUsage().maxRSS))';
  return spawn(
    process.execPath,
    [
      ...['--import', `data:text/javascript,${encodeURIComponent(say)}`],
      ...[bin, 'export', '--format', format, '--output', output],
    ],
    {
      env: { PATH: process.env.PATH, SONDE_COLLECTOR: collector.url },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
}

async function finish(child: ChildProcess) {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, stderr };
}

let ticksBefore = 0;
/** Processor time of the collector since the last call, in hundredths of a second. */
function spendTicks(): number {
  const fields = readFileSync(`/proc/${collector.pid()}/stat`, 'utf8').split(') ')[1]?.split(' ');
  const ticks = Number(fields?.[11]) + Number(fields?.[12]);
  const spent = ticks - ticksBefore;
  ticksBefore = ticks;
  return spent;
}

/** Merges and derived tables take memory of their own. */
async function untilIdle(): Promise<void> {
  await expect.poll(spendTicks, { interval: 2_000, timeout: 600_000 }).toBeLessThan(20);
}

const megabytes = (kilobytes: unknown) => Math.round(Number(kilobytes) / 1_000);

/** The largest memory of the collector since the last {@link forgetPeak}, in MB. */
function readPeak(): number {
  const status = readFileSync(`/proc/${collector.pid()}/status`, 'utf8');
  return megabytes(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
}

function forgetPeak(): void {
  writeFileSync(`/proc/${collector.pid()}/clear_refs`, '5');
}

test.runIf(process.platform === 'linux')(
  'every event is in every format once, and memory is bounded on both sides',
  async () => {
    expect(events).toBeGreaterThan(8 * invocations);
    await untilIdle();
    for (const format of formats) {
      forgetPeak();
      const before = readPeak();
      const began = performance.now();
      const { code, stderr } = await finish(startExport(format, path(`all.${format}`)));
      const seconds = (performance.now() - began) / 1_000;
      expect([code, stderr]).toEqual([0, expect.stringMatching(/^took \d+\n$/)]);
      const command = megabytes(/\d+/.exec(stderr)?.[0]);
      const size = Math.round(statSync(path(`all.${format}`)).size / 1e6);
      console.log(
        `${format}: ${events} events, ${size} MB, ${Math.round(seconds)} s; peak memory: command ${command} MB, collector ${readPeak()} MB (${before} MB before)`,
      );
      // On a busy machine, garbage is collected late.
      expect(command).toBeLessThan(600);
      expect(readPeak() - before).toBeLessThan(600);
    }
    expect(await countRows(duckdb, path('all.ndjson'))).toBe(events);
    expect(await findDifferences(duckdb, path('all.ndjson'), path('all.parquet'))).toEqual([]);
    expect(await findDifferences(duckdb, path('all.parquet'), path('all.csv'))).toEqual([]);
  },
  // On a machine that may be busy.
  2_400_000,
);

const parts = () => readdirSync(root).filter((name) => name.startsWith('cut'));

/** Starts an export and freezes it in its midst, which a fast machine would soon be past. */
async function freezeExport(format: string): Promise<ChildProcess> {
  const child = startExport(format, path(`cut.${format}`));
  const isInMidst = () => parts().some((name) => statSync(path(name)).size > 500_000);
  await expect.poll(isInMidst, { interval: 2 }).toBe(true);
  child.kill('SIGSTOP');
  return child;
}

test.each(formats)('a collector that is killed leaves no file: %s', async (format) => {
  const child = await freezeExport(format);
  const finished = finish(child);
  await collector.kill();
  child.kill('SIGCONT');
  const { code, stderr } = await finished;
  expect(stderr).toMatch(
    /^sonde: export_incomplete: .*the connection broke, .*after [\d,]+ events/,
  );
  expect([code, parts()]).toEqual([1, []]);
  await collector.start();
});

test('a collector that stops leaves no file', async () => {
  const child = await freezeExport('ndjson');
  const finished = finish(child);
  expect(await collector.stop()).toBe(0);
  child.kill('SIGCONT');
  const { code, stderr } = await finished;
  expect(stderr).toMatch(/^sonde: export_incomplete: /);
  expect([code, parts()]).toEqual([1, []]);
  await collector.start();
});

test('a cancelled export leaves no file, and the collector stops reading', async () => {
  const child = await freezeExport('parquet');
  const finished = finish(child);
  child.kill('SIGINT');
  child.kill('SIGCONT');
  expect(await finished).toMatchObject({ code: null, signal: 'SIGINT' });
  expect(parts()).toEqual([]);
  await untilIdle();
});

test('kill -9 leaves only the unfinished name', async () => {
  const child = await freezeExport('ndjson');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(parts()).toEqual([expect.stringMatching(/^cut\.ndjson\.part-[0-9a-f]{12}$/)]);
});
