import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import Provider from 'oidc-provider';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { Forwarders } from '../forwarders/forwarders.js';
import { createMetrics, type Metrics } from '../metrics/metrics.js';
import { createTestDirectory } from '../testing/collector-process.js';
import { createAccount, removeAccount } from './accounts.js';
import { operator, toActor } from './audit.js';
import { invite } from './invitations.js';
import { openTeam } from './open-team.js';
import type { OpenidSettings } from './openid.js';
import { findSession } from './sessions.js';
import type { Team } from './team.js';
import { useLink } from './use-link.js';

const directory = createTestDirectory();
const clientSecret = 'the secret of this client';
let store: Store;
let team: Team;
let provider: Server;
let issuer: string;
/** All collectors of this file, by address, to be closed. */
const collectors: FastifyInstance[] = [];

/** The person signed in at the provider, and their claims. */
let person: { sub: string; claims: Record<string, unknown> };
const someone = (email: string, more: object = {}) => {
  person = { sub: email, claims: { email, email_verified: true, name: 'Some One', ...more } };
};

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data') });
  team = await openTeam({ store, requireAccounts: true });
  provider = createServer().listen(0, '127.0.0.1');
  await once(provider, 'listening');
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const collector of collectors) await collector.close();
  provider.closeAllConnections();
  provider.close();
  await team.close();
  await store.close();
  directory.remove();
});

/** A collector that uses the provider for sign-in; the provider knows its address. */
async function startCollector(
  more: Partial<OpenidSettings> = {},
  metrics?: Metrics,
): Promise<string> {
  const settings = {
    ...{ name: 'Example', issuer, clientId: 'sonde', clientSecret },
    ...{ allowedDomains: ['example.org'], ...more },
  };
  const app = await createCollector({
    ...{ store, team: () => team, requireAccounts: true, openid: settings },
    ...(metrics === undefined ? {} : { metrics }),
  });
  collectors.push(app);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  serveProvider(url);
  return url;
}

/** The real provider, for a client at this address; it signs `person` in without asking. */
function serveProvider(client: string): void {
  const oidc = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: 'sonde', client_secret: clientSecret },
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [`${client}/api/v1/openid/callback`],
      },
    ],
    cookies: { keys: ['cookies of the provider'] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: async (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...person.claims }),
    }),
    async loadExistingGrant({ oidc: { client: known, provider: own, session } }) {
      const grant = new own.Grant({
        clientId: known?.clientId ?? '',
        accountId: session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = oidc.callback();
  provider.removeAllListeners('request');
  provider.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    await oidc.interactionFinished(request, response, { login: { accountId: person.sub } });
  });
}

