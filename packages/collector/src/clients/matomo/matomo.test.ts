import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientServer } from '../../testing/client-server.js';

const server = createClientServer();
beforeAll(() => server.open());
afterAll(() => server.close());

let count = 0;
const makeName = () => {
  count += 1;
  return `Event ${count}`;
};
const find = async (name: string) => (await server.events()).filter(({ event }) => event === name);
const query = (parameters: Record<string, string>) =>
  Object.entries({ ...parameters, rec: '1' })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
const image = { status: 200, type: 'image/gif', text: expect.stringMatching(/^GIF89a/) };
const countOf = async (code: string) =>
  (await server.quarantined()).find((entry) => entry.code === code)?.events ?? 0;

test('an event as a query', async () => {
  const name = makeName();
  const answer = await server.send(
    'GET',
    `/matomo.php?${query({
      ...{ url: 'http://example.org/x', action_name: 'Docs + more', ua: 'cli', lang: 'en' },
      ...{ uid: 'user1', _id: '0123456789abcdef', cdt: '2026-11-28 10:11:12' },
      ...{ e_c: 'cat', e_a: name, e_n: 'name', e_v: '3', cip: '203.0.113.7' },
      ...{ _cvar: '{"1":["k","v"]}', dimension1: 'd1' },
      ...{ idsite: '7', token_auth: server.key },
    })}`,
  );
  expect(answer).toMatchObject({ ...image, cacheControl: 'no-store' });
  const [stored] = await find(name);
  expect(stored).toMatchObject({
    timestamp: '2026-11-28T10:11:12.000Z',
    ...{ user_id: 'user1', anonymous_id: '0123456789abcdef', distinct_id: 'user1' },
  });
  expect(stored?.properties).toEqual({
    ...{ $category: 'cat', $name: 'name', $value: 3, $url: 'http://example.org/x' },
    $context: { ua: 'cli', lang: 'en', _cvar: '{"1":["k","v"]}', dimension1: 'd1' },
  });
  expect(JSON.stringify(stored)).not.toContain(server.key);
});

test.each([
  ['$pageview', { action_name: 'Home', url: 'https://example.org/' }, { $name: 'Home' }],
  ['$pageview', { url: 'https://example.org/a b' }, { $url: 'https://example.org/a b' }],
  ['$search', { url: 'https://e/', search: 'words' }, { $context: { search: 'words' } }],
  ['$goal', { url: 'https://e/', idgoal: '2' }, { $context: { idgoal: '2' } }],
])('%s', async (event, parameters, properties) => {
  const before = (await find(event)).length;
  await server.send('GET', `/piwik.php?${query({ ...parameters, idsite: server.key })}`);
  const found = await find(event);
  expect(found).toHaveLength(before + 1);
  expect(found.some((one) => Object.keys(properties).every((name) => name in one.properties))).toBe(
    true,
  );
});

test('a form', async () => {
  const name = makeName();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = query({ e_c: 'c', e_a: name, cdt: '1795860672', cid: 'fedcba9876543210' });
  const url = `/matomo.php/?idsite=${server.key}`;
  expect(await server.send('POST', url, { headers, body })).toMatchObject(image);
  expect(await find(name)).toMatchObject([
    { timestamp: '2026-11-28T10:11:12.000Z', anonymous_id: 'fedcba9876543210' },
  ]);
});

test('several events, of which some are broken', async () => {
  const names = [makeName(), makeName(), makeName()];
  const [first = '', second = '', third = ''] = names;
  const before = [await countOf('event_not_object'), await countOf('event_name_invalid')];
  const requests = [
    `?${query({ e_c: 'c', e_a: first, idsite: '7', token_auth: server.key })}`,
    7,
    `?${query({ idsite: '7' })}`,
    `?${query({ e_c: 'c', e_a: second, cdt: 'yesterday' })}`,
    { e_c: 'c', e_a: third },
  ];
  const answer = await server.send('POST', '/matomo.php', { body: { requests } });
  expect(answer).toMatchObject({
    status: 200,
    text: '{"status":"success","tracked":5,"invalid":0}',
  });
  expect(await find(first)).toHaveLength(1);
  expect(await find(second)).toEqual([]);
  expect(await find(third)).toHaveLength(1);
  expect(await countOf('event_not_object')).toBe((before[0] ?? 0) + 1);
  expect(await countOf('event_name_invalid')).toBe((before[1] ?? 0) + 1);
});

test.each([
  ['the site', { idsite: server.key, token_auth: 'of-matomo' }],
  ['the token beside a number', { idsite: '1', token_auth: server.key }],
  ['the token alone', { token_auth: server.key }],
])('the key is %s', async (_place, parameters) => {
  const [single, bulk, inBody] = [makeName(), makeName(), makeName()];
  await server.send('GET', `/matomo.php?${query({ e_a: single, ...parameters })}`);
  await server.send('POST', '/matomo.php', {
    body: { requests: [`?${query({ e_a: bulk, ...parameters })}`] },
  });
  await server.send('POST', '/matomo.php', {
    body: { requests: [`?${query({ e_a: inBody })}`], ...parameters },
  });
  for (const name of [single, bulk, inBody]) expect(await find(name)).toHaveLength(1);
});

test.each([{ idsite: '1' }, { idsite: 'another' }, { idsite: '1', token_auth: 'another' }])(
  '%j is refused, and nothing is stored',
  async (parameters) => {
    const name = makeName();
    const answers = [
      await server.send('GET', `/matomo.php?${query({ e_a: name, ...parameters })}`),
      await server.send('POST', '/matomo.php', {
        body: { requests: [`?${query({ e_a: name, ...parameters })}`] },
      }),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(401);
      expect(JSON.parse(text)).toMatchObject({ code: 401, reason: 'key_unknown' });
    }
    expect(await find(name)).toEqual([]);
  },
);

test.each([
  ['no JSON', 'nonsense', 'body_not_json'],
  ['truncated JSON', '{"requests":["?e_a=x', 'body_not_json'],
  ['bytes', Buffer.from([0xff, 0xfe, 0]), 'body_not_json'],
  ['a list', '[]', 'body_wrong_shape'],
  ["another family's body", '{"batch":[{"event":"x"}]}', 'body_wrong_shape'],
  ['requests that are none', '{"requests":7}', 'body_wrong_shape'],
  ['a form without an action', 'rec=1', 'event_name_invalid'],
  ['an empty body', '', 'event_name_invalid'],
  ['a name that is too long', `e_a=${'x'.repeat(129)}`, 'event_name_invalid'],
  ['an id that is too long', `e_a=x&uid=${'x'.repeat(129)}`, 'event_field_invalid'],
  ['a time that is none', 'e_a=x&cdt=never', 'event_timestamp_invalid'],
  ['an id of a wrong type', '{"requests":[{"e_a":"x","uid":{}}]}', 'event_field_invalid'],
  ['a form of nearly 5 MB', `e_a=x&e_n=${'x'.repeat(4_900_000)}`, 'event_too_large'],
])('%s is quarantined, and the client sees a success', async (_what, body, code) => {
  const before = await countOf(code);
  const answer = await server.send('POST', `/matomo.php?idsite=${server.key}`, { body });
  expect(answer.status).toBe(200);
  expect((await countOf(code)) - before).toBe(1);
});

test('a doubly compressed bulk request is stored', async () => {
  const name = makeName();
  const requests = [`?${query({ e_a: name, idsite: server.key })}`];
  const body = gzipSync(gzipSync(JSON.stringify({ requests })));
  await server.send('POST', '/matomo.php', { headers: { 'content-encoding': 'gzip' }, body });
  expect(await find(name)).toHaveLength(1);
});
