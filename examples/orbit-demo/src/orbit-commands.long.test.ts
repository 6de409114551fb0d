import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { beforeEach, expect, test } from 'vitest';
import type { CloudAdmin } from './cloud-admin.js';
import { drain, listUndelivered } from './drain.js';
import { type OrbitWorld, useOrbitWorld } from './fixtures/orbit-world.js';
import type { IngestReceiver } from './ingest-receiver.js';
import type { OrbitUser } from './orbit-user.js';
import { orbitBin, type RunOptions, runOrbit } from './run-orbit.js';
import { findScenario } from './scenarios.js';

let createAda: OrbitWorld['createAda'];
let cloud: CloudAdmin;
let receiver: IngestReceiver;
let user: OrbitUser;
let userId: string;
let token: string;
let people = 0;

useOrbitWorld((world) => {
  ({ createAda, cloud, receiver } = world);
});
beforeEach(async () => {
  people += 1;
  const person = { userName: `ada-${people}`, password: 'a few good words' };
  ({ user, userId, token } = await createAda({ billing: false, person }));
});

const orbit = (args: string[], options?: RunOptions) => runOrbit(user, args, options);
const login = () => orbit(['auth', 'login']);
const create = (...more: string[]) =>
  orbit(['application', 'create', '--name', 'sparrow', '--accept-terms', ...more]);

/** All events of the user, once they have arrived. */
async function arrived() {
  await drain(user);
  return receiver.invocations().map((events) => ({
    events,
    names: events.map(({ event }) => event),
    last: events.at(-1)?.properties,
    users: [...new Set(events.map(({ user_id }) => user_id))],
  }));
}

test('list needs a session: exit 4, and nothing is reported or stored', async () => {
  const run = await orbit(['application', 'list']);
  expect(run).toMatchObject({ exitCode: 4, stdout: '' });
  expect(run.stderr).toContain('orbit auth login');
  expect(existsSync(user.spoolDirectory)).toBe(false);
});

test.each([
  [['--help'], 0],
  [['application', 'create', '--help'], 0],
  [['--version'], 0],
  [['application'], 1],
])('orbit %j is not reported', async (args, exitCode) => {
  const run = await orbit(args as string[]);
  expect(run.exitCode).toBe(exitCode);
  expect(existsSync(user.spoolDirectory)).toBe(false);
});

test.each([
  [['aplication'], 'unknown_command'],
  [['application', 'list', '--colour'], 'unknown_flag'],
  [['application', 'list', '-o', 'xml'], 'invalid_value'],
])('orbit %j is reported as refused: %s', async (args, kind) => {
  expect((await orbit(args)).exitCode).toBe(1);
  expect(await arrived()).toMatchObject([{ names: ['Command Rejected'], last: { kind } }]);
});

test('list prints the applications', async () => {
  await login();
  const empty = await orbit(['application', 'list']);
  expect(empty).toMatchObject({ exitCode: 0, stdout: '' });
  expect(empty.stderr).toContain('no applications yet');
  await create('--region', 'us-1');
  const text = await orbit(['application', 'list']);
  expect(text.stdout).toMatch(
    /^NAME +ID +REGION +PLAN +CREATED +DEFAULT\nsparrow +app_\w+ +us-1 +free +\d{4}-\d\d-\d\d +yes\n/,
  );
  const json = await orbit(['application', 'list', '-o', 'json']);
  expect(JSON.parse(json.stdout).applications).toMatchObject([
    { name: 'sparrow', region: 'us-1', plan: 'free', is_default: true },
  ]);
  const last = (await arrived()).at(-1);
  expect(last?.names).toEqual(['Command Invoked', 'Command Completed']);
  expect(last?.last).toMatchObject({
    command: 'orbit application list',
    flags: ['output'],
    configured_applications: 1,
    app_id: expect.stringMatching(/^app_/),
  });
});

test('init writes a marker once, and later events have the project', async () => {
  const first = await orbit(['init', '-o', 'json']);
  const { project_id, created } = JSON.parse(first.stdout);
  expect(created).toBe(true);
  const marker = join(user.projectDirectory, '.orbit.yaml');
  expect(readFileSync(marker, 'utf8')).toContain(`projectId: ${project_id}`);
  const second = await orbit(['init', '-o', 'json']);
  expect(JSON.parse(second.stdout)).toMatchObject({ project_id, created: false });
  const invocations = await arrived();
  expect(invocations.at(-1)?.events.map((event) => event.project_id)).toEqual([
    project_id,
    project_id,
  ]);
});

test('the next run reports a killed run', async () => {
  await login();
  // Its sender would otherwise report the killed run, too, if it is still at work.
  await drain(user);
  const world = { user, userId, cloud, name: 'sparrow' };
  await findScenario('killed_during_api_call_by_flags').run(world);
  expect(listUndelivered(user)).not.toEqual([]);
  await orbit(['application', 'list']);
  await expect.poll(() => listUndelivered(user)).toEqual([]);
  const killed = receiver
    .invocations()
    .find((events) => events[0]?.properties.command === 'orbit application create');
  expect(killed?.map(({ event, sequence }) => [sequence, event])).toEqual([
    [1, 'Command Invoked'],
    [2, 'CLI Application Create Started'],
    [3, 'CLI Application Create Accepted Terms'],
    [4, 'CLI Application Create Aborted'],
    [5, 'Command Completed'],
  ]);
  expect(killed?.[3]?.properties).toMatchObject({ step: 'api_call', reason: 'vanished' });
  expect(killed?.[4]?.properties).toMatchObject({ succeeded: false, vanished: true });
});

