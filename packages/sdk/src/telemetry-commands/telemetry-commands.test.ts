// Real processes of a tool, each with a new home and endpoint.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { drain, runNode, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));

let server: TestServer;
let home: TestHome;
let settingPath: string;

useServerAndHome((started) => {
  ({ server, home } = started);
  settingPath = join(home.path, '.config', 'fix-ture', 'telemetry.json');
});

function run(argv: readonly string[] = [], variables: Record<string, string> = {}) {
  return runNode([tool, ...argv], { ...home.environment, ...variables }, { cwd: home.path });
}

async function runJson(command: string, variables: Record<string, string> = {}) {
  const { stdout, stderr, code } = await run(['telemetry', command, '--json'], variables);
  expect(stderr).toBe('');
  return { code, ...JSON.parse(stdout) };
}

const everything = () =>
  (readdirSync(home.path, { recursive: true }) as string[]).filter((name) =>
    statSync(join(home.path, name)).isFile(),
  );

describe('status', () => {
  test.each<[Record<string, string>, string, string, string | null]>([
    [{}, 'on', 'default', null],
    [{ OPTIONS: '{"defaultConsent":"off"}' }, 'off', 'default', null],
    [{ DO_NOT_TRACK: '1' }, 'off', 'DO_NOT_TRACK', 'DO_NOT_TRACK'],
    [{ FIX_TURE_TELEMETRY: 'no' }, 'off', 'FIX_TURE_TELEMETRY', 'FIX_TURE_TELEMETRY'],
    [{ FIX_TURE_TELEMETRY: 'log' }, 'log', 'FIX_TURE_TELEMETRY', 'FIX_TURE_TELEMETRY'],
    [{ FIX_TURE_TELEMETRY_ENDPOINT: 'nowhere' }, 'off', 'unusable endpoint', null],
  ])('%j: %s, decided by %s; asking leaves no file', async (variables, mode, decidedBy, source) => {
    const status = await runJson('status', variables);
    expect(status).toMatchObject({ code: 0, mode, decided_by: decidedBy, source });
    expect(everything()).toEqual([]);
  });

  test('shows the waiting events and the id, and is not reported itself', async () => {
    await run();
    const before = home.files();
    const { stdout } = await run(['telemetry', 'status']);
    expect(stdout).toContain('Telemetry is on. Reason: the default of fix-ture.');
    expect(stdout).toContain('Waiting: 3 events');
    expect(stdout).toContain(home.read('anonymous-id').slice(0, 36));
    expect(stdout).not.toContain(home.read('anonymous-id').slice(37, 101));
    expect(home.files()).toEqual(before);
  });

  test('shows that nothing can be recorded if Node.js may not write', async () => {
    const knows = (flag: string) => process.allowedNodeEnvironmentFlags.has(flag);
    const flags = [
      knows('--permission') ? '--permission' : '--experimental-permission',
      '--no-warnings',
      '--allow-fs-read=*',
      '--allow-child-process',
      ...(knows('--allow-net') ? ['--allow-net'] : []),
    ];
    const runWith = (flag: string[], ...command: string[]) =>
      runNode([...flags, ...flag, tool, 'telemetry', ...command], home.environment);
    const { stdout } = await runWith([], 'status');
    expect(stdout).toMatch(/^Telemetry is on\. Reason: /);
    const reason = `Node.js runs with --permission and without --allow-fs-write for ${home.spool}`;
    expect(stdout).toContain(`\nNothing can be recorded here because ${reason}.\n`);
    const status = await runWith([], 'status', '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({ mode: 'on', cannot_record: reason });
    expect((await runWith([], 'doctor')).stdout).toMatch(/FAIL directory +Nothing can be recorded/);
    expect((await runWith(['--allow-fs-write=*'], 'status')).stdout).not.toContain('recorded');
    expect(everything()).toEqual([]);
  });

  test('shows that nothing is sent until the notice has been shown', async () => {
    const unshown = { FIX_TURE_TELEMETRY_NOTICE: '' };
    await run([], unshown);
    expect((await run(['telemetry', 'status'], unshown)).stdout).toContain(
      'Nothing is sent until the notice has been shown in a terminal.',
    );
    expect(await runJson('status', unshown)).toMatchObject({ waits_for_notice: true });
    expect(await runJson('status')).toMatchObject({ waits_for_notice: false });
    const notice = join(home.spool, 'notice-1');
    writeFileSync(notice, '');
    expect(await runJson('status', unshown)).toMatchObject({ waits_for_notice: true });
    utimesSync(notice, 0, 0);
    expect(await runJson('status', unshown)).toMatchObject({ waits_for_notice: false });
  });

  test.each(['', '{', '[]', '{"telemetry":"maybe"}', 'null'])(
    'a setting file with %j means off, and is named',
    async (text) => {
      mkdirSync(join(settingPath, '..'), { recursive: true });
      writeFileSync(settingPath, text);
      await run();
      expect(home.files()).toEqual([]);
      expect(await runJson('status')).toMatchObject({ mode: 'off', source: settingPath });
    },
  );

  test('a setting that is a directory or unreadable means off', async () => {
    mkdirSync(settingPath, { recursive: true });
    expect(await runJson('status')).toMatchObject({ mode: 'off', source: settingPath });
    if (process.getuid?.() === 0) return;
    chmodSync(join(settingPath, '..'), 0o000);
    expect(await runJson('status')).toMatchObject({ mode: 'off', source: settingPath });
    chmodSync(join(settingPath, '..'), 0o700);
  });
});

describe.skipIf(process.platform === 'win32')('a setting that is a link', () => {
  const kept = () => join(home.path, 'dotfiles', 'telemetry.json');
  const link = (target: string) => {
    for (const path of [settingPath, kept()]) mkdirSync(join(path, '..'), { recursive: true });
    symlinkSync(target, settingPath);
  };
  const chosen = () => JSON.parse(readFileSync(kept(), 'utf8')).telemetry;

  test.each(['{"telemetry":"on","consent_version":1,"more":"of an earlier release"}', ''])(
    'is followed, and its target overwritten: %j',
    async (text) => {
      link(kept());
      writeFileSync(kept(), text);
      const { ino } = statSync(kept());
      expect(await runJson('disable')).toMatchObject({ code: 0, mode: 'off' });
      expect(lstatSync(settingPath).isSymbolicLink()).toBe(true);
      expect(statSync(kept()).ino).toBe(ino);
      expect(chosen()).toBe('off');
      expect(await runJson('enable')).toMatchObject({ code: 0, mode: 'on' });
      expect(chosen()).toBe('on');
      expect(readdirSync(join(settingPath, '..'))).toEqual(['telemetry.json']);
    },
  );

  test('with another name is written to both files', async () => {
    mkdirSync(join(settingPath, '..'), { recursive: true });
    mkdirSync(join(kept(), '..'));
    writeFileSync(kept(), '{"telemetry":"on"}');
    linkSync(kept(), settingPath);
    await run(['telemetry', 'disable']);
    expect(chosen()).toBe('off');
    expect(statSync(settingPath).ino).toBe(statSync(kept()).ino);
  });

  const text = '{"name":"shop"}\n';
  test.each<[string, string, () => void]>([
    ['nothing', 'no-such-file', () => {}],
    ['nothing', 'telemetry.json', () => {}],
    ['something that is not a file', '/dev/null', () => {}],
    ['something that is not a file', '/', () => {}],
    ['a file that is not a setting', '../../dotfiles/telemetry.json', () => {}],
    [
      'a read-only file',
      '../../dotfiles/telemetry.json',
      () => {
        writeFileSync(kept(), '{"telemetry":"on"}');
        chmodSync(kept(), 0o444);
      },
    ],
  ])('to %s, %s, is refused, and its target is not changed', async (reason, target, prepare) => {
    link(target);
    writeFileSync(kept(), text);
    prepare();
    const before = readFileSync(kept(), 'utf8');
    for (const command of ['enable', 'disable']) {
      const { code, stderr } = await run(['telemetry', command]);
      expect(code).toBe(1);
      expect(stderr).toContain(`could not be saved in ${settingPath}: `);
      expect(stderr).toContain(`${settingPath} is a link to ${reason}`);
    }
    expect(readFileSync(kept(), 'utf8')).toBe(before);
    expect(readdirSync(join(settingPath, '..'))).toEqual(['telemetry.json']);
    const mode = reason === 'a read-only file' ? 'on' : 'off';
    expect(await runJson('status')).toMatchObject({ mode });
  });

  test('that cannot be saved in one of two files is saved in the other', async () => {
    const config = join(home.path, 'cfg');
    mkdirSync(join(config, 'fix-ture'), { recursive: true });
    symlinkSync('/dev/null', join(config, 'fix-ture', 'telemetry.json'));
    const { code, stdout } = await run(['telemetry', 'disable'], { XDG_CONFIG_HOME: config });
    expect(code).toBe(0);
    expect(stdout).toContain('Telemetry is off.');
    expect(stdout).toContain('is a link to something that is not a file.');
    expect(await runJson('status')).toMatchObject({ mode: 'off', source: settingPath });
  });
});

describe('enable and disable', () => {
  test('disable purges waiting events, opens no connection and mentions deletion', async () => {
    await run();
    expect(home.files().filter((name) => name.endsWith('.jsonl'))).toHaveLength(1);
    const disabled = await run(['telemetry', 'disable']);
    expect(disabled).toMatchObject({ code: 0, stderr: '' });
    expect(disabled.stdout).toContain('Telemetry is off.');
    expect(disabled.stdout).toContain('3 events');
    expect(disabled.stdout).toContain('fix-ture telemetry delete');
    expect(home.files().filter((name) => name.endsWith('.jsonl'))).toEqual([]);
    expect(statSync(settingPath).mode & 0o777).toBe(0o600);
    await run();
    expect(home.files().filter((name) => name.endsWith('.jsonl'))).toEqual([]);
    expect(await runJson('status')).toMatchObject({ mode: 'off', source: settingPath });
    expect(server.requests).toEqual([]);
  });

  test('enable turns on an opt-in tool, and repairs a broken setting', async () => {
    mkdirSync(join(settingPath, '..'), { recursive: true });
    writeFileSync(settingPath, 'broken');
    const variables = { OPTIONS: '{"defaultConsent":"off"}' };
    expect(await runJson('enable', variables)).toMatchObject({ code: 0, mode: 'on' });
    expect(readdirSync(join(settingPath, '..'))).toEqual(['telemetry.json']);
    await run([], variables);
    expect(home.files()).toContain('anonymous-id');
  });

  test('enable names the variable or marker that still turns telemetry off', async () => {
    const byVariable = await run(['telemetry', 'enable'], { DO_NOT_TRACK: '1' });
    expect(byVariable.stdout).toContain('still off: the variable DO_NOT_TRACK.');
    const marker = join(home.path, '.fix-ture.yaml');
    writeFileSync(marker, 'telemetryDisabled: true\n');
    const byMarker = await run(['telemetry', 'enable']);
    expect(byMarker.stdout).toContain(`telemetryDisabled in ${marker}`);
  });

  test('without a home, the setting cannot be saved', async () => {
    const environment = { PATH: home.environment.PATH ?? '' };
    const { code, stderr } = await runNode([tool, 'telemetry', 'disable'], environment);
    expect(code).toBe(1);
    expect(stderr).toContain('no usable home directory');
  });
});

test('an unknown command is refused with the list of commands', async () => {
  const unknown = await run(['telemetry', 'statsu']);
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('"statsu"');
  expect(unknown.stderr).toContain('doctor');
  expect(await run(['telemetry', 'status', '--jsn'])).toMatchObject({ code: 1, stdout: '' });
  expect(await run(['telemetry'])).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(home.spool)).toBe(false);
});

