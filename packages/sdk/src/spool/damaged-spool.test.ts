// Whatever files are in a spool, the sender sends every event that it can, and counts the others as lost.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { drain, runNode, runTool, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

const sender = new URL('../../dist/sender.cjs', import.meta.url);
const id = '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90';

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

const run = (variables: Record<string, string> = {}) =>
  runTool(home, ['app', 'run', 'return'], variables);
const at = (name: string) => join(home.spool, name);
const ready = () => home.files().filter((name) => name.endsWith('.ready.jsonl'));
const invocations = () =>
  new Set([...server.unique().values()].map((event) => event.invocation_id)).size;

describe('a spool still delivers', () => {
  const lines = [
    ['a body without its parts', '{"control":"body"}'],
    ['an opening of another kind', '{"control":"opened","invocation_properties":5}'],
    ['a flow without a name', '{"control":"flow"}\n{"control":"flow","flow_run_id":"u"}'],
    ['a control of a later version', '{"control":"later","more":{"of":"it"}}'],
    ['a loss that is no count', '{"control":"loss","dropped":null}'],
  ] as const;
  test.each(lines)('with %s', async (_name, line) => {
    await run();
    const [first = ''] = ready();
    const text = home.read(first);
    const [, ...rest] = text.split('\n');
    // The end event is missing, so the run is recovered.
    const open = rest.filter((other) => !other.includes('Command Completed')).join('\n');
    writeFileSync(at(first), `${line}\n${open}{"event":"Odd","flow_run_id":"u"}\n`);
    await run();
    expect(await drain(home)).toMatchObject({ waiting: 0 });
    expect(invocations()).toBeGreaterThanOrEqual(2);
    expect(ready()).toEqual([]);
  });

  test('with a last event at the latest possible time', async () => {
    await run();
    const [first = ''] = ready();
    appendFileSync(
      at(first),
      `{"control":"flow","flow":"f","flow_run_id":"u","prefix":"F","properties":{}}\n` +
        `{"event":"Odd","invocation_id":"${id}","sequence":9,"timestamp":"+275760-09-13T00:00:00.000Z"}\n`,
    );
    expect(await drain(home)).toMatchObject({ waiting: 0 });
  });

  test.each([
    '{"dropped":null}',
    '{"dropped":"text","failures":{},"retryAt":"never","destination":5}',
    '{"dropped":{"age":"many"},"failures":-5,"retryAt":99999999999999}',
    '[]',
    'null',
    '\u0000\u0001',
  ])('with the state %s', async (text) => {
    await run();
    writeFileSync(at(`state-${home.tag()}.json`), text);
    expect(await drain(home, [])).toMatchObject({ sent: 5, waiting: 0 });
    expect(JSON.parse(home.read(home.find('state-')))).toMatchObject({ failures: 0, dropped: {} });
  });

  test('with a directory in place of the lease', async () => {
    await run();
    mkdirSync(at('sender.lease'));
    writeFileSync(at('sender.lease/file'), '');
    utimesSync(at('sender.lease'), 1, 1);
    expect(await drain(home)).toMatchObject({ sent: 5, waiting: 0 });
  });

  test('with an unreadable file, which is kept', async () => {
    await run();
    await run();
    // Its name says that it is old, so a later run would start a sender.
    mkdirSync(at(`1000_1_${id}_${home.tag()}_3_100_0.ready.jsonl`));
    expect(await drain(home)).toMatchObject({
      sent: 10,
      waiting: 1,
      stopped: /cannot be read/ as unknown as string,
    });
    expect(ready()).toHaveLength(1);
  });

  test('with unrelated files, however large', async () => {
    await run();
    writeFileSync(at('copy.bin'), '');
    truncateSync(at('copy.bin'), 200_000_000);
    expect(await drain(home)).toMatchObject({ sent: 5, waiting: 0 });
  });

  test('if a killed sender had the same process id', async () => {
    await run();
    const [first = ''] = ready();
    const claimed = first.replace('.ready.', `.claimed_${Date.now() - 60_000}_PID.`);
    const code = `
      import fs from 'node:fs';
      fs.renameSync(${JSON.stringify(at(first))}, ${JSON.stringify(at(claimed))}.replace('PID', process.pid));
      process.argv.splice(1, process.argv.length, 'sender', ${JSON.stringify(home.spool)}, '--now', '--report');
      await import(${JSON.stringify(sender.href)});`;
    const { stdout } = await runNode(['--input-type=module', '-e', code], home.environment);
    expect(JSON.parse(stdout)).toMatchObject({ sent: 5, waiting: 0 });
  });

  test('if a refused event cannot be quarantined on disk', async () => {
    await run();
    mkdirSync(at(`quarantine-${new Date().toISOString().slice(0, 10)}.jsonl`));
    server.behave((request, response) => {
      response.writeHead(202);
      response.end(JSON.stringify({ accepted: 4, rejected: [{ index: 0, code: 'no' }] }));
      return request !== undefined;
    });
    expect(await drain(home)).toMatchObject({ sent: 4, quarantined: 1, waiting: 0 });
  });
});

