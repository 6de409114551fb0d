// Real runs in separate process namespaces, like those of containers and the sandboxes of coding agents.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { canUnshare } from '../fixtures/can-unshare.js';
import { drain, runTool, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

const tool = fileURLToPath(new URL('../fixtures/tool.mjs', import.meta.url));

let server: TestServer;
let home: TestHome;

useServerAndHome(
  (started) => {
    ({ server, home } = started);
  },
  { FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '20000' },
);

const quoted = `'${process.execPath}' '${tool}' app run return`;

function run(command: string, argv: readonly string[], variables: Record<string, string> = {}) {
  const child = spawn(command, argv, {
    // Containers set HOSTNAME.
    env: { ...home.environment, HOSTNAME: 'container', ...variables },
    cwd: home.path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const spooled = () => home.files().filter((name) => name.endsWith('.jsonl'));
const usual = { code: 0, stdout: 'tool output\n', stderr: 'tool error\n' };

describe.skipIf(!canUnshare())('if child processes die with the command', () => {
  test.each([
    ['below a shell', ['-pf', '--mount-proc'], ['sh', '-c', `cd . && ${quoted}; true`]],
    [
      'further below',
      ['-pf', '--mount-proc'],
      ['sh', '-c', `sh -c "sh -c \\"${quoted}; true\\"; true"; true`],
    ],
    [
      'as its first process',
      ['-pf', '--mount-proc'],
      [process.execPath, tool, 'app', 'run', 'return'],
    ],
    ['with the /proc of the system', ['-pf'], ['sh', '-c', `${quoted}; true`]],
  ])('a run delivers before it exits: %s', async (_name, options, command) => {
    expect(await run('unshare', [...options, ...command])).toEqual(usual);
    expect(server.events).toHaveLength(5);
    expect(spooled()).toEqual([]);
    expect(home.files()).not.toContain('sender.lease');
  });

  test('a run keeps to its budget, and a run outside sends the rest', async () => {
    server.behave(() => true);
    const started = performance.now();
    const variables = { FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '300' };
    const argv = ['-pf', '--mount-proc', 'sh', '-c', `${quoted}; true`];
    const plain = await run('unshare', argv, { PLAIN: '1' });
    const plainMs = performance.now() - started;
    expect(await run('unshare', argv, variables)).toEqual(plain);
    expect(performance.now() - started - plainMs).toBeLessThan(plainMs + 5_000);
    expect(spooled()).toHaveLength(1);
    server.behave(() => false);
    // The sender was killed, so its claim must expire first.
    for (const name of spooled()) {
      const [before, claim = ''] = name.split('.claimed_');
      if (claim === '') continue;
      const old = claim.replace(/^\d+/, String(Date.now() - 31_000));
      renameSync(join(home.spool, name), join(home.spool, `${before}.claimed_${old}`));
    }
    if (home.files().includes('sender.lease')) utimesSync(join(home.spool, 'sender.lease'), 1, 1);
    expect(await drain(home)).toMatchObject({ sent: 5, waiting: 0 });
  });

  test('a run that enters the namespace from outside starts a detached sender', async () => {
    const sandbox = spawn('unshare', ['-pf', '--mount-proc', 'sleep', '1000'], { stdio: 'ignore' });
    try {
      let first = '';
      while (first === '') {
        try {
          first = execFileSync('cat', [`/proc/${sandbox.pid}/task/${sandbox.pid}/children`], {
            encoding: 'utf8',
          }).trim();
        } catch {}
      }
      const enter = ['-t', first, '-p', '-m', process.execPath, tool, 'app', 'run', 'return'];
      const { stderr } = await run('nsenter', enter, {
        DEBUG: '1',
        FIX_TURE_TELEMETRY_FLUSH_AT: '1',
      });
      expect(stderr).toContain('a sender was started');
      await expect.poll(() => server.events.length).toBe(5);
    } finally {
      process.kill(
        Number(
          execFileSync('cat', [`/proc/${sandbox.pid}/task/${sandbox.pid}/children`], {
            encoding: 'utf8',
          }),
        ),
        'SIGKILL',
      );
    }
  });
});

describe.skipIf(!canUnshare())('if the state directory is read-only', () => {
  const temporary = () => join(home.path, 'tmp', `fix-ture-telemetry-${process.getuid?.()}`);
  const left = () => {
    try {
      return readdirSync(temporary()).filter((name) => name.endsWith('.jsonl'));
    } catch {
      return [];
    }
  };

  beforeEach(() => {
    mkdirSync(join(home.path, 'tmp'));
    home.environment.TMPDIR = join(home.path, 'tmp');
  });

  /** Runs the tool in a sandbox that can write only to the temporary directory. */
  function runInside(variables: Record<string, string> = {}, argv = 'app run return') {
    mkdirSync(join(home.path, 'state'), { recursive: true });
    const state = `'${join(home.path, 'state')}'`;
    const script = `mount --bind ${state} ${state} && mount -o remount,ro,bind ${state} && '${process.execPath}' '${tool}' ${argv}; true`;
    return run('unshare', ['-m', '-pf', '--mount-proc', 'sh', '-c', script], variables);
  }
  /** A run outside, which sends the waiting events. */
  const runOutside = () =>
    runTool(home, ['app', 'run', 'return'], {
      CI: '',
      FIX_TURE_TELEMETRY_FLUSH_AT: '1',
      FIX_TURE_TELEMETRY_DELIVERY: 'inline',
    });

  test('a run delivers from the temporary directory, as the same installation', async () => {
    await runOutside();
    expect(await runInside()).toEqual(usual);
    expect(server.unique().size).toBe(10);
    expect(new Set(server.events.map(({ anonymous_id }) => anonymous_id)).size).toBe(1);
    expect(statSync(temporary()).mode & 0o777).toBe(0o700);
    expect(left()).toEqual([]);
    expect(readdirSync(temporary()).join()).not.toMatch(/anonymous-id|notice/);
  });

  test('events that it could not send are sent by a later run outside', async () => {
    await runOutside();
    server.behave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    // Each failure in the sandbox makes the next attempt wait longer.
    for (let count = 0; count < 3; count += 1) expect(await runInside()).toEqual(usual);
    expect(left()).toHaveLength(3);
    server.behave(undefined);
    await runOutside();
    expect(server.unique().size).toBe(25);
    expect(server.events).toHaveLength(25);
    expect(left()).toEqual([]);
  });

  test('status, doctor and log name the temporary directory, inside and outside', async () => {
    const isReadOnly = `${home.spool} cannot be written (EROFS)`;
    const unknown = await runInside({}, 'telemetry status');
    expect(unknown.stdout).toMatch(/^Nothing can be recorded here because .*\(EROFS\)\.$/m);
    await runOutside();
    const instead = `Events wait in the temporary directory ${temporary()} because ${isReadOnly}.`;
    const before = await runInside({}, 'telemetry status');
    expect(before.stdout).toContain(instead);
    expect(readdirSync(join(home.path, 'tmp'))).toEqual([]);

    server.behave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    await runInside();
    const waits = new RegExp(`5 events, \\d+ bytes, in the temporary directory ${temporary()}`);
    for (const [place, ask] of [
      ['inside', (command: string) => runInside({}, command)],
      ['outside', (command: string) => runTool(home, command.split(' '))],
    ] as const) {
      for (const command of ['status', 'doctor', 'log']) {
        const { stdout } = await ask(`telemetry ${command}`);
        expect(stdout, `${command} ${place}`).toMatch(waits);
        expect(stdout, `${command} ${place}`).toContain('status 503');
        expect(stdout.includes(instead), `${command} ${place}`).toBe(place === 'inside');
      }
    }
    const ask = async () => (await runTool(home, ['telemetry', 'status'])).stdout;
    expect(await ask()).toContain('The next delivery sends them too.');
    home.environment.DO_NOT_TRACK = '1';
    expect(await ask()).toContain('Nothing is sent now.');
    delete home.environment.DO_NOT_TRACK;
    const setting = join(home.path, '.config', 'fix-ture', 'telemetry.json');
    mkdirSync(dirname(setting), { recursive: true });
    writeFileSync(setting, '{"telemetry":"off"}');
    expect(await ask()).toContain('They are never sent.');
    rmSync(setting);
    const { stdout } = await runTool(home, ['telemetry', 'log']);
    const [usually = '', there = ''] = stdout.split(`From the temporary directory ${temporary()}:`);
    expect(usually).toContain('status 202');
    expect(there).toContain('status 503');
    const status = await runTool(home, ['telemetry', 'status', '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({
      cannot_record: null,
      temporary_directory: null,
      left_in_temporary: [{ directory: temporary(), events: 5 }],
    });
  });

  test('without an id, telemetry stays off and nothing is written', async () => {
    expect(await runInside()).toEqual(usual);
    expect(readdirSync(join(home.path, 'tmp'))).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  test('nothing is sent until the state directory says that the notice was shown', async () => {
    await runTool(home, ['app', 'run', 'return'], { FIX_TURE_TELEMETRY_NOTICE: '' });
    mkdirSync(temporary(), { mode: 0o700 });
    writeFileSync(join(temporary(), 'notice-1'), '');
    await runInside({ FIX_TURE_TELEMETRY_NOTICE: '' });
    expect(left()).toHaveLength(1);
    expect(server.requests).toEqual([]);
    // One run in 16 deletes events that are too old.
    const [waiting = ''] = left();
    const aged = waiting.replace(/^\d+/, '1000');
    writeFileSync(join(temporary(), aged), '');
    const always = { NODE_OPTIONS: '--import=data:text/javascript,Math.random=()=>0.01' };
    await runInside({ FIX_TURE_TELEMETRY_NOTICE: '', ...always });
    expect(left()).not.toContain(aged);
    for (const name of left()) if (name !== waiting) rmSync(join(temporary(), name));
    await runOutside();
    expect(server.unique().size).toBe(15);
  });

  test.each<[string, () => void]>([
    [
      'a link',
      () => {
        mkdirSync(join(home.path, 'elsewhere'), { mode: 0o700 });
        symlinkSync(join(home.path, 'elsewhere'), temporary());
      },
    ],
    [
      'a directory that others can write to',
      () => {
        mkdirSync(temporary());
        chmodSync(temporary(), 0o777);
      },
    ],
    [
      'a directory of another user',
      () => {
        mkdirSync(temporary(), { mode: 0o700 });
        chownSync(temporary(), 65_534, 65_534);
      },
    ],
    ['a file', () => writeFileSync(temporary(), '')],
    [
      'a directory whose place others can change',
      () => {
        mkdirSync(temporary(), { mode: 0o700 });
        chmodSync(join(home.path, 'tmp'), 0o777);
      },
    ],
  ])('%s is not used, inside or outside', async (_name, prepare) => {
    await runOutside();
    const asked = server.requests.length;
    prepare();
    const { code, stderr } = await runInside({ DEBUG: '1' });
    expect(code).toBe(0);
    // The other candidate is the system's directory.
    const [, used = ''] = /events wait in (\S+)/.exec(stderr) ?? [];
    expect(used).toBe(`/tmp/fix-ture-telemetry-${process.getuid?.()}`);
    rmSync(used, { recursive: true, force: true });
    expect(server.requests).toHaveLength(asked + 1);
    await runOutside();
    expect(left()).toEqual([]);
  });

  test('no directory is created that would be refused', async () => {
    await runOutside();
    chmodSync(join(home.path, 'tmp'), 0o777);
    const { stderr } = await runInside({ DEBUG: '1' });
    const [, used = ''] = /events wait in (\S+)/.exec(stderr) ?? [];
    expect(used).toBe(`/tmp/fix-ture-telemetry-${process.getuid?.()}`);
    rmSync(used, { recursive: true, force: true });
    expect(readdirSync(join(home.path, 'tmp'))).toEqual([]);
  });

  test('disable deletes the events waiting there', async () => {
    await runOutside();
    server.behave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    await runInside();
    expect(left()).toHaveLength(1);
    const { stdout } = await runTool(home, ['telemetry', 'disable']);
    expect(stdout).toContain('Deleted 5 events');
    expect(left()).toEqual([]);
  });

  test('events that disable did not find are never sent', async () => {
    await runOutside();
    server.behave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    await runInside();
    server.behave(undefined);
    const before = server.events.length;
    // Another session has another temporary directory.
    const elsewhere = { TMPDIR: join(home.path, 'elsewhere') };
    mkdirSync(elsewhere.TMPDIR);
    expect((await runTool(home, ['telemetry', 'disable'], elsewhere)).stdout).not.toContain(
      'Deleted',
    );
    await runTool(home, ['telemetry', 'enable'], elsewhere);
    expect(left()).toHaveLength(1);
    // Enabling again does not affect the waiting events.
    await runTool(home, ['telemetry', 'enable'], elsewhere);
    await runInside();
    await runOutside();
    expect(left()).toEqual([]);
    expect(server.events.slice(before)).toHaveLength(10);
    expect(server.unique().size).toBe(server.events.length);
  });
});

describe('a sender in another process namespace', () => {
  const elsewhere = 4_026_000_001;

  test('keeps its claim until it must have ended', async () => {
    await runTool(home, ['app', 'run', 'return']);
    const [ready = ''] = spooled();
    const claim = (claimedAt: number) =>
      join(home.spool, ready.replace('.ready.', `.claimed_${claimedAt}_4194305_${elsewhere}.`));
    const fresh = claim(Date.now());
    renameSync(join(home.spool, ready), fresh);
    expect(await drain(home)).toMatchObject({ sent: 0 });
    renameSync(fresh, claim(Date.now() - 31_000));
    expect(await drain(home)).toMatchObject({ sent: 5, waiting: 0 });
  });

  test('keeps its lease until the lease is old, even if a process here has its id', async () => {
    await runTool(home, ['app', 'run', 'return']);
    const lease = join(home.spool, 'sender.lease');
    for (const pid of [process.pid, 4_194_305]) {
      writeFileSync(lease, `${pid} 1 0.5 ${elsewhere}`, { mode: 0o600 });
      expect(await drain(home, [])).toMatchObject({
        sent: 0,
        stopped: 'another sender is at work',
      });
    }
    utimesSync(lease, 1, 1);
    expect(await drain(home, [])).toMatchObject({ sent: 5, waiting: 0 });
  });
});
