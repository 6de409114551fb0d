import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrbitCloud } from '@sonde/example-orbit-cloud';
import { beforeEach, expect, test } from 'vitest';
import type { CloudAdmin } from './cloud-admin.js';
import { drain } from './drain.js';
import { type OrbitWorld, useOrbitWorld } from './fixtures/orbit-world.js';
import type { IngestReceiver } from './ingest-receiver.js';
import type { OrbitUser } from './orbit-user.js';
import { type RunOptions, runOrbit } from './run-orbit.js';

const password = 'a few good words';
const invoked = 'Command Invoked';
const completed = 'Command Completed';

let service: OrbitCloud;
let cloud: CloudAdmin;
let receiver: IngestReceiver;
let createAda: OrbitWorld['createAda'];
let user: OrbitUser;
let userId: string;
let token: string;
let userName: string;
let people = 0;

useOrbitWorld((world) => {
  ({ createAda, service, cloud, receiver } = world);
});
beforeEach(async () => {
  people += 1;
  userName = `ada-${people}`;
  const person = { userName, password };
  ({ user, userId, token } = await createAda({ billing: false, person }));
});

const orbit = (args: string[], options?: RunOptions) => runOrbit(user, args, options);
const login = (options?: RunOptions) => orbit(['auth', 'login'], options);
const list = (options?: RunOptions) => orbit(['application', 'list'], options);
const sessionFile = () => join(user.configDirectory, 'session.json');

/** Creates applications without leaving traces on the user's machine. */
async function addApplications(...names: string[]): Promise<void> {
  const env = { ORBIT_TOKEN: token, XDG_CONFIG_HOME: join(user.root, 'elsewhere') };
  for (const name of names) {
    const create = ['application', 'create', '--accept-terms', '--no-telemetry', '--name', name];
    expect(await orbit(create, { env })).toMatchObject({ exitCode: 0 });
  }
}

/** The received events of the last run: names, the flow's own properties, and users. */
async function lastRun() {
  await drain(user);
  const events = receiver.invocations().at(-1) ?? [];
  const endEvent = events.find(({ event }) => /^CLI Auth (Completed|Aborted|Failed)$/.test(event));
  return {
    names: events.map(({ event }) => event),
    users: events.map(({ user_id }) => user_id),
    endEvent: endEvent && { event: endEvent.event, ...endEvent.properties },
    failed: events.find(({ event }) => event === 'Command Failed')?.properties,
    last: events.at(-1)?.properties,
  };
}

test('sign in with the browser: the session is stored, and identify comes before Completed', async () => {
  const run = await login();
  expect(run).toMatchObject({ exitCode: 0 });
  expect(run.stdout).toBe('Signed in as Ada, with no applications yet.\n');
  expect(statSync(sessionFile()).mode & 0o777).toBe(0o600);
  expect(statSync(user.configDirectory).mode & 0o777).toBe(0o700);
  const { names, users } = await lastRun();
  expect(names).toEqual([
    invoked,
    'CLI Auth Started',
    'CLI Auth Browser Opened',
    'CLI Auth Callback Received',
    '$identify',
    'CLI Auth Completed',
    completed,
  ]);
  expect(users).toEqual([...Array(4).fill(undefined), userId, userId, userId]);
  const status = await orbit(['auth', 'status', '-o', 'json']);
  expect(JSON.parse(status.stdout)).toMatchObject({
    user_id: userId,
    source: 'browser',
    session_store: 'file',
  });
});

test('cancelling on the page is a cancellation', async () => {
  const run = await login({ env: { ORBIT_PERSON_ACTION: 'cancel' } });
  expect(run.exitCode).toBe(2);
  expect(existsSync(sessionFile())).toBe(false);
  const { endEvent, failed, users } = await lastRun();
  expect(endEvent).toMatchObject({ step: 'browser_wait', reason: 'cancelled' });
  expect(failed).toBeUndefined();
  expect(users.every((id) => id === undefined)).toBe(true);
});

test('a failing token endpoint is reported at code_exchange', async () => {
  await cloud.addFault({ method: 'POST', path: '/oauth/token', status: 503 });
  expect((await login()).exitCode).toBe(1);
  const { endEvent, failed } = await lastRun();
  const error_class = 'CloudFailureError';
  expect(endEvent).toMatchObject({ step: 'code_exchange', error_class });
  expect(failed).toMatchObject({ error_class, error_source: 'api', http_status: 503 });
});