describe('log', () => {
  test('shows each body byte for byte, the response and the losses, but never the key', async () => {
    expect((await run(['telemetry', 'log'])).stdout).toBe('Nothing has been sent yet.\n');
    await run();
    await drain(home);
    const { deliveries } = await runJson('log');
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]).toMatchObject({ url: `${server.url}/ingest`, status: 202 });
    expect(deliveries[0].answer).toContain('"accepted":3');
    expect(deliveries[0].body).toBe(server.texts[0]);
    expect(deliveries[0].bytes).toBe(Buffer.byteLength(server.texts[0] ?? ''));
    const { stdout } = await run(['telemetry', 'log']);
    expect(stdout).toContain(`\n${server.texts[0]}\n`);
    const directory = join(home.spool, 'deliveries');
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(directory)) {
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(directory, name), 'utf8')).not.toContain('key-of-the-test');
    }
  });

  test('shows a refusal and the quarantined event', async () => {
    server.behave((_request, response) => {
      response.writeHead(422).end('no such event');
      return true;
    });
    await run();
    await drain(home);
    const { deliveries, quarantined } = await runJson('log');
    expect(deliveries[0]).toMatchObject({ status: 422, answer: 'no such event' });
    expect(quarantined).toHaveLength(3);
    expect(quarantined[0]).toMatchObject({ code: 'http_422', event: { event: 'Command Invoked' } });
  });

  test('shows why there was no response, and keeps the last 20 requests', async () => {
    await server.close();
    await run();
    for (let count = 0; count < 22; count += 1) await drain(home);
    const { deliveries } = await runJson('log');
    expect(deliveries).toHaveLength(20);
    expect(deliveries[0]).toMatchObject({ status: null });
    expect(deliveries[0].answer).toContain('ECONNREFUSED');
  });
});

