import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDirectory, runProcess, startProcess } from '../testing/collector-process.js';
import { findOperator } from './ask-operator.js';
import { listSocketPlaces } from './socket-places.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());

/** Collectors in this file have their own temporary directory. */
const environment = () => ({ TMPDIR: directory.path('temporary') });

let backups = 0;

/** Runs an operator command in a separate process, as another user if one is given. */
async function runCommand(
  dataDirectory: string,
  options: { target?: string; user?: number } = {},
): Promise<{ code: number | null; stdout: string; error: string | undefined }> {
  const { target = directory.path(`backup-${++backups}`), user } = options;
  const args = ['backup', target, '--data-dir', dataDirectory];
  const { code, stdout, stderr } = await runProcess(args, environment(), user);
  return { code, stdout, error: /^sonde-collector: ([a-z_]+):/.exec(stderr)?.[1] };
}

beforeAll(() => {
  mkdirSync(directory.path('temporary'));
  chmodSync(directory.path('temporary'), 0o1777);
  // Other users can reach the data directory.
  chmodSync(directory.path('.'), 0o755);
});

describe('while a collector runs', () => {
  let data: string;
  let collector: Awaited<ReturnType<typeof startProcess>>;

  beforeAll(async () => {
    data = directory.path('running');
    collector = await startProcess(['--data-dir', data], environment());
  });
  afterAll(() => collector.stop());

  test('it handles commands', async () => {
    const target = directory.path('first-backup');
    const { code, stdout } = await runCommand(data, { target });
    expect(code).toBe(0);
    expect(stdout).toContain('Backup written to');
    const audit = await fetch(`${collector.url}/api/v1/audit?limit=1`);
    expect(await audit.json()).toMatchObject({
      entries: [{ actor: 'operator', action: 'backup.create', subject: target, detail: {} }],
    });
  });

  test('only its user can use the socket', () => {
    expect(statSync(join(data, 'operator.sock')).mode & 0o777).toBe(0o600);
  });

  test('an error response has its code', async () => {
    const { code, error } = await runCommand(data, { target: directory.path('.') });
    expect([code, error]).toEqual([1, 'backup_directory_not_empty']);
  });

  test('no network request can become an operator request', async () => {
    for (const headers of [
      {},
      { 'x-operator': '1', 'x-sonde-operator': 'true' },
      { authorization: 'Operator', cookie: 'operator=1' },
    ]) {
      const answer = await fetch(`${collector.url}/api/v1/operator`, { headers });
      expect(answer.status).toBe(404);
    }
    const openapi = await (await fetch(`${collector.url}/api/v1/openapi.json`)).text();
    expect(openapi).not.toContain('/api/v1/operator');
  });

  test('another user is refused', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can become another user');
    const outside = await runCommand(data, { user: 65_534 });
    expect(outside.code).toBe(1);
    expect(outside.error).toMatch(/^(operator_not_permitted|data_directory_not_writable)$/);
    // A directory that others can enter does not give them access to the socket.
    chmodSync(data, 0o755);
    const inside = await runCommand(data, { user: 65_534 });
    chmodSync(data, 0o700);
    expect([inside.code, inside.error]).toEqual([1, 'operator_not_permitted']);
  });
});

/** A data directory that a collector has used. */
async function makeData(name: string): Promise<string> {
  const data = directory.path(name);
  await (await startProcess(['--data-dir', data], environment())).stop();
  return data;
}

