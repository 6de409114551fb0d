import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { createTestDirectory } from '../testing/collector-process.js';
import { generateKey } from './keys.js';

const directory = createTestDirectory();
const declaredKey = generateKey('write');
let store: Store;
/** A collector without accounts, with nothing declared. */
let app: FastifyInstance;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data') });
  app = await createCollector({ store });
});
afterAll(async () => {
  await app.close();
  await store.close();
  directory.remove();
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

async function ask(
  method: Method,
  path: string,
  payload?: unknown,
  { headers = {}, instance = app }: { headers?: object; instance?: FastifyInstance } = {},
) {
  const response = await instance.inject({
    method,
    url: `/api/v1${path}`,
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  });
  return { status: response.statusCode, body: response.body === '' ? null : response.json() };
}

const codeOf = async (...request: Parameters<typeof ask>) => {
  const { status, body } = await ask(...request);
  return [status, body?.code];
};

const send = (key: string | undefined, insert_id: string, instance = app) =>
  instance.inject({
    method: 'POST',
    url: '/ingest',
    headers: key === undefined ? {} : { 'x-api-key': key },
    payload: { event: 'Noted', insert_id },
  });

async function createKey(project: string, kind: 'write' | 'read', name: string) {
  const { status, body } = await ask('POST', `/projects/${project}/keys`, { name, kind });
  expect(status).toBe(201);
  return body as { id: string; key: string };
}

async function exportedIds(project: string): Promise<string[]> {
  const response = await app.inject(`/api/v1/export/events?project=${project}`);
  const lines = response.body.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line).insert_id);
}