test('a sender without settings reports the waiting files', async () => {
  await run();
  writeFileSync(at(home.find('settings-')), '{"endpoint":5}');
  expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
});

test('events that the tool drops from a spool that is too large are counted', async () => {
  await run();
  const [first = ''] = ready();
  const large = first.replace(/_5_\d+_0\.ready/, '_4000_12000000_0.ready');
  renameSync(at(first), at(large));
  await run({ FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
  await expect.poll(() => server.events.length).toBe(5);
  expect(server.requests[0]?.body.meta?.loss).toMatchObject({
    recorded: 4_005,
    sent: 5,
    dropped: { size: 4_000 },
  });
});

test('when a file is dropped, its sent events do not count as lost', async () => {
  await run();
  const [first = ''] = ready();
  const bytes = statSync(at(first)).size;
  const old = first.replace(/^\d+/, '1000').replace(/_0\.ready/, `_${bytes}.ready`);
  renameSync(
    at(first),
    at(
      old
        .replace(/_5_(\d+)_/, '_100_$1_')
        .replace(`_${bytes}.ready`, `_${Math.round(bytes / 2)}.ready`),
    ),
  );
  await run();
  await drain(home);
  expect(server.requests[0]?.body.meta?.loss?.dropped).toEqual({ age: 50 });
});

test('an endpoint with another protocol, or without a response, is an ordinary failure', async () => {
  for (const answer of [
    'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    '',
  ]) {
    const other = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await run({ FIX_TURE_TELEMETRY_ENDPOINT: `http://127.0.0.1:${port}` });
    expect(await drain(home)).toMatchObject({ sent: 0 });
    const states = home.files().filter((name) => name.startsWith('state-'));
    expect(states.length).toBeGreaterThan(0);
    for (const name of states) {
      expect(JSON.parse(home.read(name)).retryAt).toBeGreaterThan(Date.now());
    }
    expect(home.files()).not.toContain('sender.lease');
    other.close();
  }
});

test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'sending frees a full disk',
  async () => {
    mkdirSync(home.spool, { recursive: true });
    const script = `mount -t tmpfs -o size=64k tmpfs "$0" || exit 77
      "$1" "$2" app run return && dd if=/dev/zero of="$0/full" bs=1k 2>/dev/null
      "$1" "$3" "$0" --now --report`;
    const tool = fileURLToPath(new URL('../fixtures/tool.mjs', import.meta.url));
    const child = spawn(
      'unshare',
      ['-m', 'sh', '-c', script, home.spool, process.execPath, tool, fileURLToPath(sender)],
      { env: home.environment, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code === 77) return;
    expect(stdout).toContain('{"sent":5,"quarantined":0,"waiting":0,');
    expect(invocations()).toBe(1);
  },
);

test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'a name server that never responds does not keep a sender running',
  async () => {
    await run({ FIX_TURE_TELEMETRY_ENDPOINT: 'http://collector.example.test' });
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => silent.bind(53, '127.0.0.54', resolve));
    const resolver = join(home.path, 'resolv.conf');
    writeFileSync(resolver, 'nameserver 127.0.0.54\noptions timeout:30 attempts:5\n');
    chmodSync(resolver, 0o644);
    const startedAt = performance.now();
    const child = spawn(
      'unshare',
      [
        ...['-m', 'sh', '-c', 'mount --bind "$0" /etc/resolv.conf || exit 77; exec "$@"', resolver],
        ...[process.execPath, fileURLToPath(sender), home.spool, '--now', '--deadline-ms=2000'],
      ],
      { env: home.environment, stdio: 'ignore' },
    );
    const ended = await new Promise<number | string | null>((resolve) => {
      child.on('close', (code, signal) => resolve(signal ?? code));
    });
    silent.close();
    // The test cannot run if mounting is not allowed.
    if (ended === 77) return;
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(readdirSync(home.spool)).not.toContain('sender.lease');
    expect(ready()).toHaveLength(1);
  },
);