describe('while no collector runs', () => {
  test('a command opens the data itself, and leaves nothing behind', async () => {
    const data = await makeData('resting');
    for (const _attempt of [1, 2]) expect((await runCommand(data)).code).toBe(0);
    expect(existsSync(join(data, 'operator.sock'))).toBe(false);
    expect(existsSync(join(data, 'sonde-lock'))).toBe(false);
  });

  test('concurrent commands all work', async () => {
    const data = await makeData('crowded');
    const runs = await Promise.all([1, 2, 3].map(() => runCommand(data)));
    const errors = runs.flatMap(({ error }) => error ?? []);
    // Whichever process has the data handles them; none fails because the data is in use.
    expect(errors.filter((error) => error !== 'backup_running')).toEqual([]);
    expect(errors.length).toBeLessThan(3);
  });

  test('a socket that a killed collector left is replaced', async () => {
    const data = directory.path('killed');
    const killed = await startProcess(['--data-dir', data], environment());
    await killed.stop('SIGKILL');
    expect(existsSync(join(data, 'operator.sock'))).toBe(true);
    expect((await runCommand(data)).code).toBe(0);
    const again = await startProcess(['--data-dir', data], environment());
    expect((await runCommand(data)).code).toBe(0);
    await again.stop();
    expect(existsSync(join(data, 'operator.sock'))).toBe(false);
  });

  test('a socket that another user made is not used', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can give a file away');
    const data = directory.path('planted');
    mkdirSync(data);
    const asked: string[] = [];
    const impostor = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('{}');
    });
    impostor.listen(join(data, 'operator.sock'));
    await once(impostor, 'listening');
    chownSync(join(data, 'operator.sock'), 65_534, 65_534);
    await expect(findOperator(data)).rejects.toMatchObject({ code: 'operator_not_permitted' });
    expect(asked).toEqual([]);
    impostor.close();
  });

  test('files of another user in the temporary directory do not stop commands', async ({
    skip,
  }) => {
    if (process.getuid?.() !== 0) skip('only root can give a file away');
    const data = directory.path('squatted');
    mkdirSync(data);
    // As a killed collector leaves it: a directory without any of its files is refused.
    writeFileSync(join(data, 'sonde-lock'), '');
    const place = (await listSocketPlaces(data)).find(({ isOwn }) => isOwn);
    const squatted = join(directory.path('temporary'), basename(place?.directory ?? ''));
    mkdirSync(squatted, { mode: 0o700 });
    const impostor = createServer().listen(join(squatted, 'operator.sock'));
    await once(impostor, 'listening');
    // A socket of root, in a directory that another user cannot enter.
    chownSync(data, 65_534, 65_534);
    const target = directory.path('temporary/of-nobody');
    expect(await runCommand(data, { user: 65_534, target })).toMatchObject({ code: 0 });
    // A socket of another user, for root.
    const own = directory.path('squatted-too');
    mkdirSync(own);
    writeFileSync(join(own, 'sonde-lock'), '');
    const [, second] = await listSocketPlaces(own);
    const there = join(directory.path('temporary'), basename(second?.directory ?? ''));
    renameSync(squatted, there);
    chownSync(there, 65_534, 65_534);
    expect(await runCommand(own)).toMatchObject({ code: 0 });
    impostor.close();
  });

  test('root does not write to another user’s data', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can give a file away');
    const data = directory.path('foreign');
    mkdirSync(data);
    writeFileSync(join(data, 'sonde-store'), '');
    chownSync(join(data, 'sonde-store'), 65_534, 65_534);
    const { code, error } = await runCommand(data);
    expect([code, error]).toEqual([1, 'operator_not_permitted']);
    expect(existsSync(join(data, 'clickhouse'))).toBe(false);
  });
});

test('if the path is too long for a socket, it is in the temporary directory', async () => {
  const data = directory.path('long'.repeat(30));
  const collector = await startProcess(['--data-dir', data], environment());
  expect((await runCommand(data)).code).toBe(0);
  expect(existsSync(join(data, 'operator.sock'))).toBe(false);
  await collector.stop();
  expect(collector.output.stderr).toBe('');
});

test('without a socket the collector runs and logs a warning', async () => {
  const data = directory.path('occupied');
  mkdirSync(data);
  writeFileSync(join(data, 'operator.sock'), 'another file');
  const collector = await startProcess(['--data-dir', data], { TMPDIR: '/proc' });
  expect(collector.output.stderr).toContain('operator_socket_unavailable');
  expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
  await collector.stop();
  expect(statSync(join(data, 'operator.sock')).isFile()).toBe(true);
});
