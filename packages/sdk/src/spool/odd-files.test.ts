// Pipes and links in place of the SDK's files: a pipe never blocks, and a link is not followed.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { drain, runTool, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';
import { whyNotDue } from '../launch/sender-due.js';
import { writeDraft } from './write-draft.js';

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

const at = (name: string) => join(home.spool, name);
const run = () => runTool(home, ['app', 'run', 'return']);
const events = 5;

describe.skipIf(process.platform === 'win32')('a pipe does not block a run or a sender', () => {
  const put = (path: string) => {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true });
    execFileSync('mkfifo', [path]);
  };

  test.each(['anonymous-id', 'cost', 'sender.lease', 'flow-runs/x.jsonl'])(
    'as %s',
    async (name) => {
      put(at(name));
      expect(await run()).toMatchObject({ code: 0, stderr: 'tool error\n' });
      // A process that is writing a lease is given some time.
      if (name === 'sender.lease') utimesSync(at(name), 1, 1);
      expect(await drain(home)).toMatchObject({ sent: events, waiting: 0 });
    },
  );

  test.each(['settings-', 'state-'])('as %s', async (beginning) => {
    server.behave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    await runTool(home, ['app', 'run', 'return'], { FIX_TURE_TELEMETRY_BACKOFF_MS: '1' });
    await drain(home);
    server.behave(undefined);
    put(at(home.find(beginning)));
    expect(await run()).toMatchObject({ code: 0, stderr: 'tool error\n' });
    // A run that starts a sender writes the settings if they are missing.
    await runTool(home, ['app', 'run', 'return'], { FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    await expect.poll(() => server.unique().size).toBe(3 * events);
  });

  test('as the user setting, which counts as disabled', async () => {
    put(join(home.path, '.config', 'fix-ture', 'telemetry.json'));
    expect(await run()).toMatchObject({ code: 0, stderr: 'tool error\n' });
    expect(home.files()).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a link is not followed', () => {
  const put = (path: string): string => {
    const other = join(home.path, 'other');
    writeFileSync(other, 'of somebody else\n');
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(other, path);
    return other;
  };

  test.each(['anonymous-id', 'cost'])('as %s', async (name) => {
    const other = put(at(name));
    expect(await run()).toMatchObject({ code: 0, stderr: 'tool error\n' });
    await drain(home);
    expect(server.unique().size).toBe(events);
    expect(readFileSync(other, 'utf8')).toBe('of somebody else\n');
  });

  test('as the quarantine file', async () => {
    server.behave((_request, response) => {
      response.writeHead(400).end();
      return true;
    });
    await run();
    const other = put(at(`quarantine-${new Date().toISOString().slice(0, 10)}.jsonl`));
    expect(await drain(home)).toMatchObject({ quarantined: events, waiting: 0 });
    expect(readFileSync(other, 'utf8')).toBe('of somebody else\n');
  });

  test('as the draft of a file that is replaced', () => {
    const other = put(at('draft'));
    writeDraft(at('draft'), 'new');
    expect(readFileSync(at('draft'), 'utf8')).toBe('new');
    expect(lstatSync(at('draft')).mode & 0o777).toBe(0o600);
    expect(readFileSync(other, 'utf8')).toBe('of somebody else\n');
  });

  test('as a waiting file', async () => {
    await run();
    const [ready = ''] = home.files().filter((name) => name.includes('.ready.'));
    const taken = join(home.path, 'taken');
    writeFileSync(taken, home.read(ready));
    rmSync(at(ready));
    symlinkSync(taken, at(ready));
    expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
    expect(existsSync(taken)).toBe(true);
  });
});

describe.skipIf(process.platform === 'win32')('a file that another user may have written', () => {
  test('does not decide where events go', async () => {
    await run();
    const settings = at(home.find('settings-'));
    chmodSync(settings, 0o666);
    expect(await drain(home)).toMatchObject({ sent: 0, stopped: 'no settings' });
    expect(server.requests).toEqual([]);
    // The next run that starts a sender writes its own settings.
    await runTool(home, ['app', 'run', 'return'], { FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    await expect.poll(() => server.unique().size).toBe(10);
    expect(statSync(settings).mode & 0o777).toBe(0o600);
  });

  test.runIf(process.getuid?.() === 0)(
    'is not touched by root, and sudo creates no files',
    async () => {
      const nobody = 65_534;
      chownSync(home.path, nobody, nobody);
      expect(await run()).toMatchObject({ code: 0, stderr: 'tool error\n' });
      expect(readdirSync(home.path)).toEqual([]);
      const { stderr } = await runTool(home, ['telemetry', 'disable']);
      expect(stderr).toContain('belongs to another user');
      expect(readdirSync(home.path)).toEqual([]);

      mkdirSync(home.spool, { recursive: true });
      for (const path of ['state', 'state/fix-ture', 'state/fix-ture/telemetry']) {
        chownSync(join(home.path, path), nobody, nobody);
      }
      expect(await run()).toMatchObject({ code: 0, stderr: 'tool error\n' });
      expect(home.files()).toEqual([]);
    },
  );
});

test('a file that cannot be claimed is tried once', async () => {
  await run();
  const [ready = ''] = home.files().filter((name) => name.endsWith('.ready.jsonl'));
  // The parsed name is formatted in another way, so no such file exists.
  renameSync(at(ready), at(`0${ready}`));
  const started = performance.now();
  expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
  expect(performance.now() - started).toBeLessThan(30_000);
});

describe.skipIf(process.getuid?.() !== 0)('in a directory that others can write to', () => {
  const other = 65_534;
  beforeEach(async () => {
    await run();
    chmodSync(home.spool, 0o1777);
  });

  test('a file of another user is not sent, and does not wait', async () => {
    const [ready = ''] = home.files().filter((name) => name.endsWith('.ready.jsonl'));
    chownSync(at(ready), other, other);
    expect(await drain(home)).toMatchObject({ sent: 0, waiting: 0 });
    expect(whyNotDue({ directory: home.spool, flushAt: 1, isInline: false })).toBe(
      '0 of 1 events are waiting',
    );
    expect(home.files()).toContain(ready);
  });

  test('a large file of another user drops no event', async () => {
    const [ready = ''] = home.files().filter((name) => name.endsWith('.ready.jsonl'));
    const large = at(ready.replace(/^\d+/, String(Date.now() + 60_000)));
    writeFileSync(large, '');
    truncateSync(large, 11_000_000);
    chownSync(large, other, other);
    expect(await drain(home)).toMatchObject({ sent: events, waiting: 0 });
  });

  test('a lease of another user is ignored', async () => {
    writeFileSync(at('sender.lease'), `${process.pid} - 0.5 0`);
    chownSync(at('sender.lease'), other, other);
    expect(await drain(home, [])).toMatchObject({ sent: events, waiting: 0 });
  });
});