describe('projects', () => {
  test('the first one exists from the start', async () => {
    const { projects } = (await ask('GET', '/projects')).body;
    expect(projects[0]).toEqual({
      ...{ id: 'default', title: 'default', declared: false },
      ...{ created_at: null, archived_at: null, retention_months: null },
      undeclared: 'accept',
    });
  });

  test('a project is created, renamed, archived and restored', async () => {
    const made = await ask('POST', '/projects', { id: 'orbit', title: 'Orbit <b>&amp;' });
    expect([made.status, made.body]).toMatchObject([201, { id: 'orbit', title: 'Orbit <b>&amp;' }]);
    expect((await ask('PATCH', '/projects/orbit', { title: ' The orbit ' })).body).toMatchObject({
      title: 'The orbit',
    });
    const { key } = await createKey('orbit', 'write', 'tools');
    expect((await send(key, 'before')).statusCode).toBe(202);
    const archived = await ask('PATCH', '/projects/orbit', { archived: true });
    expect(archived.body.archived_at).toMatch(/^\d{4}-/);
    const refused = await send(key, 'while archived');
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'project_archived']);
    expect(await exportedIds('orbit')).toEqual(['before']);
    await ask('PATCH', '/projects/orbit', { archived: false });
    expect((await send(key, 'after')).statusCode).toBe(202);
    expect((await exportedIds('orbit')).sort()).toEqual(['after', 'before']);
    expect((await ask('PATCH', '/projects/orbit', { retention_months: 12 })).body).toMatchObject({
      retention_months: 12,
    });
    await ask('PATCH', '/projects/orbit', { undeclared: 'quarantine' });
    expect((await ask('GET', '/projects/orbit')).body).toMatchObject({
      ...{ retention_months: 12, undeclared: 'quarantine' },
    });
    const { entries } = (await ask('GET', '/audit?project=orbit')).body;
    expect(
      entries
        .map(({ action, actor, address }: Record<string, string>) => [action, actor, address])
        .filter(([action]: string[]) => action !== 'events.export'),
    ).toEqual(
      ['undeclared', 'retention', 'restore', 'archive']
        .map((act) => [`project.${act}`, 'anyone', '127.0.0.1'])
        .concat(
          [['key.create', 'anyone', '127.0.0.1']],
          [['project.rename', 'anyone', '127.0.0.1']],
          [['project.create', 'anyone', '127.0.0.1']],
        ),
    );
  });

  test.each<[string, Method, string, unknown, number, string]>([
    ['an id twice', 'POST', '/projects', { id: 'default' }, 409, 'project_id_taken'],
    ['no id', 'POST', '/projects', {}, 400, 'parameter_invalid'],
    ['an empty id', 'POST', '/projects', { id: '' }, 400, 'project_id_invalid'],
    ['an id with markup', 'POST', '/projects', { id: '<b>' }, 400, 'project_id_invalid'],
    [
      'an id of 64 characters',
      'POST',
      '/projects',
      { id: 'a'.repeat(64) },
      400,
      'project_id_invalid',
    ],
    ['an empty title', 'POST', '/projects', { id: 'x', title: ' ' }, 400, 'name_invalid'],
    [
      'a title of 129 characters',
      'POST',
      '/projects',
      { id: 'x', title: 'é'.repeat(129) },
      400,
      'name_invalid',
    ],
    [
      'a title with a control character',
      'POST',
      '/projects',
      { id: 'x', title: 'a\u0007' },
      400,
      'name_invalid',
    ],
    [
      'a title that changes the text direction',
      'POST',
      '/projects',
      { id: 'x', title: 'a\u202e' },
      400,
      'name_invalid',
    ],
    ['a title twice', 'POST', '/projects', { id: 'x', title: 'default' }, 409, 'name_taken'],
    ['an unknown field', 'POST', '/projects', { id: 'x', owner: 'me' }, 400, 'parameter_invalid'],
    [
      'a prototype',
      'POST',
      '/projects',
      JSON.parse('{"id":"x","__proto__":{}}'),
      400,
      'parameter_invalid',
    ],
    ['an unknown project', 'PATCH', '/projects/none', { title: 'x' }, 404, 'project_not_found'],
    ['no months', 'PATCH', '/projects/default', { retention_months: 0 }, 400, 'parameter_invalid'],
    [
      'months as text',
      'PATCH',
      '/projects/default',
      { retention_months: '3' },
      400,
      'parameter_invalid',
    ],
    ['-1 months', 'PATCH', '/projects/default', { retention_months: -1 }, 400, 'parameter_invalid'],
    [
      '1e9 months',
      'PATCH',
      '/projects/default',
      { retention_months: 1e9 },
      400,
      'parameter_invalid',
    ],
  ])('%s: a clear error', async (_, method, path, body, status, code) => {
    expect(await codeOf(method, path, body)).toEqual([status, code]);
  });

  test('a title of 128 characters is stored unchanged', async () => {
    const title = '🛰'.repeat(128);
    expect((await ask('POST', '/projects', { id: 'long', title })).body.title).toBe(title);
  });

  test('concurrent requests create one project per id', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((n) => ask('POST', '/projects', { id: 'raced', title: `Raced ${n}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  test.each([
    ['text/plain', 415, 'content_type_unsupported'],
    ['application/x-www-form-urlencoded', 415, 'content_type_unsupported'],
  ])('a body of %s is refused', async (type, status, code) => {
    const headers = { 'content-type': type };
    expect(await codeOf('POST', '/projects', { id: 'x' }, { headers })).toEqual([status, code]);
  });

  test('a page of another site cannot change anything', async () => {
    const headers = { origin: 'https://example.com' };
    const request = ['POST', '/projects', { id: 'theirs' }, { headers }] as const;
    expect(await codeOf(...request)).toEqual([403, 'origin_not_allowed']);
    const own = { origin: 'http://localhost:7377' };
    expect((await ask('POST', '/projects', { id: 'ours' }, { headers: own })).status).toBe(201);
  });
});

describe('keys', () => {
  test('a key is shown once, writes to its project, and has a time of last use', async () => {
    await ask('POST', '/projects', { id: 'keyed' });
    const { key, id } = await createKey('keyed', 'write', 'CI');
    expect(key).toMatch(/^sonde_wk_[\w-]{32}$/);
    const list = async () => (await ask('GET', '/projects/keyed/keys')).body.keys;
    expect(await list()).toMatchObject([{ id, name: 'CI', kind: 'write', last_used_at: null }]);
    expect((await send(key, 'keyed')).statusCode).toBe(202);
    expect(await exportedIds('keyed')).toEqual(['keyed']);
    const [used] = await list();
    expect(Date.parse(used.last_used_at)).toBeGreaterThan(Date.now() - 60_000);
    expect(JSON.stringify(await list())).not.toContain(key.slice(9));
    const log = await ask('GET', '/audit?project=keyed');
    expect(JSON.stringify(log.body)).not.toContain(key.slice(9));
  });

  test('a revoked key is refused at once, and for good', async () => {
    const { key, id } = await createKey('default', 'write', 'to be revoked');
    expect((await send(key, 'revoked-1')).statusCode).toBe(202);
    expect((await ask('DELETE', `/projects/default/keys/${id}`)).status).toBe(204);
    const refused = await send(key, 'revoked-2');
    expect([refused.statusCode, refused.json().code]).toEqual([401, 'key_revoked']);
    expect((await ask('DELETE', `/projects/default/keys/${id}`)).status).toBe(204);
    const { entries } = (await ask('GET', '/audit')).body;
    expect(
      entries.filter(({ action }: { action: string }) => action === 'key.revoke'),
    ).toHaveLength(1);
    // Its name is free again.
    await createKey('default', 'write', 'to be revoked');
  });

  test('a read key cannot write', async () => {
    const { key } = await createKey('default', 'read', 'reader');
    expect(key).toMatch(/^sonde_rk_/);
    const refused = await send(key, 'never');
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'read_key_cannot_write']);
  });

  test.each<[string, Method, string, unknown, number, string]>([
    [
      'a name twice',
      'POST',
      '/projects/default/keys',
      { name: 'twice', kind: 'read' },
      409,
      'name_taken',
    ],
    [
      'an empty name',
      'POST',
      '/projects/default/keys',
      { name: '', kind: 'read' },
      400,
      'name_invalid',
    ],
    [
      'another kind',
      'POST',
      '/projects/default/keys',
      { name: 'x', kind: 'all' },
      400,
      'parameter_invalid',
    ],
    [
      'no such project',
      'POST',
      '/projects/none/keys',
      { name: 'x', kind: 'read' },
      404,
      'project_not_found',
    ],
    ['no such key', 'DELETE', '/projects/default/keys/none', undefined, 404, 'key_not_found'],
  ])('%s: a clear error', async (_, method, path, body, status, code) => {
    if (code === 'name_taken') await createKey('default', 'write', 'twice');
    expect(await codeOf(method, path, body)).toEqual([status, code]);
  });

  test('a key of another project is not found', async () => {
    const { id } = await createKey('default', 'read', 'foreign');
    await ask('POST', '/projects', { id: 'elsewhere' });
    expect(await codeOf('DELETE', `/projects/elsewhere/keys/${id}`)).toEqual([
      404,
      'key_not_found',
    ]);
  });
});

describe('what the configuration file declares', () => {
  let declaring: FastifyInstance;
  beforeAll(async () => {
    declaring = await createCollector({
      store,
      declared: {
        projects: [{ id: 'declared', title: 'Declared', retentionMonths: 3 }],
        keys: [{ hash: declaredKey.hash, project: 'declared', kind: 'write', name: null }],
      },
    });
  });
  afterAll(() => declaring.close());
  const askDeclaring = (method: Method, path: string, payload?: unknown) =>
    ask(method, path, payload, { instance: declaring });

  test('is listed first, and read-only', async () => {
    const { projects } = (await askDeclaring('GET', '/projects')).body;
    expect(projects[0]).toMatchObject({ id: 'declared', declared: true, retention_months: 3 });
    // `default` exists only if nothing is declared.
    expect(projects.map(({ id }: { id: string }) => id)).not.toContain('default');
    const refused = await askDeclaring('PATCH', '/projects/declared', { archived: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'declared_in_configuration']);
    const { keys } = (await askDeclaring('GET', '/projects/declared/keys')).body;
    expect(keys).toMatchObject([{ declared: true, name: 'configuration file', kind: 'write' }]);
    const revoke = await askDeclaring('DELETE', `/projects/declared/keys/${keys[0].id}`);
    expect([revoke.status, revoke.body.code]).toEqual([409, 'declared_in_configuration']);
  });

  test('other keys work too, and a key is required', async () => {
    expect((await send(declaredKey.key, 'declared', declaring)).statusCode).toBe(202);
    const made = await askDeclaring('POST', '/projects/declared/keys', {
      name: 'x',
      kind: 'write',
    });
    expect((await send(made.body.key, 'made', declaring)).statusCode).toBe(202);
    expect((await exportedIds('default')).length).toBeGreaterThan(0);
    for (const key of [undefined, 'sonde_wk_unknown']) {
      const refused = await send(key, 'never', declaring);
      expect([refused.statusCode, refused.json().code]).toEqual([401, 'key_unknown']);
    }
  });
});

test('10,000 projects can be created and listed, and no more', async () => {
  const ids = Array.from({ length: 10_000 }, (_, n) => `p-${n}`);
  const records = ids.map((id, n) => ({
    ...{ kind: 'project', id, revision: Date.now() * 1000 + n, written_at: Date.now() },
    body: { id, title: id, created_at: n, archived_at: null, retention_months: null },
  }));
  await store.team.append({ records, audit: [] });
  const full = await createCollector({ store });
  const instance = { instance: full };
  const { body } = await ask('GET', '/projects', undefined, instance);
  expect(body.projects.length).toBeGreaterThan(10_000);
  expect(await codeOf('POST', '/projects', { id: 'one-more' }, instance)).toEqual([
    409,
    'limit_reached',
  ]);
  expect(await codeOf('GET', '/overview?project=p-9999', undefined, instance)).toEqual([
    200,
    undefined,
  ]);
  await full.close();
});
