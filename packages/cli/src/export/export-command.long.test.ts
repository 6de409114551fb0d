import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/sonde.js', import.meta.url));
const line = (insert_id: string) =>
  `${JSON.stringify({ event: 'x', insert_id, properties: {} })}\n`;
const closing = (exported: number) => `${JSON.stringify({ exported })}\n`;
const whole: RequestListener = (_, response) => {
  response.setHeader('sonde-rows', '2');
  response.end(line('1') + line('2') + closing(2));
};

let directory: string;
let server: Server | undefined;
let requests: string[];
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sonde-export-'));
  requests = [];
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(directory, { recursive: true, force: true });
});

/** Starts the program against a server of the test. */
async function start(listener: RequestListener, argv: readonly string[], shell?: string) {
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const program = [process.execPath, bin, 'export', ...argv];
  const [file = '', ...args] = shell === undefined ? program : ['sh', '-c', shell, ...program];
  const child = spawn(file, args, {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      SONDE_COLLECTOR: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text) => {
      output[name] += text;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...output }));
  return { child, ended };
}

const run = async (...parameters: Parameters<typeof start>) => (await start(...parameters)).ended;
const files = () => readdirSync(directory);

test('the name of the file chooses the format, unless it is given', async () => {
  await run(whole, ['--output', 'e.csv']);
  expect(readFileSync(join(directory, 'e.csv'), 'utf8')).toMatch(/^event,/);
  await run(whole, ['--output', 'other.csv', '--format', 'ndjson']);
  expect(readFileSync(join(directory, 'other.csv'), 'utf8')).toBe(line('1') + line('2'));
});

test('a name that ends in .gz is compressed, except Parquet, which is compressed already', async () => {
  await run(whole, ['--output', 'e.csv.gz']);
  const csv = gunzipSync(readFileSync(join(directory, 'e.csv.gz'))).toString();
  expect(csv.split('\r\n')).toHaveLength(4);
  expect(csv).toMatch(/^event,/);
  await run(whole, ['--output', 'e.gz']);
  expect(gunzipSync(readFileSync(join(directory, 'e.gz'))).toString()).toBe(line('1') + line('2'));
  const refused = await run(whole, ['--output', 'e.parquet.gz']);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('option_invalid') });
  expect(files()).toEqual(['e.csv.gz', 'e.gz']);
});

test('a compressed export that breaks off leaves no file', async () => {
  const broken = await run((_, response) => response.end(line('1')), ['--output', 'e.ndjson.gz']);
  expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('export_incomplete') });
  expect(files()).toEqual([]);
});

test('a complete export has its name and no closing line, and nothing is printed', async () => {
  const { code, stdout, stderr } = await run(whole, [
    '--output',
    'e.ndjson',
    '--from',
    '2026-01-01',
  ]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(readFileSync(join(directory, 'e.ndjson'), 'utf8')).toBe(line('1') + line('2'));
  expect(files()).toEqual(['e.ndjson']);
  expect(requests).toEqual([
    '/api/v1/export/events?format=ndjson&closing_line=true&from=2026-01-01T00%3A00%3A00.000Z',
  ]);
});

test('without --output it is printed; no events are an empty export', async () => {
  expect(await run(whole, [])).toMatchObject({ code: 0, stdout: line('1') + line('2') });
  const none = await run((_, response) => response.end(closing(0)), ['--format', 'ndjson']);
  expect(none).toMatchObject({ code: 0, stdout: '', stderr: '' });
});

test('a dash is stdout, whose full disk is an error', async () => {
  expect(await run(whole, ['--format', 'ndjson', '--output', '-'])).toMatchObject({
    ...{ code: 0, stdout: line('1') + line('2') },
  });
  const full = await run(whole, ['--output', '-'], 'exec "$0" "$@" > /dev/full');
  expect(full).toMatchObject({ code: 1, stdout: '' });
  expect(full.stderr).toMatch(/^sonde: file_not_writable: .*stdout: ENOSPC/);
  expect(full.stderr).not.toMatch(/^ +at /m);
});

test('a link to a file that is gone stays', async () => {
  symlinkSync('gone.ndjson', join(directory, 'link.ndjson'));
  const refused = await run(whole, ['--output', 'link.ndjson']);
  expect(refused.stderr).toMatch(/^sonde: file_not_writable: .*a link to a file that is gone/);
  expect(readdirSync(directory)).toEqual(['link.ndjson']);
});

test('parquet on stdout is a usage error', async () => {
  const { code, stderr } = await run(whole, ['--format', 'parquet']);
  expect(code).toBe(2);
  expect(stderr).toContain('parquet needs --output <file>');
  expect(requests).toEqual([]);
});

describe('an incomplete response leaves no file:', () => {
  const half = 'x'.repeat(100_000);
  test.each<[string, RequestListener]>([
    ['it ends without the closing line', (_, response) => response.end(line('1') + line('2'))],
    ['it ends within a line', (_, response) => response.end(`${line('1')}{"event":`)],
    ['the closing line has another number', (_, response) => response.end(line('1') + closing(2))],
    ['it is empty', (_, response) => response.end()],
    ['there is more after the closing line', (_, r) => r.end(line('1') + closing(1) + line('2'))],
    [
      'the connection breaks',
      (_, response) => response.write(line(half) + line('2'), () => response.destroy()),
    ],
    [
      'it is shorter than announced',
      (_, response) => {
        response.setHeader('content-length', '1000');
        response.write(line('1'), () => response.socket?.end());
      },
    ],
  ])('%s', async (_, listener) => {
    for (const format of ['ndjson', 'csv', 'parquet']) {
      const { code, stderr } = await run(listener, ['--format', format, '--output', 'e']);
      expect(stderr).toMatch(/^sonde: export_incomplete: .* after \d events?\)\nExport again/);
      expect(code).toBe(1);
      expect(files()).toEqual([]);
    }
  });
});

