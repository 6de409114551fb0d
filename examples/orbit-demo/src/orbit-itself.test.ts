import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createUser, type OrbitUser } from './orbit-user.js';
import { orbitBin, type RunOptions, runOrbit } from './run-orbit.js';

const root = mkdtempSync(join(tmpdir(), 'orbit-itself-'));
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

let user: OrbitUser;
beforeEach(() => {
  user = createUser({
    root: mkdtempSync(join(root, 'user-')),
    endpoint: 'http://127.0.0.1:9',
    cloudUrl: 'http://127.0.0.1:9',
    version: '1.3.1',
  });
});
const orbit = (args: string[], options?: RunOptions) => runOrbit(user, args, options);

test('alone it shows its help', async () => {
  const run = await orbit([]);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(run.stdout).toContain('Usage: orbit');
});

test('a terminal without columns does not keep orbit busy', () => {
  // `script` provides a terminal; killed because it would never end by itself.
  const command = `timeout -s KILL 120 '${process.execPath}' '${orbitBin}' application list`;
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: user.projectDirectory,
    env: user.env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect(stdout).toContain('cannot be reached');
  expect(stdout.length).toBeLessThan(4_000);
});

test.each([
  [['aplication'], 'Did you mean application?', true],
  [['application', 'upgarde'], 'Did you mean upgrade?', true],
  [['init', '--dry-rnu'], 'Did you mean --dry-run?', true],
  [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish.', false],
])('%j is a slip, reported as such: %j %j', async (args, said, isReported) => {
  const run = await orbit(args);
  expect(run).toMatchObject({ exitCode: 1, stdout: '' });
  expect(run.stderr).toContain(said);
  expect(existsSync(user.spoolDirectory)).toBe(isReported);
});

test('bash completes with the script it is given, runs nothing that was typed, and nothing is reported', async () => {
  const bin = join(user.root, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'orbit'), `#!/bin/sh\nexec '${process.execPath}' '${orbitBin}' "$@"\n`);
  chmodSync(join(bin, 'orbit'), 0o755);
  mkdirSync(user.configDirectory);
  const sparrow = { name: 'sparrow', region: 'eu-1', plan: 'free', api_key: 'x' };
  writeFileSync(
    join(user.configDirectory, 'profiles.json'),
    JSON.stringify({ default_application: null, applications: { app_1: sparrow } }),
  );
  const script = `
    source <(orbit completion bash)
    tab() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _orbit; echo "\${COMPREPLY[*]}"; }
    tab orbit application ''
    tab orbit application list --o
    tab orbit application list -o ''
    tab orbit application upgrade --app spar
    tab orbit '$(touch typed)' ''
    tab orbit telemetry d`;
  const env = { ...user.env, PATH: `${bin}:${user.env.PATH}` };
  const run = spawnSync('bash', ['-c', script], { cwd: user.root, env, encoding: 'utf8' });
  expect(run.stdout.split('\n')).toEqual([
    'create list select upgrade downgrade help',
    '--output',
    'text json',
    'sparrow',
    '',
    'disable doctor delete',
    '',
  ]);
  expect(run.stderr).toBe('');
  expect(existsSync(join(user.root, 'typed'))).toBe(false);
  expect(existsSync(user.spoolDirectory)).toBe(false);
});

test('the telemetry commands are there; to ask and to turn off leaves nothing behind', async () => {
  for (const name of ['status', 'enable', 'disable', 'log', 'doctor', 'delete']) {
    const help = await orbit(['telemetry', name, '--help']);
    expect(help).toMatchObject({ exitCode: 0 });
    expect(help.stdout).toContain(`Usage: orbit telemetry ${name} [options]`);
  }
  // Whatever state the rest is in.
  const env = { ORBIT_CLOUD_URL: 'nonsense' };
  const status = await orbit(['telemetry', 'status', '--json'], { env });
  expect(JSON.parse(status.stdout)).toMatchObject({ mode: 'on', waiting: { events: 0 } });
  expect(existsSync(user.spoolDirectory)).toBe(false);
  expect((await orbit(['telemetry', 'disable'], { env })).exitCode).toBe(0);
  expect((await orbit(['init'])).exitCode).toBe(0);
  expect(existsSync(user.spoolDirectory)).toBe(false);
});

test('a newer version is looked for once a day in the background, and said once on a terminal', async () => {
  const asked: (string | undefined)[] = [];
  const registry: Server = createServer((request, response) => {
    asked.push(request.url);
    const version = '9.9.9';
    const name = '@sonde/example-orbit';
    response.setHeader('content-type', 'application/json');
    const versions = { [version]: { name, version } };
    response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = registry.address() as AddressInfo;
    const npm_config_registry = `http://127.0.0.1:${port}/`;
    const file = join(user.root, 'state', 'orbit', 'update.json');
    const init = (env: Record<string, string>, isTerminal = true) =>
      orbit(['init', '--no-telemetry'], {
        env: { npm_config_registry, ...env },
        ...(isTerminal ? { turns: [] } : {}),
      });
    await init({ NO_UPDATE_NOTIFIER: '1' });
    await init({ CI: 'true' });
    await init({ ORBIT_VERSION_OVERRIDE: '' });
    await init({ npm_config_registry: '' });
    await init({}, false);
    await orbit(['init', '-o', 'json'], { env: { npm_config_registry }, turns: [] });
    expect(existsSync(file)).toBe(false);

    expect((await init({})).stdout).not.toContain('is out');
    await expect.poll(() => JSON.parse(readFileSync(file, 'utf8')).latest).toBe('9.9.9');
    expect((await init({})).stdout).toContain('orbit 9.9.9 is out; this is 1.3.1.');
    expect((await init({})).stdout).not.toContain('is out');
    expect(asked.map((path) => decodeURIComponent(path ?? ''))).toEqual(['/@sonde/example-orbit']);
  } finally {
    registry.close();
  }
});
