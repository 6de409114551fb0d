import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { spawn as openTerminal } from '@lydell/node-pty';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorProcess, createCollectorProcess } from './collector-process.js';
import { countRows, findDifferences } from './exported-tables.js';

const bin = fileURLToPath(new URL('../packages/cli/bin/sonde.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'sonde-e2e-export-'));
const path = (name: string) => join(root, name);
let collector: CollectorProcess;
let env: Record<string, string>;

const texts = [
  ...[
    'tab\t',
    'line\nbreak',
    'return\r',
    '"',
    ',',
    "'",
    '\\',
    '\\N',
    'NULL',
    'null',
    'true',
    '007',
  ],
  ...['1e5', ' both ends ', '=1+1', '\ufeff', '日本', '🎉', '\u2028', '#', '{}', '2026-01-01'],
];
const numbers = [2 ** 53 - 1, -(2 ** 53 - 1), 0.1, 5e-324, -1.5, 0];
const count = 12_000;

beforeAll(async () => {
  collector = await createCollectorProcess({ dataDirectory: path('data') });
  await collector.start();
  env = { PATH: process.env.PATH ?? '', SONDE_COLLECTOR: collector.url };
  const now = Date.now();
  const events = Array.from({ length: count }, (_, index) => {
    const text = texts[index % texts.length] ?? '';
    return {
      event: `Event ${text}`,
      insert_id: `${text}-${index}`,
      timestamp: new Date(now - ((index * 7_919) % count) * 10_000).toISOString(),
      ...(index % 3 === 0 && { sent_at: new Date(now).toISOString() }),
      ...(index % 4 !== 0 && { anonymous_id: `a-${text}` }),
      ...(index % 5 === 0 && { user_id: text.trim() || 'u' }),
      invocation_id: `invocation-${Math.floor(index / 3)}`,
      sequence: index % 3,
      ...(index % 6 === 0 && { flow: 'deploy', flow_run_id: `run-${index}` }),
      properties: {
        text,
        [`key ${text}`]: [text, null, 1],
        number: numbers[index % numbers.length],
        empty: '',
        nothing: null,
        ...(index % 2 === 0 && { duration_ms: index / 8, succeeded: true, step: text }),
      },
    };
  });
  for (let from = 0; from < count; from += 500) {
    const response = await fetch(`${collector.url}/ingest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: events.slice(from, from + 500) }),
    });
    expect(await response.json()).toMatchObject({ accepted: 500 });
  }
});
afterAll(async () => {
  await collector.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

function sonde(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { env, maxBuffer: 1e9 };
    execFile(process.execPath, [bin, ...argv], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

test('DuckDB reads the same events from all formats', async () => {
  const duckdb = await (await DuckDBInstance.create()).connect();
  for (const format of ['ndjson', 'csv', 'parquet']) {
    expect(await sonde('export', '--format', format, '--output', path(`e.${format}`))).toEqual({
      ...{ code: 0, stdout: '', stderr: '' },
    });
  }
  expect(await countRows(duckdb, path('e.ndjson'))).toBe(count);
  expect(await findDifferences(duckdb, path('e.ndjson'), path('e.csv'))).toEqual([]);
  expect(await findDifferences(duckdb, path('e.ndjson'), path('e.parquet'))).toEqual([]);
  duckdb.closeSync();

  // The collector's own responses are the same.
  for (const format of ['ndjson', 'csv']) {
    const response = await fetch(`${collector.url}/api/v1/export/events?format=${format}`);
    expect(await response.text()).toBe(readFileSync(path(`e.${format}`), 'utf8'));
    expect((await sonde('export', '--format', format)).stdout).toBe(
      readFileSync(path(`e.${format}`), 'utf8'),
    );
  }
});

test('only events of the range are exported', async () => {
  const { stdout } = await sonde('export', '--format', 'csv', '--to', '1d');
  const { stdout: rest } = await sonde('export', '--format', 'csv', '--from', '1d');
  const rows = (text: string) => text.split('\r\n').length - 2;
  expect(rows(stdout)).toBeGreaterThan(0);
  // The two commands understand "one day ago" at different moments.
  expect(Math.abs(rows(stdout) + rows(rest) - count)).toBeLessThan(10);
});

/** Runs the program in a terminal. */
async function inTerminal(command: string): Promise<{ code: number; shown: string }> {
  const terminal = openTerminal('sh', ['-c', command, process.execPath, bin], { env, cwd: root });
  let shown = '';
  terminal.onData((text) => {
    shown += text;
  });
  const code = await new Promise<number>((resolve) => {
    terminal.onExit(({ exitCode }) => resolve(exitCode));
  });
  return { code, shown };
}

test('a terminal shows a progress bar, and a file or a pipe does not', async () => {
  const toFile = await inTerminal('"$0" "$1" export --format parquet --output bar.parquet');
  expect(toFile.code).toBe(0);
  expect(toFile.shown).toMatch(/100% {2}12000 of about 12000 events/);
  const toPipe = await inTerminal('"$0" "$1" export | wc -l');
  expect(toPipe.shown).toMatch(/100% {2}12000 of about 12000 events/);
  expect((await inTerminal('"$0" "$1" export 2>errors.txt | wc -l')).shown.trim()).toBe('12000');
  expect(readFileSync(path('errors.txt'), 'utf8')).toBe('');
  // The events are on the terminal themselves.
  const mixed = await inTerminal('"$0" "$1" export --format csv --from 1m');
  expect(mixed.shown).not.toContain('of about');
  expect(readdirSync(root).filter((name) => name.includes('.part-'))).toEqual([]);
});
