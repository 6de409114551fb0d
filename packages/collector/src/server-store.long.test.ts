import { readFileSync, writeFileSync } from 'node:fs';
import { startTestCluster, startTestServer, type TestServer } from '@sonde/store/test-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createTestDirectory,
  readExport,
  runProcess,
  startProcess,
} from './testing/collector-process.js';

const directory = createTestDirectory();
const data = directory.path('data');
const passwordFile = directory.path('password');
let server: TestServer;
let env: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  writeFileSync(passwordFile, `${server.password}\n`, { mode: 0o600 });
  env = {
    SONDE_DATA_DIR: data,
    SONDE_STORE: server.url,
    SONDE_STORE_PASSWORD_FILE: passwordFile,
  };
});

afterAll(async () => {
  await server.remove();
  directory.remove();
});

async function post(url: string, insert_id: string): Promise<number> {
  const response = await fetch(`${url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event: 'x', insert_id }),
  });
  return response.status;
}

async function postAsSegment(url: string, messageId: string): Promise<number> {
  const response = await fetch(`${url}/v1/track`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('key:')}` },
    body: JSON.stringify({ messageId, event: 'x', anonymousId: 'somebody' }),
  });
  return response.status;
}

const readIds = async (url: string) => (await readExport(url)).map(({ insert_id }) => insert_id);

test('stores events on the server, and loses none while it is away', async () => {
  const collector = await startProcess([], env);
  expect(await post(collector.url, 'one')).toBe(202);
  await server.kill();
  // The SDK keeps its events. Other clients may not, so theirs wait on this machine.
  expect(await post(collector.url, 'two')).toBe(503);
  expect(await postAsSegment(collector.url, 'three')).toBe(200);
  await expect.poll(async () => (await fetch(`${collector.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${collector.url}/api/v1/export/events?format=ndjson`)).status).toBe(503);
  const doctor = await runProcess(['doctor', '--port', '0'], env);
  expect(doctor.stdout).toMatch(/fail +store +not_ready: .*the ClickHouse server does not answer/);
  expect(doctor.stdout).toMatch(/ok +overflow/);
  await server.start();
  await expect.poll(async () => (await fetch(`${collector.url}/readyz`)).status).toBe(200);
  expect(await post(collector.url, 'two')).toBe(202);
  await expect
    .poll(async () => (await readIds(collector.url)).sort())
    .toEqual(['one', 'three', 'two']);
  expect((await collector.stop()).code).toBe(0);
  const output = collector.output.stdout + collector.output.stderr;
  expect(output).toContain(`http://127.0.0.1:${server.port}, as sonde`);
  expect(output).not.toContain(server.password);
});

test('operator commands use the server while the collector is stopped', async () => {
  const made = await runProcess(['project', 'create', 'lantern'], env);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const collector = await startProcess([], env);
  expect((await runProcess(['project', 'list'], env)).stdout).toContain('lantern');
  const backup = await runProcess(['backup', directory.path('backup')], env);
  expect(backup).toMatchObject({ code: 1 });
  expect(backup.stderr).toContain('backup_not_supported');
  await collector.stop();
  // Without the setting there must be no second, empty store.
  const forgotten = await runProcess(['project', 'list'], { SONDE_DATA_DIR: data });
  expect(forgotten.stderr).toContain('data_directory_of_other_store');
});

test('another collector can start once this one was killed', async () => {
  const collector = await startProcess([], env);
  await collector.stop('SIGKILL');
  const other = await startProcess([], { ...env, SONDE_DATA_DIR: directory.path('other') });
  await other.stop();
});

test('doctor checks the server, and says what is wrong', async () => {
  expect((await runProcess(['doctor'], env)).stdout).toMatch(/ok +store +can be read/);
  const { SONDE_STORE_PASSWORD_FILE: _, ...rest } = env;
  const wrong = await runProcess(['doctor'], { ...rest, SONDE_STORE_PASSWORD: 'wrong' });
  expect(wrong.stdout).toMatch(/fail +store +store_login_refused/);
  expect(wrong.code).toBe(1);
});

test('a password in the environment works, and only one of both is accepted', async () => {
  const { SONDE_STORE_PASSWORD_FILE: file, ...rest } = env;
  const collector = await startProcess([], { ...rest, SONDE_STORE_PASSWORD: server.password });
  const argv = readFileSync(`/proc/${collector.child.pid}/cmdline`, 'utf8');
  expect(argv).not.toContain(server.password);
  await collector.stop();
  const both = { ...rest, SONDE_STORE_PASSWORD_FILE: file ?? '', SONDE_STORE_PASSWORD: 'x' };
  expect(await runProcess(['serve'], both)).toMatchObject({ code: 2 });
});

test.each([
  ['setting_invalid', { SONDE_STORE: 'clickhouse:8123' }, 2],
  ['setting_invalid', { SONDE_STORE: 'http://sonde:topsecret@127.0.0.1:8123' }, 2],
  ['file_not_readable', { SONDE_STORE_PASSWORD_FILE: '/nowhere' }, 1],
  ['file_not_readable', { SONDE_STORE_CA: '/nowhere' }, 1],
  ['setting_invalid', { SONDE_STORE_CA: '/dev/null' }, 2],
  ['store_login_refused', { SONDE_STORE_PASSWORD_FILE: '/dev/null' }, 1],
])('%s for %j', async (code, more, exitCode) => {
  const result = await runProcess(['serve', '--port', '0'], { ...env, ...more });
  expect(result.stderr).toContain(`sonde-collector: ${code}: `);
  expect(result.stderr).not.toMatch(/topsecret/);
  expect(result.code).toBe(exitCode);
});

test('moves an embedded store to two servers, which a collector then uses', async () => {
  const embedded = { SONDE_DATA_DIR: directory.path('embedded') };
  const before = await startProcess([], embedded);
  expect(await post(before.url, 'one')).toBe(202);
  await before.stop();
  const shards = await startTestCluster(2);
  const file = directory.path('passwords');
  writeFileSync(file, shards.map(({ password }) => `${password}\n`).join(''), { mode: 0o600 });
  const both = {
    SONDE_STORE: shards.map(({ url }) => url).join(','),
    SONDE_STORE_PASSWORD_FILE: file,
  };
  const moved = await runProcess(['move'], { ...embedded, ...both });
  expect(moved).toMatchObject({ code: 0, stderr: '' });
  expect(moved.stdout).toContain('moved  events: 1 row\n');
  const collector = await startProcess([], { SONDE_DATA_DIR: directory.path('sharded'), ...both });
  expect(await post(collector.url, 'two')).toBe(202);
  expect((await readIds(collector.url)).sort()).toEqual(['one', 'two']);
  expect((await collector.stop()).code).toBe(0);
  const output = collector.output.stdout + collector.output.stderr;
  for (const { port, password } of shards) {
    expect(output).toContain(`http://127.0.0.1:${port}, as sonde`);
    expect(output + moved.stdout).not.toContain(password);
  }
  expect(await runProcess(['move'], embedded)).toMatchObject({ code: 2 });
  for (const shard of shards) await shard.remove();
});