test('without a service the flow fails at auth with a network error', async () => {
  const run = await orbit(['application', 'create', '--name', 'sparrow'], {
    env: { ORBIT_CLOUD_URL: 'http://127.0.0.1:9', ORBIT_TOKEN: token },
  });
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('cannot be reached');
  const { events } = (await arrived()).at(-1) ?? { events: [] };
  expect(events.at(-3)?.properties).toMatchObject({
    step: 'auth',
    error_class: 'CloudUnreachableError',
  });
  expect(events.at(-2)?.properties).toMatchObject({ error_source: 'network' });
});

test('a token is not sent to another service than the one it was stored for', async () => {
  await login();
  const run = await orbit(['application', 'list'], {
    env: { ORBIT_CLOUD_URL: 'http://127.0.0.1:9' },
  });
  expect(run.exitCode).toBe(4);
});

test.each([
  [['application', 'list', '-o', 'json']],
  [['application', 'create', '--dry-run', '--name', 'wren', '-o', 'json']],
  [['auth', 'status']],
])('stdout of %j is the same with telemetry, without, and in debug mode', async (args) => {
  await login();
  await create();
  const plain = await orbit(args);
  const debug = await orbit(args, { env: { DEBUG: '1' } });
  const off = await orbit([...args, '--no-telemetry']);
  const optedOut = await orbit(args, { env: { DO_NOT_TRACK: '1' } });
  expect(plain.stdout).not.toBe('');
  expect([debug.stdout, off.stdout, optedOut.stdout]).toEqual(Array(3).fill(plain.stdout));
  expect([off.stderr, optedOut.stderr]).toEqual(['', '']);
  expect(debug.stderr).toContain('Command Invoked');
});

test.each([
  [['--no-telemetry'], {}],
  [[], { DO_NOT_TRACK: '1' }],
  [[], { ORBIT_TELEMETRY: 'off' }],
  [[], { ORBIT_TELEMETRY_DISABLED: '1' }],
])('opted out by %j %j, nothing is stored', async (args, env) => {
  const run = await orbit(['init', ...args], { env });
  expect(run.exitCode).toBe(0);
  expect(existsSync(user.spoolDirectory)).toBe(false);
});

test('the application exists: a profile that cannot be stored is a warning', async () => {
  await login();
  writeFileSync(join(user.configDirectory, 'profiles.json'), '{ damaged');
  const run = await create('-o', 'json');
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain('Warning: The API key was not kept');
  expect(JSON.parse(run.stdout).api_key.key).toMatch(/^orbit_key_/);
  expect(readFileSync(join(user.configDirectory, 'profiles.json'), 'utf8')).toBe('{ damaged');
  const invocations = await arrived();
  expect(invocations.at(-1)?.names).toContain('CLI Application Create Completed');
});

test('the application exists: a result that cannot be printed leaves the flow completed', async () => {
  await login();
  const args = [orbitBin, 'application', 'create', '--name', 'sparrow', '--accept-terms'];
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, args, {
    cwd: user.projectDirectory,
    env: user.env,
    stdio: ['ignore', full, 'pipe'],
  });
  const [stderr, [exitCode]] = await Promise.all([readAll(child.stderr!), once(child, 'close')]);
  closeSync(full);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Error: The result cannot be written (ENOSPC).');
  const last = (await arrived()).at(-1);
  expect(last?.names.slice(-3)).toEqual([
    'CLI Application Create Completed',
    'Command Failed',
    'Command Completed',
  ]);
  expect(last?.last).toMatchObject({ exit_code: 1, error_class: 'ENOSPC' });
});

test('a session that cannot be stored fails, and leaves nothing behind', async () => {
  // Not even root can write into a directory that is a file.
  writeFileSync(user.configDirectory, '');
  const run = await login();
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('cannot be written');
  expect(readdirSync(join(user.configDirectory, '..'))).toEqual(['orbit']);
});

test('invalid flags are errors that list valid values', async () => {
  await login();
  const runs = [
    [['--name', 'Not A Name'], 'lower-case letters'],
    [['--plan', 'gold'], 'free, starter, pro'],
    [['--region', 'mars'], 'eu-1, eu-2, us-1, us-2, ap-1'],
  ] as const;
  for (const [args, hint] of runs) {
    const run = await create(...args);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(hint);
  }
  await create();
  expect((await create()).stderr).toContain('You have an application of this name.');
});

test('invalid variables are errors before anything is reported', async () => {
  for (const ORBIT_CLOUD_URL of ['nonsense', 'ftp://orbit.example', 'http://orbit.example']) {
    const run = await orbit(['init'], { env: { ORBIT_CLOUD_URL } });
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain('ORBIT_CLOUD_URL');
  }
  expect(existsSync(user.spoolDirectory)).toBe(false);
});

test('in CI events are delivered before orbit ends', async () => {
  const run = await orbit(['application', 'create', '--name', 'ci-app', '--accept-terms'], {
    env: { CI: 'true', GITHUB_ACTIONS: 'true', ORBIT_TOKEN: token },
  });
  expect(run.exitCode).toBe(0);
  const [events] = receiver.invocations();
  expect(events?.at(-1)?.event).toBe('Command Completed');
  expect(events?.[0]).toMatchObject({
    anonymous_id: 'ci:github_actions',
    properties: { is_ci: true, ci_name: 'github_actions', is_interactive: false },
  });
});

test('an agent is recognised by its variables', async () => {
  await orbit(['init'], { env: { CODEX_THREAD_ID: 'x' } });
  const [invocation] = await arrived();
  expect(invocation?.last).toMatchObject({ cli_context: 'agent:codex' });
});