/** A browser: keeps cookies by server, and follows redirects. */
function createBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = ({ host }: URL) => {
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const get = async (address: string) => {
    const url = new URL(address);
    const jar = jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  return {
    get,
    jarOf,
    /** Follows redirects until a URL matches, and returns that URL without opening it. */
    async followTo(address: string, pattern: RegExp): Promise<string> {
      let next = address;
      for (let step = 0; step < 12; step += 1) {
        const response = await get(next);
        const location = response.headers.get('location');
        if (location === null) throw new Error(`${response.status}: ${await response.text()}`);
        next = new URL(location, next).href;
        if (pattern.test(next)) return next;
      }
      throw new Error('too many redirects');
    },
  };
}

const callback = /\/api\/v1\/openid\/callback/;

/** Signs `person` in and returns the final page, without the collector's address. */
async function signIn(url: string, search = '', browser = createBrowser()): Promise<string> {
  const begun = await browser.get(`${url}/api/v1/openid/start${search}`);
  const target = begun.headers.get('location') ?? '';
  if (!target.startsWith('http')) return target;
  const back = await browser.followTo(target, callback);
  return (await browser.get(back)).headers.get('location') ?? '';
}

async function sessionOf(url: string, browser: ReturnType<typeof createBrowser>) {
  const response = await browser.get(`${url}/api/v1/session`);
  return (await response.json()) as { account: { email: string } | null; projects: object[] };
}

describe('with a provider', () => {
  let url: string;
  beforeAll(async () => {
    url = await startCollector();
    const password = 'correct horse battery';
    await createAccount(team, operator, {
      ...{ email: 'ada@example.org', name: 'Ada', password, administrator: true, roles: {} },
    });
  });

  test('the session names it', async () => {
    const response = await fetch(`${url}/api/v1/session`);
    expect(await response.json()).toMatchObject({ sign_in: { openid: { name: 'Example' } } });
  });

  test('a person with an account is signed in, and gets to the requested page', async () => {
    someone('Ada@Example.org', { sub: 'ada' });
    const browser = createBrowser();
    expect(await signIn(url, '?return=%2Fflows%3Fproject%3Dorbit', browser)).toBe(
      '/flows?project=orbit',
    );
    expect((await sessionOf(url, browser)).account?.email).toBe('ada@example.org');
    expect(browser.jarOf(new URL(url)).has('sonde-openid')).toBe(false);
  });

  test('a new person gets an account without roles', async () => {
    someone('new@example.org');
    const browser = createBrowser();
    expect(await signIn(url, '', browser)).toBe('/');
    expect(await sessionOf(url, browser)).toMatchObject({
      account: { email: 'new@example.org', name: 'Some One' },
      projects: [],
    });
    expect((await browser.get(`${url}/api/v1/overview?project=default`)).status).toBe(404);
  });

  test('an invited person gets the roles, and the invitation is used', async () => {
    const invited = await invite(team, operator, {
      email: 'mia@example.org',
      administrator: false,
      roles: { default: 'member' },
    });
    expect(invited).toHaveProperty('link');
    someone('mia@example.org');
    const browser = createBrowser();
    await signIn(url, '', browser);
    expect((await sessionOf(url, browser)).projects).toMatchObject([
      { id: 'default', role: 'member' },
    ]);
    const link = [...team.directory.links.values()].find(
      ({ email }) => email === 'mia@example.org',
    );
    expect(link?.used_at).not.toBeNull();
  });

  test('an account that a stranger made with the address goes to its owner', async () => {
    const password = 'correct horse battery';
    const member = await createAccount(team, operator, {
      ...{ email: 'stranger@example.org', name: 'Stranger', password },
      ...{ administrator: false, roles: { default: 'administrator' } },
    });
    const victim = 'victim@example.org';
    const invited = await invite(team, toActor(member, ''), {
      ...{ email: victim, administrator: false, roles: { default: 'member' } },
    });
    const token = 'token' in invited ? invited.token : '';
    const stolen = await useLink(team, '', { token, name: 'Stranger too', password });
    // The password of a confirmed account stays.
    for (const email of [victim, member.email]) {
      someone(email);
      expect(await signIn(url)).toBe('/');
    }
    expect(findSession(team, stolen.cookie)).toBeUndefined();
    const { accounts } = team.directory;
    expect(accounts.find(victim)).toMatchObject({
      ...{ name: 'Some One', password_hash: null, roles: { default: 'member' } },
    });
    expect(accounts.find(member.email)?.password_hash).toMatch(/^\$argon2id/);
  });

  test('a person with an account accepts invitations by signing in', async () => {
    await invite(team, operator, { email: 'both@example.org', administrator: false, roles: {} });
    someone('both@example.org');
    await signIn(url);
    const maker = team.directory.accounts.find('stranger@example.org')!;
    const roles = { default: 'member' } as const;
    await invite(team, toActor(maker, ''), {
      email: 'both@example.org',
      administrator: false,
      roles,
    });
    const browser = createBrowser();
    await signIn(url, '', browser);
    expect((await sessionOf(url, browser)).projects).toMatchObject([{ id: 'default' }]);
  });

  test('an invitation by a removed person gives no role', async () => {
    const password = 'correct horse battery';
    const maker = await createAccount(team, operator, {
      ...{ email: 'gone@example.org', name: 'Gone', password, administrator: true, roles: {} },
    });
    const invited = { email: 'friend@example.org', administrator: true, roles: {} };
    await invite(team, toActor(maker, ''), invited);
    await removeAccount(team, operator, maker.id, { mayBeLast: true });
    someone('friend@example.org');
    const browser = createBrowser();
    await signIn(url, '', browser);
    expect(await sessionOf(url, browser)).toMatchObject({
      ...{ account: { administrator: false }, projects: [] },
    });
  });

  test.each([
    [
      'an address that is not verified',
      'un@example.org',
      { email_verified: false },
      'openid_email_unverified',
    ],
    [
      'an address without a verification claim',
      'un@example.org',
      { email_verified: undefined },
      'openid_email_unverified',
    ],
    ['no address', 'un@example.org', { email: undefined }, 'openid_email_unverified'],
    ['another domain', 'eve@evil.example', {}, 'openid_domain_not_allowed'],
    ['a domain that ends alike', 'eve@notexample.org', {}, 'openid_domain_not_allowed'],
    ['a domain in the name', 'eve@example.org@evil.example', {}, 'openid_domain_not_allowed'],
  ])('%s: refused', async (_, email, more, code) => {
    someone(email, more);
    const browser = createBrowser();
    expect(await signIn(url, '', browser)).toBe(`/sign-in?error=${code}`);
    expect((await sessionOf(url, browser)).account).toBeNull();
    expect(team.directory.accounts.find(email)).toBeUndefined();
  });

  test('an address with a new owner does not open the account', async () => {
    someone('ada@example.org', {});
    person.sub = 'another person';
    expect(await signIn(url)).toBe('/sign-in?error=openid_other_person');
    const detail = { way: 'openid', code: 'openid_other_person' };
    const act = { action: 'account.sign_in_refused', subject: 'ada@example.org', detail };
    await expect
      .poll(async () => (await store.team.readAudit({}, { limit: 50, cursor: null })).entries)
      .toContainEqual(expect.objectContaining(act));
  });

  test('a callback in another browser, or with another or no state, is refused', async () => {
    someone('ada@example.org');
    const begin = async () => {
      const browser = createBrowser();
      const begun = await browser.get(`${url}/api/v1/openid/start`);
      const back = await browser.followTo(begun.headers.get('location') ?? '', callback);
      return { browser, back };
    };
    const refused = '/sign-in?error=openid_state_invalid';
    const { back } = await begin();
    expect((await createBrowser().get(back)).headers.get('location')).toBe(refused);
    const other = await begin();
    expect((await other.browser.get(back)).headers.get('location')).toBe(refused);
    const { browser } = await begin();
    const bare = `${url}/api/v1/openid/callback?code=x`;
    expect((await browser.get(bare)).headers.get('location')).toBe(refused);
    const metrics = createMetrics();
    await metrics.load();
    const counting = await startCollector({}, metrics);
    await createBrowser().get(`${counting}/api/v1/openid/callback?code=x`);
    const { text } = await metrics.render({
      getStore: () => store,
      getForwarders: () => new Forwarders(),
    });
    expect(text).toContain('sonde_sign_ins_refused_total{code="openid_state_invalid"} 1');
    // The provider knows the collector of this group again.
    serveProvider(url);
  });

  test('a code works once', async () => {
    someone('ada@example.org', {});
    person.sub = 'Ada@Example.org';
    const browser = createBrowser();
    const begun = await browser.get(`${url}/api/v1/openid/start`);
    const back = await browser.followTo(begun.headers.get('location') ?? '', callback);
    const cookie = browser.jarOf(new URL(url)).get('sonde-openid') ?? '';
    expect((await browser.get(back)).headers.get('location')).toBe('/');
    browser.jarOf(new URL(url)).set('sonde-openid', cookie);
    expect((await browser.get(back)).headers.get('location')).toBe('/sign-in?error=openid_refused');
  });

  test('a refusal of the provider is shown', async () => {
    const browser = createBrowser();
    const begun = await browser.get(`${url}/api/v1/openid/start`);
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
    const back = `${url}/api/v1/openid/callback?error=access_denied&state=${state}&iss=${encodeURIComponent(issuer)}`;
    expect((await browser.get(back)).headers.get('location')).toBe('/sign-in?error=openid_refused');
  });

  test('a callback of another issuer is refused', async () => {
    const browser = createBrowser();
    const begun = await browser.get(`${url}/api/v1/openid/start`);
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
    const back = `${url}/api/v1/openid/callback?code=x&state=${state}&iss=https%3A%2F%2Fevil.example`;
    expect((await browser.get(back)).headers.get('location')).toBe(
      '/sign-in?error=openid_issuer_mismatch',
    );
  });

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    '/\r\nset-cookie: a=b',
  ])('no person is redirected to %j afterwards', async (page) => {
    someone('ada@example.org');
    person.sub = 'Ada@Example.org';
    const location = await signIn(url, `?return=${encodeURIComponent(page)}`);
    expect(new URL(location, url).origin).toBe(url);
    expect(location).not.toContain('\n');
  });
});

