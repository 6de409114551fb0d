import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { errorTable } from '@sonde/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CollectorProcess,
  createTestDirectory,
  runProcess,
  startProcess,
} from '../testing/collector-process.js';
import { tokenOf } from '../testing/visitor.js';

const directory = createTestDirectory();
const data = directory.path('data');
const bin = fileURLToPath(new URL('../../bin/sonde-collector.js', import.meta.url));
const password = 'correct horse battery';
let collector: CollectorProcess;
let url: string;

beforeAll(async () => {
  collector = await startProcess(['--host', '0.0.0.0', '--data-dir', data]);
  url = collector.url;
});
afterAll(() => directory.remove());

const run = (...args: string[]) => runProcess(args, { SONDE_DATA_DIR: data });
async function succeed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}
async function fail(...args: string[]): Promise<string | undefined> {
  const { code, stdout, stderr } = await run(...args);
  expect([code === 0, stdout]).toEqual([false, '']);
  return /^sonde-collector: (\w+):/.exec(stderr)?.[1];
}

/** Runs a command with input from a pipe. */
async function pipe(input: string, ...args: string[]) {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { HOME: directory.path('home'), SONDE_DATA_DIR: data },
  });
  child.stdin.end(input);
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
}

const post = (path: string, body: object, headers: object = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify(body),
  });
const signIn = (email: string, secret = password) =>
  post('/api/v1/session', { email, password: secret });

describe('users', () => {
  test('create prints a link that makes an administrator', async () => {
    const said = await succeed('user', 'create', 'Ada@example.org');
    const link = /^ {2}(\S+)$/m.exec(said)?.[1] ?? '';
    expect(link).toMatch(new RegExp(`^${url}/welcome#`));
    const used = await post('/api/v1/links/use', { token: tokenOf(link), name: 'Ada', password });
    expect(await used.json()).toMatchObject({
      account: { email: 'ada@example.org', administrator: true },
    });
  });

  test('create takes a password from stdin, never from an argument', async () => {
    const made = await pipe(`${password}\n`, 'user', 'create', 'bob@example.org', '--password');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).not.toContain(password);
    expect((await signIn('bob@example.org')).status).toBe(200);
    const short = await pipe('short', 'user', 'create', 'eve@example.org', '--password');
    expect([short.code, short.stderr.split(':')[1]?.trim()]).toEqual([1, 'password_invalid']);
    const guessed = await pipe(
      'Emmeline.Pank\n',
      ...['user', 'create', 'emmeline.pank@example.org', '--password'],
    );
    expect(guessed.stderr).toContain(
      'password_invalid: The password cannot be used. (it is the e-mail',
    );
    expect(await fail('user', 'create', 'eve@example.org', '--password', 'secret')).toBe(
      'option_invalid',
    );
  });

  test('invite gives roles; unknown roles and projects are refused', async () => {
    await succeed('project', 'create', 'orbit', '--title', 'Orbit');
    const said = await succeed('user', 'invite', 'mia@example.org', '--project', 'orbit');
    const token = tokenOf(/^ {2}(\S+)$/m.exec(said)?.[1] ?? '');
    const used = await post('/api/v1/links/use', { token, name: 'Mia', password });
    expect(await used.json()).toMatchObject({ projects: [{ id: 'orbit', role: 'member' }] });
    expect(await fail('user', 'invite', 'x@example.org', '--project', 'none')).toBe(
      'project_not_found',
    );
    expect(await fail('user', 'invite', 'x@example.org', '--project', 'orbit:owner')).toBe(
      'option_invalid',
    );
    expect(await fail('user', 'invite', 'nobody')).toBe('email_invalid');
    const again = await succeed('user', 'invite', 'mia@example.org', '--project', 'default');
    expect(again).toContain('already has an account');
    expect(said + again).not.toContain('sees nothing');
    expect(await succeed('user', 'invite', 'roleless@example.org')).toContain('sees nothing');
  });

  test('a link that only works on this machine comes with a hint', async () => {
    const said = await succeed('user', 'invite', 'far@example.org', '--administrator');
    expect(said).toContain('--public-url');
    expect(said).toContain(`replace ${url}\n`);
  });

  test('list shows accounts without secrets', async () => {
    const said = await succeed('user', 'list');
    expect(said).toMatch(/^ada@example\.org {2}.*server administrator$/m);
    expect(said).toMatch(/^mia@example\.org {2}Mia .*orbit:member default:member$/m);
    expect(said).not.toContain('argon2');
    await pipe(
      `${password}\n`,
      ...['user', 'create', 'long@example.org', '--password', '--name', 'N'.repeat(128)],
    );
    const lines = (await succeed('user', 'list')).split('\n');
    expect(lines.find((line) => line.startsWith('ada@'))?.length).toBeLessThan(110);
    await succeed('user', 'remove', 'long@example.org');
  });

  test('reset prints a link that sets a new password; remove removes the account', async () => {
    const said = await succeed('user', 'reset', 'bob@example.org');
    const token = tokenOf(/^ {2}(\S+)$/m.exec(said)?.[1] ?? '');
    const next = 'another good password';
    expect((await post('/api/v1/links/use', { token, password: next })).status).toBe(200);
    expect((await signIn('bob@example.org')).status).toBe(401);
    expect((await signIn('bob@example.org', next)).status).toBe(200);
    await succeed('user', 'remove', 'bob@example.org');
    expect((await signIn('bob@example.org', next)).status).toBe(401);
    expect(await fail('user', 'remove', 'bob@example.org')).toBe('account_not_found');
  });
});

