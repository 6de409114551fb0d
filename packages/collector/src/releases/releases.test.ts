import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AccountsServer, createAccountsServer } from '../testing/accounts-server.js';
import { expectMade } from '../testing/closed-server.js';
import { renderFeed } from './atom-feed.js';
import { findingsOf, noteFindings } from './release-findings.js';

const server: AccountsServer = createAccountsServer();
let readKey = '';
let writeKey = '';
beforeAll(async () => {
  await server.open();
  await server.createRoot();
  await expectMade(server.root.ask('POST', '/projects', { id: 'mine', title: 'Mine <&> ours' }));
  const createKey = (kind: string) =>
    expectMade(server.root.ask('POST', '/projects/mine/keys', { name: kind, kind }));
  readKey = (await createKey('read')).key;
  writeKey = (await createKey('write')).key;
});
afterAll(() => server.close());

/** Forty people run a command; every fourth of them fails if it is broken. */
async function run(version: string, command: string, isBroken: boolean): Promise<void> {
  const events = Array.from({ length: 80 }, (_, i) => {
    const person = `person-${i % 40}`;
    const succeeded = !isBroken || i % 4 > 0;
    return {
      ...{ event: 'Command Completed', insert_id: `${command}-${version}-${i}-${isBroken}` },
      ...{ distinct_id: person, anonymous_id: person, invocation_id: `${command}${version}-${i}` },
      properties: { command, version, succeeded },
    };
  });
  const response = await server.app.inject({
    ...{ method: 'POST', url: '/ingest', headers: { 'x-api-key': writeKey } },
    payload: { events, meta: { tool: 'orbit' } },
  });
  expect(response.statusCode).toBe(202);
}

const look = () => noteFindings({ store: server.store, team: server.team }, 'mine');

const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`reader:${password}`).toString('base64')}`,
});

const readFeed = (headers: object = basic(readKey)) =>
  server.app.inject({ url: '/api/v1/releases/feed', headers: { host: 'sonde.test', ...headers } });

test('the feed has the releases that got worse, and changes only with what got worse', async () => {
  await run('1.0.0', 'orbit deploy <b>', false);
  await look();
  expect(findingsOf(server.team, 'mine')).toEqual([]);
  expect((await readFeed()).body).not.toContain('<entry>');

  await run('1.1.0', 'orbit deploy <b>', true);
  await look();
  const [found] = findingsOf(server.team, 'mine');
  expect(found).toMatchObject({ tool: 'orbit', version: '1.1.0', previous_version: '1.0.0' });
  expect(found?.worse).toMatchObject([{ kind: 'command', after: { runs: 80, hits: 20 } }]);
  const first = await readFeed();
  expect(first.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
  expect(readElements(first.body, 'title')).toEqual([
    'Mine <&> ours: what got worse',
    'orbit 1.1.0: 1 rate got worse',
  ]);
  expect(readElements(first.body, 'id')).toEqual([
    'http://sonde.test/api/v1/releases/feed?project=mine',
    `urn:uuid:${found?.id}`,
  ]);
  // The markup of a name is text in the feed, and in its HTML.
  expect(readElements(first.body, 'content')).toEqual([
    '<p>Compared with 1.0.0.</p><ul><li>orbit deploy &lt;b&gt; fails: 0% of 80 before, 25% of 80 now, 10 users hit</li></ul>',
  ]);

  // More of the same is nothing new, also after a restart.
  server.passTime(3_600_000);
  await look();
  expect((await readFeed()).body).toBe(first.body);
  const again = await readFeed({ ...basic(readKey), 'if-none-match': first.headers.etag });
  expect([again.statusCode, again.body]).toEqual([304, '']);

  await run('1.0.0', 'orbit logs', false);
  await run('1.1.0', 'orbit logs', true);
  await look();
  const [changed] = findingsOf(server.team, 'mine');
  expect(changed).toMatchObject({ id: found?.id, found_at: found?.found_at });
  expect(changed?.worse).toHaveLength(2);
  expect(changed?.changed_at).toBeGreaterThan(found?.changed_at ?? 0);
  const updated = new Date(changed?.changed_at ?? 0).toISOString();
  expect(readElements((await readFeed()).body, 'updated')).toEqual([updated, updated]);
});

test('a feed reader sends a read key as its password, never in the address', async () => {
  const refused = await readFeed({});
  expect(refused.statusCode).toBe(401);
  expect(refused.headers['www-authenticate']).toContain('Basic realm="Sonde"');
  expect((await readFeed({ 'x-api-key': readKey })).statusCode).toBe(200);
  expect((await readFeed(basic('sonde_rk_unknown'))).json().code).toBe('key_unknown');
  expect((await readFeed(basic(writeKey))).json().code).toBe('write_key_cannot_read');
  const inAddress = await server.app.inject(`/api/v1/releases/feed?key=${readKey}`);
  expect(inAddress.statusCode).toBe(401);
  // Other routes take no password: a browser that knows it would send it for other sites.
  const report = await server.app.inject({
    ...{ url: '/api/v1/releases/report', headers: basic(readKey) },
  });
  expect(report.statusCode).toBe(401);
});

test('a feed is valid Atom whatever the names are', () => {
  const feed = renderFeed({
    ...{ title: 'a\u0000"<\ud800>', self: 'https://x/?a=1&b=2', origin: 'https://x' },
    findings: [
      {
        ...{ id: 'one', project: 'p', tool: ']]>&<tool>', version: '"1"', previous_version: '0' },
        ...{ worse: [], found_at: 0, changed_at: 86_400_000, is_superseded: false },
      },
    ],
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML must not contain them
  expect(feed).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff]/);
  checkAtom(feed);
});

/** The text of every element with this name, in order. */
function readElements(feed: string, name: string): string[] {
  checkAtom(feed);
  return [...feed.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))].map(
    ([, text = '']) => unescapeXml(text),
  );
}

const unescapeXml = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

/** What RFC 4287 requires of a feed and its entries, of well-formed XML. */
function checkAtom(feed: string): void {
  const [declaration, ...rest] = feed.split('\n');
  expect(declaration).toBe('<?xml version="1.0" encoding="utf-8"?>');
  const body = rest.join('\n');
  expect(body.replaceAll(/&(amp|lt|gt|quot);/g, '')).not.toContain('&');
  const open: { name: string; children: string[] }[] = [{ name: '', children: [] }];
  const required = ['id', 'title', 'updated'];
  for (const [, slash, name = '', attributes = '', self] of body.matchAll(
    /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g,
  )) {
    if (slash === '/') {
      const ended = open.pop();
      expect(ended?.name).toBe(name);
      if (name !== 'feed' && name !== 'entry') continue;
      for (const child of required) {
        expect(ended?.children.filter((one) => one === child)).toEqual([child]);
      }
      continue;
    }
    open.at(-1)?.children.push(name);
    if (name === 'feed') expect(attributes).toBe(' xmlns="http://www.w3.org/2005/Atom"');
    if (self !== '/') open.push({ name, children: [] });
  }
  expect(open).toEqual([{ name: '', children: ['feed'] }]);
  expect(body.replaceAll(/<\/?[a-z]+(?: [a-z]+="[^"<]*")*\/?>/g, '')).not.toMatch(/[<>]/);
  for (const [, time = ''] of body.matchAll(/<(?:updated|published)>([^<]*)</g)) {
    expect(new Date(time).toISOString()).toBe(time);
  }
}
