import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { request as askHttps } from 'node:https';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, errorTable } from '@sonde/protocol';
import { generate } from 'selfsigned';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type CollectorProcess,
  createTestDirectory,
  readExport,
  runProcess,
  startProcess,
} from './testing/collector-process.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());
let count = 0;
/** A path that does not exist. */
const freshPath = () => {
  count += 1;
  return directory.path(`data-${count}`);
};

async function post(url: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

/** Expects the start to fail with this code, what happened and what to do, and no other output. */
async function expectRefusal(
  code: ErrorCode,
  args: string[],
  env: Record<string, string> = {},
): Promise<string> {
  const result = await runProcess(['serve', '--port', '0', ...args], env);
  const { title, action } = errorTable[code];
  expect(result.stderr).toContain(`sonde-collector: ${code}: ${title}`);
  expect(result.stderr.endsWith(`${action}\n`), result.stderr).toBe(true);
  expect(result.stdout).toBe('');
  expect(result.code).toBe(['setting_invalid', 'configuration_invalid'].includes(code) ? 2 : 1);
  return result.stderr;
}

describe('starting', () => {
  // bench/start measures how quickly it responds.
  test('it prints its address, and responds', async () => {
    const data = freshPath();
    const collector = await startProcess(['--data-dir', data]);
    expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
    const { stdout, stderr } = collector.output;
    expect(stdout.split('\n')).toEqual([
      `Sonde is running at ${collector.url}`,
      `  events   ${collector.url}/ingest`,
      `  data     ${data}`,
      '  mode     no configuration file;',
      '           any write key or none, from this machine only',
      '',
    ]);
    expect(stderr).toBe('');
    expect((await collector.stop()).code).toBe(0);
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  test('a port in use is an error, and the data directory is not touched', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const data = freshPath();
    const said = await expectRefusal('port_in_use', ['--port', String(port), '--data-dir', data]);
    expect(said).toContain(`127.0.0.1:${port}`);
    expect(() => statSync(data)).toThrow();
    server.close();
  });

  test('a data directory in use is an error, and its owner keeps running', async () => {
    const data = freshPath();
    const collector = await startProcess(['--data-dir', data]);
    const said = await expectRefusal('data_directory_in_use', ['--data-dir', data]);
    // The engine would have printed its own message.
    expect(said).not.toContain('DB::Exception');
    expect((await post(collector.url, { event: 'x', insert_id: 'i' })).status).toBe(202);
    expect((await collector.stop()).code).toBe(0);
  });

  test('a data directory that is a file is an error', async () => {
    const data = freshPath();
    writeFileSync(data, 'mine');
    await expectRefusal('data_directory_not_writable', ['--data-dir', data]);
    expect(readFileSync(data, 'utf8')).toBe('mine');
  });

  test.skipIf(process.platform !== 'linux')(
    'a data directory that cannot be created is an error',
    async () => {
      const result = await runProcess(['serve', '--port', '0', '--data-dir', '/proc/none/data']);
      expect(result.stderr).toContain('sonde-collector: data_directory_not_writable: ');
      expect(result.code).toBe(1);
    },
  );

  test('a data directory without write permission is an error', async () => {
    const parent = freshPath();
    mkdirSync(parent, { mode: 0o555 });
    chmodSync(directory.path('.'), 0o755);
    // Root may write anywhere.
    const user = process.getuid?.() === 0 ? 65_534 : undefined;
    const data = join(parent, 'data');
    const result = await runProcess(['serve', '--port', '0', '--data-dir', data], {}, user);
    expect(result.stderr).toContain('sonde-collector: data_directory_not_writable: ');
    expect(result.code).toBe(1);
    expect(readdirSync(parent)).toEqual([]);
  });

  test('data of a newer version is an error, and is not changed', async () => {
    const data = freshPath();
    const collector = await startProcess(['--data-dir', data]);
    await post(collector.url, { event: 'x', insert_id: 'kept' });
    await collector.stop();
    runSql(data, "INSERT INTO sonde.migrations (number, name) VALUES (9999, 'from the future')");
    await expectRefusal('data_newer_than_program', ['--data-dir', data]);
    runSql(
      data,
      'ALTER TABLE sonde.migrations DELETE WHERE number = 9999 SETTINGS mutations_sync = 1',
    );
    const again = await startProcess(['--data-dir', data]);
    expect(await readExport(again.url)).toMatchObject([{ insert_id: 'kept' }]);
    await again.stop();
  });

  test.each<[ErrorCode, string[], Record<string, string>]>([
    ['host_not_available', ['--host', 'no-such-name.localhost.invalid.localhost'], {}],
    ['setting_invalid', ['--port', 'abc'], {}],
    ['setting_invalid', [], { SONDE_STORE: 'clickhouse:8123' }],
    ['setting_invalid', [], { SONDE_MEMORY: '12' }],
    ['setting_invalid', [], { SONDE_LOG_LEVEL: 'loud' }],
    ['configuration_invalid', [], { SONDE_CONFIG: '/nowhere/sonde.yaml' }],
    ['file_not_readable', ['--tls-cert', '/nowhere/cert.pem', '--tls-key', '/nowhere/key.pem'], {}],
    ['certificate_invalid', ['--tls-cert', '/dev/null', '--tls-key', '/dev/null'], {}],
  ])('%s for %j %j', async (code, args, env) => {
    await expectRefusal(code, ['--data-dir', freshPath(), ...args], env);
  });

  test('the command line overrides the environment, which overrides the defaults', async () => {
    const data = freshPath();
    const env = { SONDE_PORT: '70000', SONDE_DATA_DIR: data, SONDE_HOST: '' };
    const collector = await startProcess([], env);
    expect(collector.output.stdout).toContain(data);
    expect(collector.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    await collector.stop();
  });

  test('with a certificate it speaks TLS, and loads a new certificate while running', async () => {
    const [certFile, keyFile] = [freshPath(), freshPath()];
    const write = async (name: string, notAfterDate?: Date) => {
      const made = await generate([{ name: 'commonName', value: name }], {
        keyType: 'ec',
        algorithm: 'sha256',
        ...(notAfterDate && { notBeforeDate: new Date(0), notAfterDate }),
      });
      writeFileSync(certFile, made.cert);
      writeFileSync(keyFile, made.private);
    };
    await write('old.example', new Date(86_400_000));
    const files = ['--tls-cert', certFile, '--tls-key', keyFile];
    const collector = await startProcess(['--data-dir', freshPath(), ...files]);
    expect(collector.url).toMatch(/^https:/);
    const ask = () =>
      new Promise((resolve, reject) => {
        const url = new URL('/readyz', collector.url);
        askHttps(url, { rejectUnauthorized: false, agent: false }, (response) => {
          const { subject } = (response.socket as TLSSocket).getPeerCertificate();
          response.resume().on('end', () => resolve([response.statusCode, subject.CN]));
        })
          .on('error', reject)
          .end();
      });
    expect(await ask()).toEqual([200, 'old.example']);
    expect(collector.output.stderr).toContain('The TLS certificate expired on 1970-01-02');
    await write('new.example');
    await expect.poll(ask, { interval: 200 }).toEqual([200, 'new.example']);
    expect((await collector.stop()).code).toBe(0);
  });

  test('--version prints the package version', async () => {
    const manifest = fileURLToPath(new URL('../package.json', import.meta.url));
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    expect(await runProcess(['--version'])).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  test.each([
    [['--nonsense']],
    [['serve', '--nonsense']],
    [['serve', '--port']],
    [['conquer']],
    [[]],
  ])('%j is a usage error: 2', async (args) => {
    const { code, stdout, stderr } = await runProcess(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });
});

const isServed = ({ url }: CollectorProcess) =>
  fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  );

/** Begins a request whose body does not end, and resolves when the collector has begun to read it. */
async function beginRequest(url: string, length: number) {
  const half = request(new URL('/ingest', url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': length,
      expect: '100-continue',
    },
  });
  half.flushHeaders();
  await once(half, 'continue');
  return half;
}

/** Presses Ctrl-C until it has ended: one that comes too soon counts as the one before. */
async function pressUntilEnded({ child }: CollectorProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGINT');
    await delay(500);
  }
}

describe('stopping', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s: 0', async (signal) => {
    const collector = await startProcess(['--data-dir', freshPath()]);
    expect(await collector.stop(signal)).toEqual({ code: 0, signal: null });
    expect(collector.output.stderr).toBe('');
  });

  test('requests in progress are finished and stored', async () => {
    const data = freshPath();
    const collector = await startProcess(['--data-dir', data]);
    const half = await beginRequest(collector.url, 29);
    half.write('{"event":"x",');
    const stopped = collector.stop();
    await expect.poll(() => isServed(collector)).toBe(false);
    half.end('"insert_id":"i"}');
    const status = await new Promise((resolve) => {
      half.on('response', (response) => resolve(response.resume().statusCode));
    });
    expect(status).toBe(202);
    expect((await stopped).code).toBe(0);
    const again = await startProcess(['--data-dir', data]);
    expect(await readExport(again.url)).toMatchObject([{ insert_id: 'i' }]);
    await again.stop();
  });

  test('it announces the stop and keeps serving for a while; open connections end after a response', async () => {
    const collector = await startProcess(['--data-dir', freshPath()], { SONDE_STOP_DELAY: '60' });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (path: string, body?: string) =>
      new Promise<[status: number | undefined, connection: string | undefined]>((resolve) => {
        const method = body === undefined ? 'GET' : 'POST';
        request(new URL(path, collector.url), { agent, method }, (response) => {
          response.resume().on('end', () => {
            resolve([response.statusCode, response.headers.connection]);
          });
        }).end(body);
      });
    const event = '{"event":"x"}';
    expect(await ask('/readyz')).toEqual([200, 'keep-alive']);
    const stopped = collector.stop();
    await expect.poll(() => ask('/readyz')).toEqual([503, 'close']);
    expect(await ask('/ingest', event)).toEqual([202, 'close']);
    expect(await ask('/healthz')).toEqual([200, 'close']);
    // The second signal, a moment later, does not wait.
    await pressUntilEnded(collector);
    expect((await stopped).code).toBe(130);
  });

  test('then it stops listening and ends', async () => {
    const collector = await startProcess(['--data-dir', freshPath()], { SONDE_STOP_DELAY: '0.5' });
    const stoppedAt = performance.now();
    expect((await collector.stop()).code).toBe(0);
    expect(performance.now() - stoppedAt).toBeGreaterThan(499);
    expect(await isServed(collector)).toBe(false);
  });

  test('it serves a request on an idle connection that the client may still use', async () => {
    const collector = await startProcess(['--data-dir', freshPath()], { SONDE_STOP_DELAY: '0.1' });
    const socket = connect(Number(new URL(collector.url).port), '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
    });
    const ask = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
    ask('/healthz');
    await expect.poll(() => received).toMatch(/^HTTP\/1.1 200 .*\nkeep-alive: timeout=5\r\n/is);
    const stopped = collector.stop();
    // Far longer than the delay.
    await delay(2_000);
    received = '';
    ask('/readyz');
    await expect.poll(() => received).toMatch(/^HTTP\/1.1 503 .*\nconnection: close\r\n/is);
    expect((await stopped).code).toBe(0);
  });

  test('a connection without a request does not hold it up', async () => {
    const collector = await startProcess(['--data-dir', freshPath()]);
    const silent = connect(Number(new URL(collector.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const half = await beginRequest(collector.url, 13);
    const closed = once(silent, 'close');
    const stopped = collector.stop();
    await closed;
    half.end('{"event":"x"}');
    const [response] = await once(half, 'response');
    expect(response.resume().statusCode).toBe(202);
    expect((await stopped).code).toBe(0);
  });

  test('a second Ctrl-C does not wait', async () => {
    const collector = await startProcess(['--data-dir', freshPath()]);
    const half = await beginRequest(collector.url, 100);
    half.on('error', () => {});
    const stopped = collector.stop('SIGINT');
    await pressUntilEnded(collector);
    expect((await stopped).code).toBe(130);
  });
});

test('quarantined events and loss reports survive a kill, and count once', async () => {
  const data = freshPath();
  const collector = await startProcess(['--data-dir', data]);
  const batch = {
    events: [
      { event: 'x', insert_id: 'i' },
      { insert_id: 'nameless', properties: { token: 'tk' } },
    ],
    meta: { loss: { recorded: 5, sent: 2, dropped: { age: 3 } } },
  };
  expect((await post(collector.url, batch)).status).toBe(202);
  await collector.stop('SIGKILL');
  const again = await startProcess(['--data-dir', data]);
  expect((await post(again.url, batch)).status).toBe(202);
  const ask = async (path: string) => (await fetch(`${again.url}/api/v1/${path}`)).text();
  const quarantine = await ask('quarantine');
  expect(JSON.parse(quarantine)).toMatchObject({
    events: 1,
    codes: [{ code: 'event_name_invalid', events: 1 }],
    recent: [{ insert_id: 'nameless', field: 'event' }],
  });
  expect(quarantine).not.toContain('tk');
  expect(JSON.parse(await ask('losses'))).toEqual({
    batches: 1,
    recorded: 5,
    sent: 2,
    lost: 3,
    reasons: [{ reason: 'age', events: 3 }],
    refused_values: 0,
  });
  expect((await fetch(`${again.url}/api/v1/losses?version=1`)).status).toBe(400);
  await again.stop();
});

describe('with a configuration file', () => {
  async function createKey(): Promise<{ key: string; hash: string }> {
    const { code, stdout } = await runProcess(['key', 'create']);
    expect(code).toBe(0);
    const key = /sonde_wk_\S+/.exec(stdout)?.[0] ?? '';
    const hash = /sha256:[0-9a-f]{64}/.exec(stdout)?.[0] ?? '';
    return { key, hash };
  }

  test('only its keys can write, each to its project', async () => {
    const [first, second] = [await createKey(), await createKey()];
    expect(first.key).not.toBe(second.key);
    const config = freshPath();
    writeFileSync(
      config,
      `projects:\n  default:\n    keys: [${first.hash}]\n  other:\n    keys:\n      - ${second.hash}\n`,
    );
    const collector = await startProcess(['--data-dir', freshPath(), '--config', config], {
      SONDE_LOG_LEVEL: 'trace',
    });
    const { url } = collector;
    expect(collector.output.stdout).toContain('default, other; a write key is needed');
    const event = (insert_id: string) => ({ event: 'x', insert_id });
    expect((await post(url, event('1'))).body.code).toBe('key_unknown');
    expect((await post(url, event('2'), { 'x-api-key': 'wrong' })).status).toBe(401);
    expect((await post(url, event('3'), { 'x-api-key': first.hash })).status).toBe(401);
    expect((await post(url, event('4'), { 'x-api-key': first.key })).status).toBe(202);
    expect((await post(url, event('5'), { authorization: `Bearer ${second.key}` })).status).toBe(
      202,
    );
    expect(await readExport(url)).toMatchObject([{ insert_id: '4' }]);
    const other = await fetch(`${url}/api/v1/export/events?project=other`);
    expect(JSON.parse(await other.text())).toMatchObject({ insert_id: '5' });
    // Catalogs from clients are not wanted for declared projects, but for others.
    const asked = { events: [], meta: { catalog_hash: '0123456789abcdef' } };
    expect((await post(url, asked, { 'x-api-key': first.key })).body).not.toHaveProperty(
      'catalog_wanted',
    );
    const create = async (path: string, body: object) => {
      const response = await fetch(`${url}/api/v1/projects${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await response.json()) as { key: string };
    };
    await create('', { id: 'later' });
    const { key } = await create('/later/keys', { name: 'tool', kind: 'write' });
    expect((await post(url, asked, { 'x-api-key': key })).body.catalog_wanted).toBe(true);
    await collector.stop();
    expect(collector.output.stderr).not.toContain(first.key);
    expect(collector.output.stderr).not.toContain(second.key);
  });

  test('beyond loopback it accepts events, and does nothing else', async () => {
    const { key, hash } = await createKey();
    const config = freshPath();
    writeFileSync(config, JSON.stringify({ projects: { default: { keys: [hash] } } }));
    const collector = await startProcess([
      ...['--host', '0.0.0.0', '--ingest-only'],
      ...['--config', config, '--data-dir', freshPath()],
    ]);
    const url = collector.url;
    expect(
      (await post(url, { event: 'x' }, { 'x-api-key': key, host: 'sonde.example' })).status,
    ).toBe(202);
    expect((await post(url, { event: 'x' })).status).toBe(401);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    for (const path of ['/', '/api/v1/overview', '/api/v1/openapi.json']) {
      const response = await fetch(url + path, { headers: { accept: 'text/html' } });
      expect(response.status).toBe(404);
    }
    await collector.stop();
  });
});

describe('beyond loopback', () => {
  test('the first start prints a set-up link, which creates the first administrator', async () => {
    const data = freshPath();
    const args = ['--host', '0.0.0.0', '--data-dir', data];
    const collector = await startProcess(args, { SONDE_LOG_LEVEL: 'trace' });
    const url = collector.url;
    const { stdout } = collector.output;
    const link = /set up {3}(\S+)/.exec(stdout)?.[1] ?? '';
    expect(link).toMatch(new RegExp(`^${url}/welcome#[\\w-]{43}$`));
    expect(stdout).toContain('people sign in, and tools need a write key');
    expect(stdout).toContain(`Sonde is running at http://127.0.0.1:`);
    expect(stdout).toContain('  listens  http://0.0.0.0:');
    expect(stdout).toContain('warning  others cannot open these addresses');
    expect(stdout).toContain('warning  without TLS');
    const token = link.slice(link.indexOf('#') + 1);
    const send = (path: string, body: object, headers: object = {}) =>
      fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url, ...headers },
        body: JSON.stringify(body),
      });
    expect((await fetch(`${url}/api/v1/export/events`)).status).toBe(401);
    expect((await post(url, { event: 'x' })).status).toBe(401);
    const person = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
    const used = await send('/links/use', { token, ...person });
    expect(used.status).toBe(200);
    const cookie = used.headers.get('set-cookie')?.split(';')[0] ?? '';
    const made = await send('/projects/default/keys', { name: 'CI', kind: 'write' }, { cookie });
    const { key } = (await made.json()) as { key: string };
    expect((await post(url, { event: 'x', insert_id: 'i' }, { 'x-api-key': key })).status).toBe(
      202,
    );
    await collector.stop('SIGKILL');
    const again = await startProcess(args);
    expect(again.output.stdout).not.toContain('set up');
    const address = again.url;
    const session = await fetch(`${address}/api/v1/session`, { headers: { cookie } });
    expect(await session.json()).toMatchObject({ account: { email: 'ada@example.org' } });
    expect((await post(address, { event: 'x', insert_id: 'j' }, { 'x-api-key': key })).status).toBe(
      202,
    );
    await again.stop();
    for (const secret of [token, key.slice(9), cookie.slice(6), person.password]) {
      expect(collector.output.stderr + again.output.stderr).not.toContain(secret);
    }
  });

  test('with --public-url the link begins with it, and no warning is printed', async () => {
    const collector = await startProcess([
      ...['--public-url', 'https://sonde.example.org', '--trust-proxy', 'loopback'],
      ...['--data-dir', freshPath()],
    ]);
    const { stdout } = collector.output;
    expect(stdout).toContain('Sonde is running at https://sonde.example.org');
    expect(stdout).toMatch(/set up {3}https:\/\/sonde\.example\.org\/welcome#[\w-]{43}\n/);
    expect(stdout).not.toContain('warning');
    await collector.stop();
  });

  test('--ingest-only has no pages, no queries and no set-up link', async () => {
    const collector = await startProcess([
      ...['--host', '0.0.0.0', '--ingest-only', '--data-dir', freshPath()],
    ]);
    const url = collector.url;
    expect(collector.output.stdout).not.toContain('set up');
    for (const path of ['/', '/api/v1/session', '/api/v1/projects', '/api/v1/audit']) {
      expect((await fetch(url + path)).status).toBe(404);
    }
    expect((await post(url, { event: 'x' })).status).toBe(401);
    await collector.stop();
  });
});

/** Whether this process can mount a file system. */
function mountSmall(path: string): boolean {
  mkdirSync(path);
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', path], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

test('a full disk: 503, no partial batches, and it continues when there is space', async ({
  skip,
}) => {
  const volume = freshPath();
  if (!mountSmall(volume)) skip('no file system can be mounted here');
  try {
    const collector = await startProcess(['--data-dir', join(volume, 'data')]);
    const { url } = collector;
    const batch = (name: string) => ({
      events: [1, 2].map((index) => ({ event: 'x', insert_id: `${name}-${index}` })),
    });
    expect((await post(url, batch('before'))).status).toBe(202);
    const ballast = join(volume, 'ballast');
    expect(() => writeFileSync(ballast, Buffer.alloc(128 * 1024 * 1024))).toThrow('ENOSPC');
    const refused = await post(url, batch('during'));
    expect([refused.status, refused.body.code]).toEqual([503, 'disk_full']);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    writeFileSync(ballast, '');
    expect((await post(url, batch('after'))).status).toBe(202);
    const ids = (await readExport(url)).map(({ insert_id }) => insert_id);
    expect(ids.sort()).toEqual(['after-1', 'after-2', 'before-1', 'before-2']);
    expect((await collector.stop()).code).toBe(0);
  } finally {
    execFileSync('/bin/umount', ['-l', volume]);
  }
});

/** Changes the data directly, in a separate process. */
function runSql(data: string, sql: string): void {
  const store = fileURLToPath(new URL('../../store/package.json', import.meta.url));
  const [engine] = readdirSync(data).filter((name) => name === 'clickhouse');
  const program = `
    const { Session } = require('node:module').createRequire(${JSON.stringify(store)})('chdb');
    const session = new Session(${JSON.stringify(join(data, engine ?? ''))});
    session.query(${JSON.stringify(sql)});
    session.close?.();
    process.exit(0);`;
  execFileSync(process.execPath, ['-e', program], { env: {} });
}