test('a refused request leaves no file', async () => {
  const { code, stderr } = await run(
    (_, response) => response.writeHead(401).end(JSON.stringify({ code: 'key_unknown' })),
    ['--output', 'e'],
  );
  expect(stderr).toMatch(/^sonde: key_unknown: /);
  expect(code).toBe(1);
  expect(files()).toEqual([]);
});

test('an existing file is kept, and replaced with --force under the same mode', async () => {
  const path = join(directory, 'e');
  writeFileSync(path, 'mine');
  chmodSync(path, 0o600);
  const refused = await run(whole, ['--output', 'e']);
  expect(refused.stderr).toMatch(/^sonde: file_exists: .*\(e\)\n.*--force/);
  expect([refused.code, requests]).toEqual([1, []]);
  expect(readFileSync(path, 'utf8')).toBe('mine');
  const broken = await run((_, r) => r.end(line('1')), ['--output', 'e', '--force']);
  expect([broken.code, readFileSync(path, 'utf8')]).toEqual([1, 'mine']);
  symlinkSync('e', join(directory, 'link'));
  expect((await run(whole, ['--output', 'link', '--force'])).code).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(line('1') + line('2'));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(files()).toEqual(['e', 'link']);
});

test('a file that another program creates meanwhile is kept', async () => {
  const { code, stderr } = await run(
    (request, response) => {
      writeFileSync(join(directory, 'e'), 'theirs');
      whole(request, response);
    },
    ['--output', 'e'],
  );
  expect(stderr).toMatch(/^sonde: file_exists: /);
  expect([code, files()]).toEqual([1, ['e']]);
  expect(readFileSync(join(directory, 'e'), 'utf8')).toBe('theirs');
});

test.each(['missing/e', 'missing/', '.', '/dev/null', ''])(
  'the collector is not asked if %j cannot be written',
  async (path) => {
    const { code, stderr } = await run(whole, ['--output', path, '--force']);
    expect(stderr).toMatch(/^sonde: file_not_writable: /);
    expect([code, requests, files()]).toEqual([1, [], []]);
  },
);

test('a failing write leaves no file', async () => {
  const { code, stderr } = await run(
    (_, response) => response.end(line('x'.repeat(100_000)) + closing(1)),
    ['--output', 'e'],
    // In blocks of 512 bytes.
    'ulimit -f 20; exec "$0" "$@"',
  );
  expect(stderr).toMatch(/^sonde: file_not_writable: .*EFBIG/);
  expect([code, files()]).toEqual([1, []]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s leaves no file', async (signal) => {
  for (const argv of [['--output', 'e'], []]) {
    const { child, ended } = await start(
      // It never ends.
      (_, response) => response.write(line('1') + line('2')),
      argv,
    );
    const begun = () => (argv.length > 0 ? files().length : requests.length);
    await expect.poll(begun).toBe(1);
    child.kill(signal);
    const result = await ended;
    expect(result.stderr).toMatch(new RegExp(`^sonde: cancelled: .*\\(${signal}\\)\nRun it again`));
    expect([result.code, result.signal]).toEqual([null, signal]);
    expect(files()).toEqual([]);
    server?.closeAllConnections();
    requests = [];
  }
});

test('it ends if the reader of its output has gone, and if that reader is stuck', async () => {
  const endless: RequestListener = (_, response) => {
    const write = () => {
      while (response.write(line('x'.repeat(10_000))));
    };
    response.on('drain', write);
    write();
  };
  const gone = await start(endless, []);
  gone.child.stdout?.once('data', () => gone.child.stdout?.destroy());
  expect(await gone.ended).toMatchObject({ code: 0, stderr: '' });

  const stuck = await start(endless, []);
  stuck.child.stdout?.once('data', () => stuck.child.stdout?.pause());
  await once(stuck.child.stdout ?? stuck.child, 'pause');
  stuck.child.kill('SIGINT');
  await once(stuck.child, 'exit');
  expect(stuck.child.signalCode).toBe('SIGINT');
});
