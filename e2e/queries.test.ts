import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CollectorProcess,
  createCollectorProcess,
  findFreePort,
} from './collector-process.js';

const bin = fileURLToPath(new URL('../packages/cli/bin/sonde.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'sonde-queries-'));
let collector: CollectorProcess;

beforeAll(async () => {
  collector = await createCollectorProcess({ dataDirectory: root });
  await collector.start();
  await post('first', 'CLI Deploy Completed');
  await post('second', 'CLI Deploy Aborted', { step: 'upload', reason: 'quota' });
});
afterAll(async () => {
  await collector.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** One invocation with one run of a flow. */
async function post(id: string, endEvent: string, properties: Record<string, unknown> = {}) {
  const events: [string, Record<string, unknown>, boolean][] = [
    ['Command Invoked', {}, false],
    ['CLI Deploy Started', {}, true],
    [endEvent, properties, true],
    ['Command Completed', { succeeded: true, exit_code: 0, duration_ms: 40 }, false],
  ];
  const response = await fetch(`${collector.url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      events: events.map(([event, own, inFlow], index) => ({
        event,
        insert_id: `${id}-${index}`,
        timestamp: new Date(Date.now() - 10_000 + index).toISOString(),
        anonymous_id: `person-${id}`,
        invocation_id: id,
        sequence: index + 1,
        ...(inFlow && { flow: 'deploy', flow_run_id: `${id}-run` }),
        properties: { command: 'lantern deploy', version: '1.4.0', ...own },
      })),
    }),
  });
  expect(response.status).toBe(202);
}

const start = (...argv: string[]) => startWith({}, ...argv);

function startWith(env: Record<string, string>, ...argv: string[]): ChildProcess {
  return spawn(process.execPath, [bin, ...argv], {
    env: { PATH: process.env.PATH, SONDE_COLLECTOR: collector.url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const sonde = (...argv: string[]) => finish(start(...argv));

async function finish(child: ChildProcess) {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text) => {
      output[name] += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, ...output };
}

test('report shows use, success and durations', async () => {
  const { code, stdout, stderr } = await sonde('report', '--from', '1h');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^From 1h ago to now\.$/m);
  expect(stdout).toMatch(/^invocations +2\b/m);
  const none = await sonde('report', '--from', '2020-01-01', '--to', '2020-01-02');
  expect(none.stdout).toBe('No invocations from 2020-01-01 to 2020-01-02.\n');
  expect(stdout).toMatch(/^lantern deploy +2 +2 +100% +40 ms +40 ms$/m);
  const json = await sonde('report', '--filter', 'version=9.9.9', '-o', 'json');
  expect(JSON.parse(json.stdout).totals.invocations).toBe(0);
});

test('funnel shows where runs stop, and why', async () => {
  const { code, stdout } = await sonde('funnel', 'deploy');
  expect(code).toBe(0);
  expect(stdout).toMatch(/: 2 runs, 50% completed/);
  expect(stdout).toContain('1 aborted: quota\n');
  const unknown = await sonde('funnel', 'no such flow');
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toMatch(/^sonde: flow_not_found: /);
});

test('export returns every event once', async () => {
  const path = join(root, 'events.ndjson');
  expect((await sonde('export', '--output', path)).code).toBe(0);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(new Set(lines.map((line) => JSON.parse(line).insert_id)).size).toBe(8);
  expect(lines).toHaveLength(8);
  const { stdout } = await sonde('export', '--from', '2026-01-01', '--to', '2026-01-02');
  expect(stdout).toBe('');
});

test('tail follows new invocations, and ends with Ctrl-C', async () => {
  const child = start('tail', '--interval', '0.2', '-o', 'json');
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  const closed = once(child, 'close');
  for (let count = 1; stdout === ''; count += 1) {
    await post(`later-${count}`, 'CLI Deploy Completed');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  child.kill('SIGINT');
  expect(await closed).toEqual([0, null]);
  const ids = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).invocation_id);
  expect(ids.every((id) => id.startsWith('later-'))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

test('an unreachable collector and a server that is not a collector are errors with advice', async () => {
  const away = await sonde('report', '--collector', `http://127.0.0.1:${await findFreePort()}`);
  expect(away.code).toBe(1);
  expect(away.stderr).toMatch(/^sonde: collector_unreachable: .*ECONNREFUSED/);
  const wrong = await sonde('report', '--collector', `${collector.url}/elsewhere`);
  expect(wrong.code).toBe(1);
  const unknown = await sonde('report', '--colour');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toMatch(/^sonde: option_invalid: .*unknown option '--colour'/);
  const parameter = await sonde('report', '--filter', 'colour=red');
  expect(parameter.stderr).toMatch(/^sonde: parameter_invalid: /);
});

test('an unknown project is an error in the program’s own words', async () => {
  for (const [env, argv] of [
    [{}, ['--project', 'none']],
    [{ SONDE_PROJECT: 'none' }, []],
  ] as const) {
    const { code, stderr } = await finish(startWith(env, 'report', ...argv));
    expect(code).toBe(1);
    expect(stderr).toContain('none');
    expect(stderr).toContain('--project or SONDE_PROJECT');
  }
  const empty = await finish(startWith({ SONDE_PROJECT: '' }, 'report'));
  expect(empty.code).toBe(0);
});

test('a release is compared with an earlier one, and a usage error ends with 2', async () => {
  const newest = await sonde('report', '--since', '1.4.0');
  expect(newest).toMatchObject({ code: 1, stdout: '' });
  expect(newest.stderr).toContain('no run of a release after 1.4.0');
  const unknown = await sonde('report', '--since', '0.0.1', '-o', 'markdown');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('parameter_invalid: ');
  expect(unknown.stderr).toContain('the range has no run of version 0.0.1');
  expect(await sonde('report', '-o', 'markdown')).toMatchObject({ code: 2 });
});

describe('over TLS, behind a proxy', () => {
  const authorityFile = join(root, 'authority.pem');
  let proxy: Server;
  let address: string;
  const keys: (string | undefined)[] = [];

  beforeAll(async () => {
    const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    writeFileSync(authorityFile, certificate.cert);
    proxy = createServer(
      { key: certificate.private, cert: certificate.cert },
      (incoming, response) => {
        keys.push(incoming.headers.authorization);
        if (incoming.url === '/moved/api/v1/overview') {
          response.writeHead(301, { location: `${address}/elsewhere` }).end();
          return;
        }
        request(`${collector.url}${incoming.url}`, (upstream) => {
          response.writeHead(upstream.statusCode ?? 500, upstream.headers);
          upstream.pipe(response);
        }).end();
      },
    ).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    address = `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  test('a read key from the environment or a file is sent only to the given address', async () => {
    const trusted = { NODE_EXTRA_CA_CERTS: authorityFile, SONDE_COLLECTOR: address };
    const keyFile = join(root, 'read-key');
    writeFileSync(keyFile, 'sonde_rk_file\n');
    const env = { ...trusted, SONDE_READ_KEY: 'sonde_rk_variable' };
    expect(await finish(startWith(env, 'funnel', 'deploy'))).toMatchObject({ code: 0, stderr: '' });
    const fromFile = await finish(startWith(env, 'funnel', 'deploy', '--key-file', keyFile));
    expect(fromFile.code).toBe(0);
    expect(keys).toEqual(['Bearer sonde_rk_variable', 'Bearer sonde_rk_file']);

    const moved = await finish(
      startWith({ ...env, SONDE_COLLECTOR: `${address}/moved` }, 'report'),
    );
    expect(moved.code).toBe(1);
    expect(moved.stderr).toContain(`status 301, which leads to ${address}/elsewhere`);
    expect(keys).toHaveLength(3);
  });

  test('an unknown certificate authority is an error that names it', async () => {
    const { code, stderr } = await finish(startWith({ SONDE_COLLECTOR: address }, 'report'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sonde: collector_unreachable: .*SELF_SIGNED/);
  });
});