describe('a provider that', () => {
  test('is down: this is shown, and passwords still work', async () => {
    const url = await startCollector({ issuer: 'http://127.0.0.1:9' });
    expect(await signIn(url)).toBe('/sign-in?error=openid_unavailable');
    const answer = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ email: 'ada@example.org', password: 'correct horse battery' }),
    });
    expect(answer.status).toBe(200);
  });

  test('has another issuer name', async () => {
    const url = await startCollector({ issuer: issuer.replace('127.0.0.1', 'localhost') });
    expect(await signIn(url)).toBe('/sign-in?error=openid_issuer_mismatch');
  });

  test('does not know our secret', async () => {
    const url = await startCollector({ clientSecret: 'another' });
    someone('ada@example.org');
    expect(await signIn(url)).toBe('/sign-in?error=openid_refused');
  });

  test('does not exist', async () => {
    const app = await createCollector({ store, team: () => team, requireAccounts: true });
    collectors.push(app);
    for (const path of ['start', 'callback']) {
      const answer = await app.inject(`/api/v1/openid/${path}`);
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
    }
  });
});

test('unrequested callbacks do not fill the log', async () => {
  const lines: string[] = [];
  const app = await createCollector({
    ...{ store, team: () => team, requireAccounts: true },
    openid: { name: 'Example', issuer, clientId: 'sonde', clientSecret, allowedDomains: [] },
    logger: pino({ level: 'info' }, { write: (line) => lines.push(line) }),
  });
  collectors.push(app);
  for (let round = 0; round < 50; round += 1) {
    const answer = await app.inject(`/api/v1/openid/callback?state=${'x'.repeat(1_000)}`);
    expect(answer.headers.location).toBe('/sign-in?error=openid_state_invalid');
  }
  expect(lines.filter((line) => line.includes('OpenID Connect failed'))).toHaveLength(1);
});