test.skipIf(process.platform === 'win32').each(['log', 'doctor', 'status'])(
  '%s does not wait for a pipe, and reads large files in chunks',
  async (command) => {
    const quarantine = join(home.spool, 'quarantine-2026-01-01.jsonl');
    mkdirSync(join(home.spool, 'deliveries'), { recursive: true });
    execFileSync('mkfifo', [join(home.spool, 'deliveries', '1.delivery')]);
    execFileSync('mkfifo', [join(home.spool, 'quarantine-2026-01-02.jsonl')]);
    execFileSync('mkfifo', [join(home.spool, 'cost')]);
    writeFileSync(quarantine, '{"quarantined_at":"then","code":"odd","event":{}}\n\n[]\nnull\n');
    truncateSync(quarantine, 600_000_000);
    const { stdout, stderr } = await run(['telemetry', command], { DO_NOT_TRACK: '1' });
    expect(stderr).toBe('');
    expect(stdout).toContain(
      { log: 'quarantined (odd)', doctor: '4 events', status: 'Telemetry is off' }[command],
    );
  },
);

describe('doctor', () => {
  const check = async (name: string, variables: Record<string, string> = {}) => {
    const { code, healthy, checks } = await runJson('doctor', variables);
    expect(code).toBe(healthy ? 0 : 1);
    return checks.find((one: { name: string }) => one.name === name);
  };

  test('passes if the collector responds, and shows the cost of runs', async () => {
    await run();
    await drain(home);
    await run();
    const { code, stdout } = await run(['telemetry', 'doctor']);
    expect(stdout).not.toContain('FAIL');
    expect(code).toBe(0);
    expect(stdout).toMatch(/consent +on: the default of fix-ture/);
    expect(stdout).toMatch(/waiting +3 events, \d+ bytes/);
    expect(stdout).toMatch(/last delivery +\S+Z, status 202/);
    expect(stdout).toMatch(/cost +p50 \d+\.\d ms, p95 \d+\.\d ms, of the last 2 runs/);
    // Its request had no events.
    expect(server.requests.at(-1)?.body).toEqual({ events: [] });
  });

  test.each<[string, Record<string, string>, string]>([
    ['a name that is not known', { FIX_TURE_TELEMETRY_ENDPOINT: 'http://no.invalid' }, 'name'],
    ['a closed port', { FIX_TURE_TELEMETRY_ENDPOINT: 'http://127.0.0.1:9' }, 'connection'],
    ['a proxy that is not there', { HTTP_PROXY: 'http://127.0.0.1:9' }, 'proxy'],
  ])('names the stage at which it failed: %s', async (_name, variables, stage) => {
    const endpoint = await check('endpoint', variables);
    expect(endpoint.ok).toBe(false);
    expect(endpoint.detail).toContain(`failed at ${stage}:`);
  });

  test('names a TLS failure, a refused key, and a server that is not a collector', async () => {
    const secure = server.url.replace('http:', 'https:');
    expect((await check('endpoint', { FIX_TURE_TELEMETRY_ENDPOINT: secure })).detail).toContain(
      'failed at TLS',
    );
    server.behave((_request, response) => {
      response.writeHead(401).end();
      return true;
    });
    expect((await check('endpoint')).detail).toContain('the write key is refused');
    server.behave((_request, response) => {
      response.writeHead(401).end('{"code":"key_revoked","title":"<b>"}');
      return true;
    });
    expect((await check('endpoint')).detail).toMatch(/status 401: the write key was revoked; .+/);
    await run();
    await drain(home);
    expect((await check('last delivery')).detail).toContain(
      'status 401: the write key was revoked',
    );
    const { stdout } = await run(['telemetry', 'status']);
    expect(stdout).toMatch(/The last delivery failed: \S+Z, status 401: the write key was revoked/);
    expect(await runJson('status')).toMatchObject({ last_failure: { status: 401 } });
    server.behave((_request, response) => {
      response.writeHead(200).end('<html>Sign in</html>');
      return true;
    });
    expect((await check('endpoint')).detail).toContain("not a collector's response");
  });

  test('reports a backoff and files open to others, and sends nothing if telemetry is off', async () => {
    server.behave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    await run();
    await drain(home);
    chmodSync(join(home.spool, 'anonymous-id'), 0o644);
    const asked = server.requests.length;
    const off = { DO_NOT_TRACK: '1' };
    expect((await check('backoff', off)).detail).toMatch(/^1 failure; next attempt at 20/);
    expect((await check('directory', off)).detail).toContain('open to other users');
    expect((await check('last delivery', off)).ok).toBe(false);
    expect((await check('endpoint', off)).detail).toContain('not checked');
    expect(server.requests).toHaveLength(asked);
  });
});
