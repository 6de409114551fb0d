import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../testing/client-server.js';

// Each event is stored in the project of its own key, and no key is stored.

const server = createClientServer();
const other = 'another-key-of-the-test';
const keylessSource = {
  project: 'nightly',
  header: undefined,
  projects: new Map<string, string>(),
};
beforeAll(() =>
  server.open({
    keylessSource: { ...keylessSource, families: ['posthog', 'matomo', 'countly', 'snowplow'] },
  }),
);
afterAll(() => server.close());

const find = async (name: string) => {
  const found = [];
  for (const project of ['orbit', 'nightly']) {
    for (const event of await server.events(project)) {
      if (event.event === name) found.push({ project, properties: event.properties });
    }
  }
  return found;
};
const form = { 'content-type': 'application/x-www-form-urlencoded' };

test.each([
  [
    'posthog',
    '/e/',
    (keys: string[], name: string) =>
      keys.map((token, index) => ({
        event: `${name}${index}`,
        distinct_id: 'u',
        properties: { token },
      })),
  ],
  [
    'mixpanel',
    '/track',
    (keys: string[], name: string) =>
      keys.map((token, index) => ({
        event: `${name}${index}`,
        properties: { token, distinct_id: 'u' },
      })),
  ],
  [
    'matomo',
    '/matomo.php',
    (keys: string[], name: string) => ({
      requests: keys.map((key, index) => `?idsite=${key}&rec=1&e_c=x&e_a=${name}${index}`),
    }),
  ],
  [
    'snowplow',
    '/com.snowplowanalytics.snowplow/tp2',
    (keys: string[], name: string) => ({
      data: keys.map((aid, index) => ({ e: 'se', se_ac: `${name}${index}`, aid })),
    }),
  ],
  [
    'countly',
    '/i/bulk',
    (keys: string[], name: string) =>
      `requests=${encodeURIComponent(
        JSON.stringify(
          keys.map((app_key, index) => ({
            app_key,
            device_id: 'd',
            events: [{ key: `${name}${index}`, count: 1 }],
          })),
        ),
      )}`,
  ],
] as const)('%s: a key for each event', async (family, path, describe) => {
  const send = (keys: string[], name: string) => {
    const body = describe(keys, name);
    return server.send('POST', path, { body, headers: typeof body === 'string' ? form : {} });
  };
  const name = `${family} own`;
  const hasGuesses = family === 'snowplow';
  expect((await send([other, server.key], name)).status).toBe(200);
  // An app's id that is no key is that of a client without one.
  expect((await find(`${name}0`)).map(({ project }) => project)).toEqual(
    hasGuesses ? ['nightly'] : [],
  );
  const [stored, ...more] = await find(`${name}1`);
  expect(more).toEqual([]);
  expect(stored?.project).toBe('orbit');
  expect(JSON.stringify(stored)).not.toContain(server.key);
  // Nothing can be stored, so the client is not told that it was.
  expect((await send([other], `${family} unknown`)).status === 200).toBe(hasGuesses);
});

test('the metric counts events whose key is for no project', async () => {
  const { text } = await server.send('GET', '/metrics');
  expect(text).toContain('sonde_ingest_refused_total{code="key_unknown"}');
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['Snowplow', '/com.snowplowanalytics.snowplow/tp2', `{"data":[{"e":"se","aid":"${server.key}"`],
  ['Snowplow at /i', '/i', `{"data":[{"e":"se","aid":"${server.key}"`],
  ['Matomo', '/matomo.php', `{"requests":["?idsite=${server.key}&rec=1`],
  ['a list for Matomo', '/matomo.php', `["?idsite=${server.key}&rec=1"]`],
  ['Matomo with a token', '/matomo.php', `{"requests":["?idsite=1"],"token_auth":"${server.key}"`],
  ['PostHog', '/e/', `[{"event":"x","properties":{"token":"${server.key}"`],
  ['Segment', '/v1/batch', `{"writeKey":"${server.key}","batch":[{"type":"track"`],
  ['Mixpanel', '/track', base64(`[{"event":"x","properties":{"token":"${server.key}"`)],
  [
    'Countly',
    '/i/bulk',
    `requests=${encodeURIComponent(`[{"app_key":"${server.key}","begin_session":1`)}`,
  ],
])(
  'a truncated body of %s is quarantined in the project of its key, without the key',
  async (_name, path, body) => {
    const before = await server.quarantined();
    const count = (all: { events: number }[]) => all.reduce((sum, { events }) => sum + events, 0);
    const headers = path === '/i/bulk' ? form : {};
    expect((await server.send('POST', path, { body, headers })).status).toBe(200);
    expect(count(await server.quarantined())).toBe(count(before) + 1);
    expect(await server.quarantined('nightly')).toEqual([]);
  },
);

test('a family that is not in the list needs a key', async () => {
  const name = 'without a key';
  const body = { batch: [{ type: 'track', event: name, userId: 'u' }] };
  expect((await server.send('POST', '/v1/batch', { body })).status).toBe(401);
  const events = [{ event: name, distinct_id: 'u' }];
  expect((await server.send('POST', '/e/', { body: events })).status).toBe(200);
  expect(await find(name)).toMatchObject([{ project: 'nightly' }]);
});