test('projects are renamed, archived, restored and listed', async () => {
  await succeed('project', 'create', 'second');
  await succeed('project', 'rename', 'second', 'The second <b>');
  await succeed('project', 'archive', 'second');
  expect(await succeed('project', 'list')).toMatch(/^second +The second <b> +archived \d{4}-/m);
  await succeed('project', 'restore', 'second');
  expect(await succeed('project', 'list')).not.toContain('archived');
  expect(await fail('project', 'create', 'second')).toBe('project_id_taken');
  expect(await fail('project', 'create', 'No')).toBe('project_id_invalid');
  expect(await fail('project', 'archive', 'none')).toBe('project_not_found');
});

test('keys are made, used, listed and revoked, at once', async () => {
  const said = await succeed('key', 'create', 'CI', '--project', 'orbit');
  const key = /sonde_wk_[\w-]+/.exec(said)?.[0] ?? '';
  const send = (insert_id: string) =>
    post('/ingest', { event: 'x', insert_id }, { 'x-api-key': key, origin: 'http://localhost' });
  expect((await send('1')).status).toBe(202);
  const list = await succeed('key', 'list', '--project', 'orbit');
  expect(list).toMatch(/^[0-9a-f]{16} {2}write {2}CI {2}last used \d{4}-/m);
  expect(list).not.toContain(key.slice(9));
  await succeed('key', 'revoke', 'CI', '--project', 'orbit');
  expect((await send('2')).status).toBe(401);
  expect(await fail('key', 'revoke', 'CI', '--project', 'orbit')).toBe('key_not_found');
  const { stderr } = await run('key', 'revoke', 'none', '--project', 'orbit');
  expect(stderr).toContain('key list --project');
  await succeed('project', 'archive', 'second');
  expect(await succeed('key', 'create', 'late', '--project', 'second')).toContain(
    'events are refused',
  );
  await succeed('project', 'restore', 'second');
  const read = /sonde_rk_[\w-]+/.exec(await succeed('key', 'create', 'report', '--kind', 'read'));
  const asked = await fetch(`${url}/api/v1/overview`, {
    headers: { 'x-api-key': read?.[0] ?? '' },
  });
  expect(asked.status).toBe(200);
});

test('quarantined events are replayed and dropped, which no key may', async () => {
  const said = await succeed('key', 'create', 'for quarantine', '--project', 'orbit');
  const key = /sonde_wk_\S+/.exec(said)?.[0] ?? '';
  const send = (body: object) => post('/ingest', body, { 'x-api-key': key });
  for (const id of ['a', 'b']) {
    const body = { event: 'x', insert_id: id, properties: { list: [[id]] } };
    expect(await (await send(body)).json()).toMatchObject({ quarantined: [{ insert_id: id }] });
  }
  const of = ['--project', 'orbit'];
  const { code, stdout } = await run('quarantine', 'replay', ...of);
  expect([code, stdout]).toEqual([
    1,
    '0 stored, 0 had been stored before, 2 stay quarantined.\n' +
      '  2  event_property_value_invalid  properties.list\n',
  ]);
  expect(await succeed('quarantine', 'replay', ...of, '--field', 'other')).toMatch(/^0 stored/);
  for (const act of ['replay', 'drop']) {
    expect(await fail('quarantine', act, ...of, '0'.repeat(32))).toBe(
      'quarantined_event_not_found',
    );
    expect(await fail('quarantine', act, ...of, 'x')).toBe('quarantined_event_id_invalid');
  }
  expect(await fail('quarantine', 'drop', ...of)).toBe('option_invalid');
  expect(await succeed('quarantine', 'drop', ...of, '--event', 'other')).toBe('0 dropped.\n');
  expect(await succeed('quarantine', 'drop', ...of, '--all')).toBe('2 dropped.\n');
  expect(await fail('quarantine', 'drop', '--project', 'none', '--all')).toBe('project_not_found');
});

test('the audit log names the operator', async () => {
  const response = await signIn('ada@example.org');
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const log = await fetch(`${url}/api/v1/audit?limit=200`, { headers: { cookie } });
  const { entries } = (await log.json()) as { entries: { actor: string; action: string }[] };
  const acts = entries.filter(({ actor }) => actor === 'operator').map(({ action }) => action);
  for (const action of ['project.create', 'key.revoke', 'account.remove', 'invitation.create']) {
    expect(acts).toContain(action);
  }
});

test.each([
  [['frobnicate'], 'sonde-collector --help'],
  [['user', 'create'], 'sonde-collector user create --help'],
  [['key', 'create', 'a', '--kind', 'foo'], 'sonde-collector key create --help'],
  [['user', 'invite', 'a@example.org', '--project', 'orbit:owner'], 'user invite --help'],
  [['serve', '--port', 'x'], 'sonde-collector serve --help'],
  [['doctor', '--port', 'x'], 'sonde-collector doctor --help'],
])('%j names the help of its command', async (args, help) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^See .*${help}\\.$`));
});

test.each([
  ['user', 'list'],
  ['project', 'create', 'orbit'],
  ['key', 'create', 'CI'],
  ['backup', 'target'],
])('%s %s requires a data directory, and does not create one', async (...args) => {
  const missing = directory.path('mistyped');
  const { code, stdout, stderr } = await runProcess([...args, '--data-dir', missing]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(
    `data_directory_missing: ${errorTable.data_directory_missing.title} (${missing})`,
  );
  expect(existsSync(missing)).toBe(false);
});

test('they also work while the collector is stopped', async () => {
  await collector.stop();
  expect(await succeed('user', 'list')).toContain('ada@example.org');
  await succeed('project', 'create', 'offline');
  expect(await succeed('project', 'list')).toContain('offline');
  const said = await succeed(
    ...['user', 'reset', 'ada@example.org', '--public-url', 'https://sonde.example.org'],
  );
  expect(said).toContain('https://sonde.example.org/welcome#');
});
