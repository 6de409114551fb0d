// Faults of the system while a tool records: the events still arrive.

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drain, runNode, runTool, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

const dist = new URL('../../dist/', import.meta.url);

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

function write(body: string): string {
  const path = join(home.path, 'tool.mjs');
  writeFileSync(
    path,
    `import fs from 'node:fs';
    import { createTelemetry } from ${JSON.stringify(new URL('index.js', dist).href)};
    const catalog = { tool: 'fix-ture', events: { Noted: {} } };
    const create = (options) => createTelemetry({ catalog, version: '1.2.3', ...options });
    ${body}`,
  );
  return path;
}
const state = () => JSON.parse(home.read(home.find('state-')));

test.each(['() => NaN', '() => 5n', '() => 9e15', '() => { throw new Error(); }', '() => "now"'])(
  'an unusable clock loses no event: %s',
  async (clock) => {
    const path = write(
      `const telemetry = create({ clock: ${clock} }); telemetry.track('Noted'); telemetry.track('Noted');`,
    );
    const before = Date.now();
    await runNode([path], home.environment);
    expect(await drain(home)).toMatchObject({ sent: 2, waiting: 0 });
    for (const { timestamp = '' } of server.events) {
      expect(Math.abs(Date.parse(timestamp) - before)).toBeLessThan(60_000);
    }
  },
);

test('an endpoint can be longer than a file name', async () => {
  const path = `/${'long/'.repeat(150)}ingest`;
  writeFileSync(join(home.path, '.fix-ture.yaml'), `telemetryEndpoint: ${server.url}${path}\n`);
  await runTool(home, ['app', 'run', 'return'], { FIX_TURE_TELEMETRY_ENDPOINT: '' });
  expect(await drain(home)).toMatchObject({ sent: 5, waiting: 0 });
  expect(server.requests[0]?.url).toBe(path);
});

test('Retry-After can be a date', async () => {
  await runTool(home, ['app', 'run', 'return']);
  server.behave((_request, response) => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    response.writeHead(503, { 'retry-after': date }).end();
    return true;
  });
  await drain(home);
  expect(Math.abs(state().retryAt - Date.now() - 3_600_000)).toBeLessThan(30_000);
  expect(await drain(home, [])).toMatchObject({ sent: 0, stopped: 'backing off' });
});

test.skipIf(process.platform !== 'linux')(
  'a lease of a dead sender is ignored, even if another process has its id',
  async () => {
    await runTool(home, ['app', 'run', 'return']);
    writeFileSync(join(home.spool, 'sender.lease'), `${process.pid} 1 0.5`);
    expect(await drain(home, [])).toMatchObject({ sent: 5, waiting: 0 });
  },
);

test.skipIf(process.platform !== 'linux')(
  'a vanished run is recovered, even if another process has its id',
  async () => {
    await runTool(home, ['app', 'run', 'SIGKILL']);
    const [open = ''] = home.files().filter((name) => name.includes('.open.'));
    // The process of this test has the id, but another start time.
    const [openedAt, , ...rest] = open.split('_');
    renameSync(
      join(home.spool, open),
      join(home.spool, [openedAt, process.pid, ...rest].join('_')),
    );
    expect(await drain(home)).toMatchObject({ waiting: 0 });
    expect(server.events.at(-1)?.properties).toMatchObject({ succeeded: false, vanished: true });
  },
);

test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'a disk that fills up during a run in CI loses no event',
  async () => {
    mkdirSync(home.spool, { recursive: true });
    const path = write(`
      const telemetry = create();
      telemetry.startCommand('fix-ture fill');
      telemetry.track('Noted');
      const full = fs.openSync(${JSON.stringify(join(home.spool, 'full'))}, 'w');
      try { for (;;) fs.writeSync(full, 'x'.repeat(512)); } catch {}
      for (let index = 0; index < 30; index += 1) telemetry.track('Noted');`);
    const script = 'mount -t tmpfs -o size=64k tmpfs "$0" || exit 77; exec "$@"';
    const child = spawn('unshare', ['-m', 'sh', '-c', script, home.spool, process.execPath, path], {
      env: { ...home.environment, CI: 'true', FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '5000' },
      stdio: 'ignore',
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code === 77) return;
    expect(code).toBe(0);
    const sequences = server.events.map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: 33 }, (_, index) => index + 1));
    expect(server.events.at(-1)).toMatchObject({
      event: 'Command Completed',
      properties: { exit_code: 0 },
    });
  },
);

test('a tool without its sender file still records, and debug mode reports it', async () => {
  const path = join(home.path, 'bundled', 'tool.mjs');
  mkdirSync(join(home.path, 'bundled'));
  cpSync(new URL('index.js', dist), join(home.path, 'bundled', 'index.js'));
  writeFileSync(
    path,
    `import { createTelemetry } from './index.js';
    const telemetry = createTelemetry({ catalog: { tool: 'fix-ture', events: { Noted: {} } }, version: '1.2.3' });
    telemetry.track('Noted');
    console.log('worked');
    await telemetry.flush();`,
  );
  expect(await runNode([path], home.environment)).toMatchObject({
    code: 0,
    stdout: 'worked\n',
    stderr: '',
  });
  const environment = { ...home.environment, DEBUG: '1', FIX_TURE_TELEMETRY_FLUSH_AT: '1' };
  const { code, stdout, stderr } = await runNode([path], environment);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'worked\n' });
  expect(stderr).toContain('recorded 1 Noted');
  expect(stderr).toContain('sender.cjs is missing');
});
