import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterAll, expect, test } from 'vitest';
import { createTestDirectory, runProcess, startProcess } from '../testing/collector-process.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());

/** Runs the doctor; returns the state of each check, and the output. */
async function consult(...args: string[]) {
  const { code, stdout, stderr } = await runProcess(['doctor', '--port', '0', ...args]);
  const lines = stdout.matchAll(/^(ok|warn|fail) +(\S+(?: \S+)*?) {2,}(.*)$/gm);
  const states = Object.fromEntries([...lines].map(([, state, name]) => [name, state]));
  return { code, states, stdout, stderr };
}

test('it checks a running collector, and its data once it has stopped', async () => {
  const data = directory.path('data');
  const collector = await startProcess(['--data-dir', data]);
  const running = await consult('--data-dir', data);
  expect(running).toMatchObject({
    code: 0,
    stderr: '',
    states: { version: 'ok', store: 'ok', keys: 'ok', growth: 'ok', 'data directory': 'ok' },
  });
  expect(running.stdout).toContain(`runs as process ${collector.child.pid}`);
  expect(running.stdout).toContain('0 active, in 0 of 1 projects');
  await collector.stop();
  chmodSync(data, 0o755);
  const stopped = await consult('--data-dir', data);
  expect(stopped).toMatchObject({ code: 0, states: { store: 'ok', 'data directory': 'warn' } });
  expect(stopped.stdout).toContain(`Run: chmod 700 ${data}`);
  const missing = await consult('--data-dir', directory.path('mistyped'));
  expect(missing).toMatchObject({ code: 0, states: { 'data directory': 'warn' } });
});

test('problems that prevent a start fail, with advice', async () => {
  const data = directory.path('unfinished');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(`${data}/sonde-restoring`, '');
  const config = directory.path('sonde.yaml');
  writeFileSync(config, 'projects: 5\n');
  const found = await consult('--data-dir', data, '--config', config, '--disk-floor', '900000GB');
  expect(found).toMatchObject({
    code: 1,
    states: { store: 'fail', configuration: 'fail', disk: 'fail' },
  });
  expect(found.stdout).toContain('restore_unfinished');
  expect((await runProcess(['doctor', '--port', 'x'])).code).toBe(2);
});

test('it checks the host and the expiry of a certificate', async () => {
  const day = 86_400_000;
  const args = ['--data-dir', directory.path('tls-data'), '--host', '0.0.0.0'];
  const consultWith = async (publicUrl: string, lastDay: number) => {
    const { cert, private: key } = await generate(
      [{ name: 'commonName', value: 'sonde.example.org' }],
      {
        keyType: 'ec',
        algorithm: 'sha256',
        notBeforeDate: new Date(Date.now() - 2 * day),
        notAfterDate: new Date(Date.now() + lastDay * day),
        extensions: [
          {
            name: 'subjectAltName',
            altNames: [
              { type: 2, value: 'sonde.example.org' },
              { type: 7, ip: '192.0.2.7' },
            ],
          },
        ],
      },
    );
    const files = [directory.path('cert.pem'), directory.path('key.pem')] as const;
    writeFileSync(files[0], cert);
    writeFileSync(files[1], key, { mode: 0o600 });
    return consult(
      ...args,
      '--tls-cert',
      files[0],
      '--tls-key',
      files[1],
      '--public-url',
      publicUrl,
    );
  };
  const right = await consultWith('https://sonde.example.org', 300);
  expect(right.states).toMatchObject({ certificate: 'ok', address: 'ok', 'public address': 'ok' });
  expect((await consultWith('https://192.0.2.7', 300)).states.certificate).toBe('ok');
  const foreign = await consultWith('https://other.example.org', 300);
  expect(foreign).toMatchObject({ code: 1, states: { certificate: 'fail' } });
  expect(foreign.stdout).toContain('it is not valid for other.example.org');
  expect((await consultWith('https://sonde.example.org', 3)).states.certificate).toBe('warn');
  expect((await consultWith('https://sonde.example.org', -1)).states.certificate).toBe('fail');
});

test('it checks the public address while the collector runs', async () => {
  const data = directory.path('public-data');
  const other = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const foreignUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const collector = await startProcess(['--data-dir', data]);
  const ask = async (publicUrl: string) => {
    const found = await consult('--data-dir', data, '--public-url', publicUrl);
    return [found.states['public address'], found.stdout];
  };
  expect(await ask(collector.url)).toEqual(['ok', expect.stringContaining('answers')]);
  expect((await ask(foreignUrl))[0]).toBe('fail');
  other.close();
  expect((await ask(foreignUrl))[0]).toBe('warn');
  await collector.stop();
});
