import { createHash } from 'node:crypto';
import { anonymousIdOf } from '@sonde/protocol';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from './collector.js';
import { generateKey } from './team/keys.js';
import { createTestDirectory } from './testing/collector-process.js';

const directory = createTestDirectory();
const key = generateKey('write');
const otherKey = generateKey('write');
let store: Store;
let app: FastifyInstance;

const open = async () => {
  store = await openEmbeddedStore({ directory: directory.path('data') });
  app = await createCollector({
    store,
    ingestOnly: true,
    declared: {
      projects: ['one', 'two'].map((id) => ({ id, title: id, retentionMonths: null })),
      keys: [
        { hash: key.hash, project: 'one', kind: 'write', name: null },
        { hash: otherKey.hash, project: 'two', kind: 'write', name: null },
      ],
    },
  });
};
const close = async () => {
  await app.close();
  await store.close();
};

beforeAll(open);
afterAll(async () => {
  await close();
  directory.remove();
});

function createInstallation(seed: string) {
  const secret = createHash('sha256').update(seed).digest('hex');
  return {
    secret,
    anonymous_id: anonymousIdOf(createHash('sha256').update(secret).digest('hex')),
  };
}

const ask = (payload: unknown, headers: Record<string, string> = { 'x-api-key': key.key }) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/deletions',
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

const send = (anonymous_id: string, insert_id: string) =>
  app.inject({
    method: 'POST',
    url: '/ingest',
    headers: { 'x-api-key': key.key },
    payload: { event: 'Noted', insert_id, anonymous_id, timestamp: new Date().toISOString() },
  });

async function idsIn(project: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const event of store.exportEvents(project, {})) ids.push(event.insert_id);
  return ids.sort();
}

describe('POST /api/v1/deletions', () => {
  test('deletes the installation’s events, returns a receipt, and refuses repeats', async () => {
    const mine = createInstallation('mine');
    const theirs = createInstallation('theirs');
    await Promise.all([
      send(mine.anonymous_id, 'a'),
      send(mine.anonymous_id, 'b'),
      send(theirs.anonymous_id, 'c'),
    ]);
    const response = await ask(mine);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      anonymous_id: mine.anonymous_id,
      events_deleted: 2,
      at: expect.stringMatching(/Z$/),
    });
    expect(await idsIn('one')).toEqual(['c']);
    expect((await send(mine.anonymous_id, 'a')).json()).toMatchObject({ duplicates: 1 });
    expect((await send(mine.anonymous_id, 'late')).json()).toMatchObject({ accepted: 0 });
    await close();
    await open();
    expect((await send(mine.anonymous_id, 'b')).json()).toMatchObject({ accepted: 0 });
    expect(await idsIn('one')).toEqual(['c']);
  });

  test('a secret of another installation is refused, whether or not the id is known', async () => {
    const known = createInstallation('known');
    await send(known.anonymous_id, 'k');
    for (const id of [known.anonymous_id, createInstallation('unknown').anonymous_id]) {
      const response = await ask({ anonymous_id: id, secret: createInstallation('thief').secret });
      expect(response.statusCode).toBe(403);
      expect(response.json()).toMatchObject({ code: 'deletion_not_authorised' });
    }
    expect(await idsIn('one')).toContain('k');
  });

  test('an id that sent nothing, and one of another project, have nothing to delete', async () => {
    const installation = createInstallation('elsewhere');
    await send(installation.anonymous_id, 'e');
    const response = await ask(installation, { 'x-api-key': otherKey.key });
    expect(response.json()).toMatchObject({ events_deleted: 0 });
    expect(await idsIn('one')).toContain('e');
  });

  test.each<[string, unknown, Record<string, string>, number, string]>([
    ['no key', createInstallation('x'), {}, 401, 'key_unknown'],
    ['not JSON', '{', { 'x-api-key': key.key }, 400, 'body_not_json'],
    [
      'an id shared by CI',
      { ...createInstallation('x'), anonymous_id: 'ci:github_actions' },
      { 'x-api-key': key.key },
      400,
      'parameter_invalid',
    ],
    [
      'an invalid secret',
      { ...createInstallation('x'), secret: 'short' },
      { 'x-api-key': key.key },
      400,
      'parameter_invalid',
    ],
    [
      'something more',
      { ...createInstallation('x'), all: true },
      { 'x-api-key': key.key },
      400,
      'parameter_invalid',
    ],
    ['a large body', ' '.repeat(3_000), { 'x-api-key': key.key }, 413, 'body_too_large'],
    [
      'a form',
      'a=b',
      { 'x-api-key': key.key, 'content-type': 'text/plain' },
      415,
      'content_type_unsupported',
    ],
    [
      'a page of another site',
      createInstallation('x'),
      { 'x-api-key': key.key, origin: 'https://example.com' },
      403,
      'origin_not_allowed',
    ],
  ])('refuses %s', async (_name, payload, headers, status, code) => {
    const response = await ask(payload, headers);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code });
    expect(response.body).not.toContain(createInstallation('x').secret);
  });
});
