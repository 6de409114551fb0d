import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OrbitCloud, startOrbitCloud } from './orbit-cloud.js';

let dataDirectory: string;
let cloud: OrbitCloud;

beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'orbit-cloud-'));
  cloud = await startOrbitCloud({ dataDirectory });
});
afterEach(async () => {
  await cloud.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

async function call(
  method: string,
  path: string,
  { token = cloud.developerToken, body, headers = {} }: CallOptions = {},
) {
  const response = await fetch(cloud.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    retryAfter: response.headers.get('retry-after'),
    text,
    body: text === '' || response.status === 0 ? undefined : parse(text),
  };
}

interface CallOptions {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const admin = (method: string, path: string, body?: unknown) =>
  call(method, path, { token: cloud.adminToken, body });
const createUser = async (billing: boolean) =>
  (await admin('POST', '/admin/users', { name: 'Ada', billing })).body as {
    user_id: string;
    token: string;
  };
const application = (name: string, more = {}) => ({
  name,
  region: 'eu-1',
  plan_id: 'tmpl_free_2024',
  ...more,
});

test('an application with key and plan survives a restart', async () => {
  const created = await call('POST', '/v1/applications', { body: application('sparrow') });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    name: 'sparrow',
    region: 'eu-1',
    plan_id: 'tmpl_free_2024',
  });
  expect(created.body.id).toMatch(/^app_[a-z0-9]{12}$/);
  const key = await call('POST', `/v1/applications/${created.body.id}/api-keys`);
  expect(key.body.key).toMatch(/^orbit_key_/);
  const changed = await call('PUT', `/v1/applications/${created.body.id}/plan`, {
    body: { plan_id: 'pro', terms_version: '2025-03' },
  });
  expect(changed.body).toMatchObject({ plan_id: 'pro', terms_version: '2025-03' });

  const token = cloud.developerToken;
  await cloud.close();
  cloud = await startOrbitCloud({ dataDirectory });
  expect(cloud.developerToken).toBe(token);
  expect((await call('GET', '/v1/applications')).body.applications).toEqual([changed.body]);
  const keys = await call('GET', `/v1/applications/${created.body.id}/api-keys`);
  expect(keys.body.api_keys).toMatchObject([{ id: key.body.id }]);
});

test('no token and no key is on disk in the clear, and only the owner may read', async () => {
  const { token } = await createUser(false);
  const { body } = await call('POST', '/v1/applications', { body: application('sparrow') });
  const key = await call('POST', `/v1/applications/${body.id}/api-keys`);
  const state = readFileSync(join(dataDirectory, 'state.json'), 'utf8');
  for (const secret of [token, key.body.key, cloud.developerToken, cloud.adminToken]) {
    expect(state).not.toContain(secret);
  }
  for (const file of ['state.json', 'admin-token', 'developer-token']) {
    expect(statSync(join(dataDirectory, file)).mode & 0o777).toBe(0o600);
  }
});

test('users see their own applications only', async () => {
  const { token } = await createUser(false);
  const { body } = await call('POST', '/v1/applications', { body: application('sparrow') });
  expect((await call('GET', '/v1/applications', { token })).body.applications).toEqual([]);
  expect((await call('GET', `/v1/applications/${body.id}`, { token })).status).toBe(404);
});

test.each([
  ['GET', '/v1/plans', { token: 'wrong' }, 401, 'token_unknown'],
  ['GET', '/v1/nothing', {}, 404, 'not_found'],
  ['POST', '/admin/users', { body: { name: 'Eve' } }, 401, 'token_unknown'],
  ['POST', '/v1/applications', { body: application('Not A Name') }, 400, 'request_invalid'],
  [
    'POST',
    '/v1/applications',
    { body: application('a1', { region: 'mars' }) },
    400,
    'request_invalid',
  ],
  [
    'POST',
    '/v1/applications',
    { body: application('a1', { plan_id: 'gold' }) },
    400,
    'request_invalid',
  ],
  ['POST', '/v1/applications', { body: application('a1', { extra: 1 }) }, 400, 'request_invalid'],
])('%s %s %j is refused with %i %s', async (method, path, options, status, code) => {
  const response = await call(method, path, options);
  expect(response.type).toContain('application/problem+json');
  expect(response).toMatchObject({ status, body: { status, code } });
});

test('a body that is not JSON is refused', async () => {
  const response = await fetch(`${cloud.url}/v1/applications`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${cloud.developerToken}`,
      'content-type': 'application/json',
    },
    body: '{"name": ',
  });
  expect(await response.json()).toMatchObject({ status: 400, code: 'body_not_json' });
});

test('a name is taken once a user', async () => {
  await call('POST', '/v1/applications', { body: application('sparrow') });
  const again = await call('POST', '/v1/applications', { body: application('sparrow') });
  expect(again).toMatchObject({ status: 409, body: { code: 'name_taken' } });
  const { token } = await createUser(false);
  const other = await call('POST', '/v1/applications', { token, body: application('sparrow') });
  expect(other.status).toBe(201);
});

test('a paid plan needs a card, at creation and when it is applied', async () => {
  const { user_id, token } = await createUser(false);
  const refused = await call('POST', '/v1/applications', {
    token,
    body: application('sparrow', { plan_id: 'pro' }),
  });
  expect(refused).toMatchObject({ status: 402, body: { code: 'billing_required' } });
  const { body } = await call('POST', '/v1/applications', { token, body: application('sparrow') });
  const path = `/v1/applications/${body.id}/plan`;
  const pro = { token, body: { plan_id: 'pro', terms_version: '2025-03' } };
  expect((await call('PUT', path, pro)).status).toBe(402);
  await admin('PATCH', `/admin/users/${user_id}`, { billing: true });
  expect((await call('PUT', path, pro)).status).toBe(200);
  const { users } = (await admin('GET', '/admin/users')).body as {
    users: Record<string, unknown>[];
  };
  expect(users.find((user) => user.user_id === user_id)).toEqual({
    user_id,
    name: 'Ada',
    user_name: null,
    billing: true,
    applications: [{ id: body.id, name: 'sparrow', region: 'eu-1', plan_id: 'pro' }],
  });
  const outdated = { token, body: { plan_id: 'pro', terms_version: '2020-01' } };
  expect(await call('PUT', path, outdated)).toMatchObject({
    status: 409,
    body: { code: 'terms_outdated' },
  });
});

test('an unavailable region names the nearest that are available', async () => {
  await admin('PUT', '/admin/regions/eu-1', { available: false });
  await admin('PUT', '/admin/regions/us-1', { available: false });
  const refused = await call('POST', '/v1/applications', { body: application('sparrow') });
  expect(refused).toMatchObject({
    status: 503,
    body: { code: 'region_unavailable', alternatives: ['eu-2', 'us-2', 'ap-1'] },
  });
  await admin('PUT', '/admin/regions/eu-1', { available: true });
  const created = await call('POST', '/v1/applications', { body: application('sparrow') });
  expect(created.status).toBe(201);
});

test('faults by header', async () => {
  const plans = (fault: string) =>
    call('GET', '/v1/plans', { headers: { 'x-orbit-fault': fault } });
  expect(await plans('500')).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(await plans('429')).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  const malformed = await plans('malformed');
  expect(malformed.status).toBe(200);
  expect(malformed.body).toBeUndefined();
  await expect(plans('reset')).rejects.toThrow();
  const startedAt = performance.now();
  expect((await plans('delay=150')).status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThan(140);
});

test('a plan that was added is offered at its place, and those that are always there stay', async () => {
  const plan = { name: 'Team', price_cents: 1900 };
  expect((await admin('PUT', '/admin/plans/team', plan)).status).toBe(200);
  expect((await admin('PUT', '/admin/plans/pro', plan)).status).toBe(400);
  const { plans } = (await call('GET', '/v1/plans')).body;
  expect(plans.map(({ id }: { id: string }) => id)).toEqual([
    'tmpl_free_2024',
    'starter',
    'team',
    'pro',
  ]);
});

test('faults by rule: for a path, a route or a user, a number of times', async () => {
  const { user_id, token } = await createUser(false);
  const { body } = await call('POST', '/v1/applications', { token, body: application('sparrow') });
  const path = `/v1/applications/${body.id}/api-keys`;
  await admin('POST', '/admin/faults', {
    method: 'POST',
    path: '/v1/applications/:application_id/api-keys',
    user_id,
    times: 2,
    status: 429,
    retry_after: 7,
  });
  expect((await call('GET', '/v1/plans', { token })).status).toBe(200);
  expect(await call('POST', path, { token })).toMatchObject({ status: 429, retryAfter: '7' });
  expect((await call('POST', path, { token })).status).toBe(429);
  expect((await call('POST', path, { token })).status).toBe(201);
  await admin('POST', '/admin/faults', { path: '/v1/plans', status: 500 });
  expect((await admin('GET', '/admin/faults')).body.faults).toHaveLength(1);
  await admin('DELETE', '/admin/faults');
  expect((await call('GET', '/v1/plans')).status).toBe(200);
  expect((await admin('POST', '/admin/faults', { path: '/v1/plans' })).status).toBe(400);
});

test('nothing is created if the client disconnects during a delay', async () => {
  await expect(
    fetch(`${cloud.url}/v1/applications`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${cloud.developerToken}`,
        'content-type': 'application/json',
        'x-orbit-fault': 'delay=300',
      },
      body: JSON.stringify(application('sparrow')),
      signal: AbortSignal.timeout(100),
    }),
  ).rejects.toThrow();
  // It begins later and takes longer.
  const headers = { 'x-orbit-fault': 'delay=400' };
  expect((await call('GET', '/v1/applications', { headers })).body.applications).toEqual([]);
});

test('many at once: each is kept', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `app-${index}`);
  const answers = await Promise.all(
    names.map((name) => call('POST', '/v1/applications', { body: application(name) })),
  );
  expect(answers.every(({ status }) => status === 201)).toBe(true);
  const onDisk = JSON.parse(readFileSync(join(dataDirectory, 'state.json'), 'utf8'));
  expect(onDisk.applications.map(({ name }: { name: string }) => name).sort()).toEqual(
    names.sort(),
  );
});

test('a foreign state file is not changed', async () => {
  await cloud.close();
  const file = join(dataDirectory, 'state.json');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, '{"format": 99}');
  await expect(startOrbitCloud({ dataDirectory })).rejects.toThrow('was not written by');
  expect(readFileSync(file, 'utf8')).toBe('{"format": 99}');
  writeFileSync(file, before);
  cloud = await startOrbitCloud({ dataDirectory });
});
