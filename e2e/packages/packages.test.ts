import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmptyHome, installPacked } from './install-packed.js';
import { type Systemd, startSystemd, systemdFault } from './systemd.js';

// The tarballs must contain everything that is only in the workspace: here each one is installed
// alone, with an empty home.
const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'sonde-packages-'));
const home = createEmptyHome(join(directory, 'home'));
const server = join(directory, 'server');
const desk = join(directory, 'desk');
/** The program in `.bin`; npx would leave it running when npx itself is ended. */
const program = join(server, 'node_modules/.bin/sonde-collector');
const children: ChildProcess[] = [];

beforeAll(() => {
  installPacked('@sonde/collector', home, server);
  installPacked('@sonde/cli', home, desk);
});
afterAll(() => {
  for (const { pid, exitCode, signalCode } of children) {
    const isRunning = exitCode === null && signalCode === null;
    if (pid !== undefined && isRunning) process.kill(-pid, 'SIGKILL');
  }
  rmSync(directory, { recursive: true, force: true });
});

/** Starts a collector, and resolves once it prints its address. */
async function serve(command: string, ...args: string[]) {
  const child = spawn(command, [...args, 'serve', '--port', '0'], {
    cwd: server,
    env: home.env,
    // Its own process group, as in a terminal.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  for (;;) {
    const [url] = /http:\/\/\S+:\d+/.exec(said) ?? [];
    if (url !== undefined) return { child, url };
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    await sleep(50);
  }
}

const sonde = (...args: string[]) =>
  execFileSync('npx', ['--no', 'sonde', ...args], { cwd: desk, env: home.env, encoding: 'utf8' });

test('npx starts the collector; it serves the dashboard, stores events and answers queries of sonde', async () => {
  const { child, url } = await serve('npx', '--no', 'sonde-collector');
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ok' });
  const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
  expect(page).toContain('<title>Sonde');
  const scripts = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
  expect(scripts.length).toBeGreaterThan(1);
  for (const path of scripts) expect((await fetch(`${url}${path}`)).status).toBe(200);
  const response = await fetch(`${url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event: 'Command Invoked', properties: { command: 'lantern light' } }),
  });
  expect(response.status).toBe(202);
  const report = sonde('report', '--collector', url, '-o', 'json');
  expect(JSON.parse(report).totals.invocations).toBe(1);
  // Like Ctrl-C in a terminal.
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  await once(child, 'close');
  await expect(fetch(url)).rejects.toThrow();
});

test('the program ends cleanly, and keeps its data', async () => {
  const { child, url } = await serve(program);
  const events = await (await fetch(`${url}/api/v1/export/events?format=ndjson`)).text();
  expect(events).toContain('lantern light');
  // The health check from the Dockerfile.
  const image = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8');
  const [, check = '[]'] = /^HEALTHCHECK(?:.*\\\n)*.*CMD (\[.*\])$/m.exec(image) ?? [];
  const [node = '', ...args] = JSON.parse(check) as string[];
  const isHealthy = () => {
    const env = { ...home.env, SONDE_PORT: new URL(url).port };
    return spawnSync(node, args, { env, stdio: 'ignore' }).status;
  };
  expect(isHealthy()).toBe(0);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(isHealthy()).toBe(1);
});

test('the package contains the schema of the configuration file', () => {
  const path = join(server, 'node_modules/@sonde/collector/sonde-config.schema.json');
  expect(JSON.parse(readFileSync(path, 'utf8')).properties).toHaveProperty('projects');
});

test('sonde reads a catalog, and tests a tool with its bundled sender', () => {
  const path = join(desk, 'catalog.json');
  writeFileSync(
    path,
    '{"format":1,"tool":"lantern","consent_version":1,"invocation_properties":{},"events":[],"flows":[]}',
  );
  expect(sonde('catalog', 'check', path)).toContain('The catalog of lantern is valid');
  const work = join(directory, 'work');
  mkdirSync(work);
  const tool = join(root, 'examples/cac/main.js');
  const tried = ['--tool', 'lantern', '--cwd', work, '--case', 'endpoint-closed'];
  expect(sonde('conformance', ...tried, '--', 'node', tool, 'light', 'hall')).toContain(
    'endpoint-closed',
  );
});

describe.skipIf(systemdFault !== undefined)(
  `the unit, by systemd${systemdFault === undefined ? '' : `: skipped, because ${systemdFault}`}`,
  () => {
    let systemd: Systemd;
    beforeAll(async () => {
      systemd = await startSystemd({ directory, units: join(root, 'deploy'), program: server });
    });
    afterAll(() => systemd.stop());

    const show = (name: string) =>
      systemd.run('systemctl', 'show', '--value', '-p', name, 'sonde-collector').trim();
    const curl = (path: string, ...args: string[]) =>
      systemd.run('curl', '-s', ...args, `http://127.0.0.1:7377${path}`);
    async function untilReady() {
      while (!curl('/readyz').includes('"ok"')) await sleep(100);
    }
    const post = () =>
      curl('/ingest', '-H', 'content-type: application/json', '-d', '{"event":"Command Invoked"}');
    const countStored = () => curl('/api/v1/export/events?format=ndjson').trim().split('\n').length;

    test('starts as an unprivileged user, accepts events, and stops cleanly', async () => {
      systemd.run('systemctl', 'start', 'sonde-collector');
      await untilReady();
      expect(post()).toContain('"accepted":1');
      const status = systemd.run('cat', `/proc/${show('MainPID')}/status`);
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      expect(status).toMatch(/^CapBnd:\t0+$/m);
      expect(status).toMatch(/^Seccomp:\t2$/m);
      expect(status).toMatch(/^Uid:\t990\t/m);
      systemd.run('systemctl', 'stop', 'sonde-collector');
      expect([show('Result'), show('ExecMainStatus')]).toEqual(['success', '0']);
    });

    test('restarts after a kill, with its data', async () => {
      systemd.run('systemctl', 'start', 'sonde-collector');
      await untilReady();
      expect(post()).toContain('"accepted":1');
      systemd.run('kill', '-9', show('MainPID'));
      while (show('NRestarts') !== '1') await sleep(100);
      await untilReady();
      expect(countStored()).toBe(2);
      systemd.run('systemctl', 'stop', 'sonde-collector');
    });

    test('inherits the socket from systemd, so that requests during a restart wait', async () => {
      systemd.run('systemctl', 'start', 'sonde-collector.socket');
      // The first connection starts it.
      expect(post()).toContain('"accepted":1');
      await untilReady();
      const before = countStored();
      const first = show('MainPID');
      systemd.run('systemctl', 'restart', '--no-block', 'sonde-collector');
      const atOnce = 20;
      for (let sent = 0; sent < atOnce; sent += 1) expect(post()).toContain('"accepted":1');
      while (show('MainPID') === first || show('MainPID') === '0') await sleep(100);
      await untilReady();
      expect(countStored()).toBe(before + atOnce);
      systemd.run('systemctl', 'stop', 'sonde-collector.socket', 'sonde-collector');
      expect(show('Result')).toBe('success');
    });

    test('does not restart with an invalid setting', async () => {
      systemd.run('sh', '-c', 'echo SONDE_PORT=door > /etc/sonde/collector.env');
      systemd.run('systemctl', 'start', 'sonde-collector');
      // A service that will be restarted is never `failed`, but `activating`.
      while (show('ActiveState') !== 'failed') await sleep(100);
      expect([show('NRestarts'), show('ExecMainStatus')]).toEqual(['0', '2']);
    });
  },
);