test('an expired session is renewed silently, once for concurrent runs', async () => {
  await login();
  await cloud.expireAccessTokens(userId);
  const before = readFileSync(sessionFile(), 'utf8');
  const runs = await Promise.all([list(), list(), list()]);
  expect(runs.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(
    runs.map(() => [0, expect.stringContaining('no applications yet')]),
  );
  expect(readFileSync(sessionFile(), 'utf8')).not.toBe(before);
  await drain(user);
  const [, ...lists] = receiver.invocations();
  const identified = lists.filter((events) => events.some(({ event }) => event === '$identify'));
  expect(identified).toHaveLength(1);
  expect(identified[0]?.map(({ event }) => event)).toEqual([invoked, '$identify', completed]);
});

test('a session that cannot be renewed: exit 4, and on a terminal a sign-in during the command', async () => {
  await login();
  await cloud.revokeSessions(userId);
  const refused = await list();
  expect(refused).toMatchObject({ exitCode: 4, stdout: '' });
  expect(refused.stderr).toContain('Your session has ended.');
  expect((await lastRun()).failed).toMatchObject({ error_class: 'SessionEndedError' });
  // From now on there is no session, which is noticed before the command begins.
  const runs = receiver.invocations().length;
  expect((await list()).exitCode).toBe(4);
  await drain(user);
  expect(receiver.invocations()).toHaveLength(runs);

  expect((await list({ turns: [] })).exitCode).toBe(0);
  const { names, users } = await lastRun();
  expect(names).toEqual([invoked, '$identify', completed]);
  expect(users).toEqual([undefined, userId, userId]);
  await cloud.revokeSessions(userId);
  expect((await list({ turns: [] })).exitCode).toBe(0);
  expect((await lastRun()).names).toEqual([invoked, '$identify', completed]);
});

test('another person signs in: later events and the default application are theirs', async () => {
  await addApplications('sparrow');
  await login();
  const other = { userName: `other-${userName}`, password };
  const account = await cloud.createUser({ name: 'Grace', billing: false, ...other });
  writeFileSync(
    join(user.root, 'person.json'),
    JSON.stringify({ user_name: other.userName, password }),
  );
  const run = await login();
  expect(run.stdout).toContain('Signed in as Grace');
  const { users } = await lastRun();
  expect(users).toEqual([...Array(4).fill(userId), ...Array(3).fill(account.userId)]);
  const profiles = JSON.parse(readFileSync(join(user.configDirectory, 'profiles.json'), 'utf8'));
  expect(profiles.default_application).toBeNull();
});

test('signing out is reported with the user, revoked at the service, and later events are anonymous', async () => {
  await login();
  const { refresh_token } = JSON.parse(readFileSync(sessionFile(), 'utf8'));
  expect((await orbit(['auth', 'logout'])).exitCode).toBe(0);
  const logout = await lastRun();
  expect(logout.names).toEqual([invoked, 'CLI Auth Logout', completed]);
  expect(logout.users).toEqual([userId, userId, undefined]);
  expect(existsSync(sessionFile())).toBe(false);
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'orbit-cli',
    refresh_token,
  });
  const refused = await fetch(`${service.url}/oauth/token`, { method: 'POST', body });
  expect(refused.status).toBe(400);
  await orbit(['init']);
  expect((await lastRun()).users).toEqual([undefined, undefined]);
  expect((await orbit(['auth', 'status'], { turns: [] })).exitCode).toBe(4);
});

test('without a browser orbit does not wait for one, and nothing is reported', async () => {
  for (const env of [{ CI: 'true' }, { BROWSER: '' }]) {
    const run = await login({ env });
    expect(run).toMatchObject({ exitCode: 4, stdout: '' });
    expect(run.stderr).toContain('ORBIT_TOKEN');
  }
  await drain(user);
  expect(receiver.invocations()).toEqual([]);
});

test('signing out works without the service, with a warning', async () => {
  await login();
  await cloud.addFault({ path: '/.well-known/openid-configuration', status: 503 });
  const run = await orbit(['auth', 'logout', '-o', 'json']);
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain('The service could not be reached');
  expect(JSON.parse(run.stdout)).toEqual({ was_signed_in: true, is_revoked: false });
  expect(existsSync(sessionFile())).toBe(false);
});

test('a damaged session is reported, and a new sign-in replaces it', async () => {
  await login();
  writeFileSync(sessionFile(), '{ damaged');
  const run = await list();
  expect(run).toMatchObject({ exitCode: 1, stdout: '' });
  expect(run.stderr).toContain('session.json is damaged');
  expect(run.stderr).toContain('orbit auth login');
  await login();
  expect((await list()).exitCode).toBe(0);
});

test('no token is printed or reported', async () => {
  const run = await login({ env: { DEBUG: '1' } });
  const { access_token, refresh_token } = JSON.parse(readFileSync(sessionFile(), 'utf8'));
  await drain(user);
  const everything = run.stdout + run.stderr + JSON.stringify(receiver.invocations());
  for (const secret of [access_token, refresh_token, password, userName]) {
    expect(everything).not.toContain(secret);
  }
});
