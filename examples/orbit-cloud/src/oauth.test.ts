import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fetchCookie from 'fetch-cookie';
import * as client from 'openid-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TokenLifetimes } from './oauth/provider.js';
import { type OrbitCloud, startOrbitCloud } from './orbit-cloud.js';

const password = 'a few good words';
const redirect = 'http://127.0.0.1:49152/callback';
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

async function restart(lifetimes: Partial<TokenLifetimes> = {}): Promise<void> {
  await cloud.close();
  // On another port: `fetch` may still have connections to the old one.
  cloud = await startOrbitCloud({ dataDirectory, lifetimes });
}

async function admin(path: string, body?: unknown) {
  const answer = await fetch(`${cloud.url}/admin${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${cloud.adminToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answered = (await answer.json()) as { user_id: string; token: string; revoked?: number };
  return { status: answer.status, body: answered };
}

const discover = () =>
  client.discovery(new URL(cloud.url), 'orbit-cli', undefined, client.None(), {
    execute: [client.allowInsecureRequests],
  });

/** A sign-in request like orbit's. */
async function begin(more: Record<string, string> = {}) {
  const configuration = await discover();
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirect,
    scope: 'openid profile offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  });
  return {
    configuration,
    address,
    exchange: (callback: string) =>
      client.authorizationCodeGrant(configuration, new URL(callback), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
      }),
  };
}

/** A browser that stops before orbit's callback URL. */
function openBrowser() {
  const visit = fetchCookie(fetch);
  async function follow(address: string | URL, init: RequestInit = {}) {
    let url = new URL(address);
    let answer = await visit(url, { ...init, redirect: 'manual' });
    for (;;) {
      const location = answer.headers.get('location');
      if (location === null)
        return {
          url: url.href,
          status: answer.status,
          text: await answer.text(),
          headers: answer.headers,
        };
      url = new URL(location, url);
      if (url.origin !== new URL(cloud.url).origin)
        return { url: url.href, status: 0, text: '', headers: answer.headers };
      answer = await visit(url, { redirect: 'manual' });
    }
  }
  return {
    open: (address: string | URL) => follow(address),
    submit: (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      follow(url, { method: 'POST', body: new URLSearchParams(form), headers }),
  };
}

async function signUp(userName = 'ada', browser = openBrowser()) {
  const { address, exchange, configuration } = await begin({ prompt: 'create consent' });
  const page = await browser.open(address);
  const done = await browser.submit(page.url, { action: 'sign_up', user_name: userName, password });
  return { tokens: await exchange(done.url), configuration };
}

const account = (token: string) =>
  fetch(`${cloud.url}/v1/account`, { headers: { authorization: `Bearer ${token}` } });

test('signing up, then signing in: the tokens belong to the person', async () => {
  const { tokens } = await signUp('ada');
  expect(tokens.expires_in).toBe(3600);
  const mine = (await (await account(tokens.access_token)).json()) as { user_id: string };
  expect(mine).toMatchObject({ name: 'ada', billing: { active: false } });
  expect(tokens.claims()?.sub).toBe(mine.user_id);

  const browser = openBrowser();
  // Instead of creating an account, a person with one signs in.
  const { address, exchange } = await begin({ prompt: 'create' });
  const asked = await browser.open(address);
  expect(asked.text).toContain('<h1>Create an account</h1>');
  const page = await browser.open(`${asked.url}?view=sign_in`);
  expect(page.text).toContain('<h1>Sign in</h1>');
  const done = await browser.submit(page.url, { action: 'sign_in', user_name: 'ADA', password });
  const again = await exchange(done.url);
  expect(await (await account(again.access_token)).json()).toEqual(mine);
});

test('a refresh token works once, across a restart; using it again ends the whole sign-in', async () => {
  const { tokens } = await signUp();
  await restart({ refreshTokenReuseSeconds: 0 });
  const configuration = await discover();
  expect((await account(tokens.access_token)).status).toBe(200);
  const next = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
  expect((await account(next.access_token)).status).toBe(200);
  expect(next.refresh_token).not.toBe(tokens.refresh_token);

  const again = client.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
  await expect(again).rejects.toMatchObject({ error: 'invalid_grant' });
  const after = client.refreshTokenGrant(configuration, next.refresh_token ?? '');
  await expect(after).rejects.toMatchObject({ error: 'invalid_grant' });
  expect((await account(next.access_token)).status).toBe(401);
});

test('concurrent commands may refresh with the same token', async () => {
  await restart({ refreshTokenReuseSeconds: 3600 });
  const { tokens, configuration } = await signUp();
  const both = await Promise.all(
    ['first', 'second'].map(() =>
      client.refreshTokenGrant(configuration, tokens.refresh_token ?? ''),
    ),
  );
  for (const { access_token, refresh_token } of both) {
    expect((await account(access_token)).status).toBe(200);
    await client.refreshTokenGrant(configuration, refresh_token ?? '');
  }
});

test('revoking ends only one sign-in', async () => {
  const { tokens, configuration } = await signUp();
  const { address, exchange } = await begin();
  const browser = openBrowser();
  const page = await browser.open(address);
  const done = await browser.submit(page.url, { action: 'sign_in', user_name: 'ada', password });
  const elsewhere = await exchange(done.url);

  await client.tokenRevocation(configuration, tokens.refresh_token ?? '');
  expect((await account(tokens.access_token)).status).toBe(401);
  await expect(
    client.refreshTokenGrant(configuration, tokens.refresh_token ?? ''),
  ).rejects.toMatchObject({ error: 'invalid_grant' });
  expect((await account(elsewhere.access_token)).status).toBe(200);
});

test('the administrator expires access tokens, and ends sessions', async () => {
  const created = await admin('/users', { name: 'Ada', user_name: 'ada', password });
  const { address, exchange, configuration } = await begin();
  const browser = openBrowser();
  const page = await browser.open(address);
  const done = await browser.submit(page.url, { action: 'sign_in', user_name: 'ada', password });
  const tokens = await exchange(done.url);
  expect(tokens.claims()?.sub).toBe(created.body.user_id);

  const user = `/users/${created.body.user_id}`;
  expect((await admin(`${user}/expire-access-tokens`)).body).toEqual({ expired: 1 });
  const refused = await account(tokens.access_token);
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  const next = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
  expect((await account(next.access_token)).status).toBe(200);

  expect((await admin(`${user}/revoke-sessions`)).body.revoked).toBeGreaterThan(0);
  expect((await account(next.access_token)).status).toBe(401);
  await expect(
    client.refreshTokenGrant(configuration, next.refresh_token ?? ''),
  ).rejects.toMatchObject({ error: 'invalid_grant' });
  // The token for programs is not of a session.
  expect((await account(created.body.token)).status).toBe(200);
  expect((await admin('/users/user_nobody/revoke-sessions')).status).toBe(404);
  expect((await admin('/users', { name: 'Eve', user_name: 'Ada', password })).status).toBe(409);
  expect((await admin('/users', { name: 'Eve', user_name: 'eve' })).status).toBe(400);
});

test('faults reach the token endpoint, of one user or of all, and discovery', async () => {
  const fault = (rule: object) => admin('/faults', rule);
  const { tokens, configuration } = await signUp('ada');
  const { tokens: others } = await signUp('grace');
  const mine = tokens.claims()?.sub;
  const refresh = (refreshToken: string | undefined) =>
    client.refreshTokenGrant(configuration, refreshToken ?? '');

  await fault({ path: '/oauth/token', user_id: mine, status: 500 });
  const next = await refresh(others.refresh_token);
  expect(next.access_token).toMatch(/./);
  await expect(refresh(tokens.refresh_token)).rejects.toThrow('unexpected HTTP response status');
  // The request had no effect, so the token still works.
  const mineNext = await refresh(tokens.refresh_token);

  await fault({ path: '/oauth/token', user_id: mine, status: 400, code: 'invalid_grant' });
  await expect(refresh(mineNext.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  await fault({ path: '/oauth/token', user_id: mine, delay_ms: 50 });
  const mineLater = await refresh(mineNext.refresh_token);
  await fault({ path: '/oauth/token', reset: true });
  await expect(refresh(mineLater.refresh_token)).rejects.toThrow();
  await fault({ path: '/oauth/token', malformed: true });
  await expect(refresh(mineLater.refresh_token)).rejects.toMatchObject({
    cause: { cause: expect.any(SyntaxError) },
  });

  await fault({ path: '/.well-known/openid-configuration', status: 503 });
  await expect(discover()).rejects.toThrow();
  await fault({ path: '/.well-known/openid-configuration', malformed: true });
  await expect(discover()).rejects.toThrow();
  await discover();
  expect((await fault({ path: '/healthz', status: 500 })).status).toBe(400);
});

test('a code needs PKCE, works once, and only for its redirect URI', async () => {
  const without = await begin();
  without.address.searchParams.delete('code_challenge');
  without.address.searchParams.delete('code_challenge_method');
  const refused = new URL((await openBrowser().open(without.address)).url);
  expect(refused.searchParams.get('error')).toBe('invalid_request');

  const { address, exchange, configuration } = await begin({ prompt: 'create' });
  const browser = openBrowser();
  const page = await browser.open(address);
  const form = { action: 'sign_up', user_name: 'ada', password };
  const done = await browser.submit(page.url, form);
  const stolen = client.authorizationCodeGrant(configuration, new URL(done.url), {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.skipStateCheck,
  });
  await expect(stolen).rejects.toMatchObject({ error: 'invalid_grant' });
  await exchange(done.url);
  await expect(exchange(done.url)).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('redirects go only to the loopback', async () => {
  for (const redirect_uri of [
    'https://evil.example/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://127.0.0.1:5000/elsewhere',
    'http://localhost:5000/callback',
  ]) {
    const page = await openBrowser().open((await begin({ redirect_uri })).address);
    expect(page.status, redirect_uri).toBe(400);
    expect(page.text).toContain('This cannot go on');
  }
  const strange = await begin({ client_id: '<script>alert(1)</script>' });
  expect((await openBrowser().open(strange.address)).text).not.toContain('<script>');
});

test('the page shows the error and keeps the input, escaped', async () => {
  const browser = openBrowser();
  await signUp('ada');
  const { address } = await begin({ prompt: 'create' });
  const { url } = await browser.open(address);
  const submit = (action: string, userName: string, typed: string) =>
    browser.submit(url, { action, user_name: userName, password: typed });

  const taken = await submit('sign_up', 'Ada', password);
  expect(taken.status).toBe(422);
  expect(taken.text).toContain('This user name is taken');
  expect(taken.text).toContain('value="Ada"');
  expect(taken.text).not.toContain(password);
  expect((await submit('sign_up', 'grace', 'short')).text).toContain('at least 8 characters');
  expect((await submit('sign_up', 'grace hopper', password)).text).toContain('A user name has');
  const script = await submit('sign_in', '"><script>alert(1)</script>', password);
  expect(script.text).toContain('User name or password is wrong');
  expect(script.text).not.toContain('<script>');
  expect((await submit('sign_in', 'ada', 'not the password')).status).toBe(422);

  const cancelled = new URL((await submit('cancel', '', '')).url);
  expect(cancelled.origin + cancelled.pathname).toBe(redirect);
  expect(cancelled.searchParams.get('error')).toBe('access_denied');
  expect((await browser.open(url)).text).toContain('This page has expired');
});

test('guessing a password ends after ten tries, whether or not the user exists', async () => {
  const browser = openBrowser();
  const { url } = await browser.open((await begin()).address);
  const guess = () =>
    browser.submit(url, { action: 'sign_in', user_name: 'nobody', password: 'guess' });
  const answers = await Promise.all(Array.from({ length: 10 }, guess));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(422));
  expect((await guess()).status).toBe(429);
});

test('a signed-in browser asks for confirmation, and another person can sign in', async () => {
  const browser = openBrowser();
  await signUp('ada', browser);
  const second = await begin();
  const page = await browser.open(second.address);
  expect(page.text).toContain('Continue as ada?');
  const done = await browser.submit(page.url, { action: 'continue' });
  const mine = await second.exchange(done.url);

  const third = await begin();
  const { url } = await browser.open(third.address);
  const form = { action: 'sign_up', user_name: 'grace', password };
  const other = await third.exchange((await browser.submit(url, form)).url);
  expect(other.claims()?.sub).not.toBe(mine.claims()?.sub);

  const fourth = await begin({ prompt: 'login' });
  expect((await browser.open(fourth.address)).text).toContain('<h1>Sign in</h1>');
  const silent = await begin({ prompt: 'none' });
  const answered = new URL((await browser.open(silent.address)).url);
  expect(answered.searchParams.get('error')).toBe('interaction_required');
});

test('a form of another site, or without the cookie of the page, is refused', async () => {
  const browser = openBrowser();
  const { url } = await browser.open((await begin({ prompt: 'create' })).address);
  const form = { action: 'sign_up', user_name: 'ada', password };
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ] as Record<string, string>[]) {
    expect((await browser.submit(url, form, headers)).status).toBe(400);
  }
  expect((await openBrowser().submit(url, form)).status).toBe(400);
  const page = await browser.open(url);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('behind a proxy the public address is the issuer, and cookies are for https only', async () => {
  await cloud.close();
  const publicUrl = 'https://orbit.example';
  cloud = await startOrbitCloud({ dataDirectory, publicUrl });
  expect(cloud.url).toBe(publicUrl);
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'orbit.example' };
  const ask = (path: string) =>
    fetch(cloud.listensOn + path, { headers: forwarded, redirect: 'manual' });
  const found = (await (await ask('/.well-known/openid-configuration')).json()) as object;
  expect(found).toMatchObject({
    issuer: publicUrl,
    token_endpoint: `${publicUrl}/oauth/token`,
  });
  const query = new URLSearchParams({
    client_id: 'orbit-cli',
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  const cookies = (await ask(`/oauth/authorize?${query}`)).headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatch(/; secure; httponly/i);
});

test('no password or token is stored in plain text, and only the owner can read the files', async () => {
  const { tokens } = await signUp();
  const files = readdirSync(dataDirectory);
  expect(files).toEqual(expect.arrayContaining(['oauth-keys.json', 'sessions.json', 'state.json']));
  for (const file of files) {
    const path = join(dataDirectory, file);
    expect(statSync(path).mode & 0o777, file).toBe(0o600);
    for (const secret of [password, tokens.access_token, tokens.refresh_token ?? '']) {
      expect(readFileSync(path, 'utf8'), file).not.toContain(secret);
    }
  }
});

test('tokens have the configured lifetime', async () => {
  await restart({ accessTokenSeconds: 1 });
  const { tokens, configuration } = await signUp();
  expect(tokens.expires_in).toBe(1);
  await expect.poll(async () => (await account(tokens.access_token)).status).toBe(401);
  await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
});

test('billing: signed in, a card can be added, and removed unless it pays for something', async () => {
  const browser = openBrowser();
  const { tokens } = await signUp('ada', browser);
  const readAccount = async () => (await (await account(tokens.access_token)).json()) as Account;
  const { billing } = await readAccount();
  expect(billing).toEqual({ active: false, url: `${cloud.url}/billing` });

  const stranger = openBrowser();
  expect((await stranger.open(billing.url)).text).toContain('<h1>Sign in</h1>');
  expect((await stranger.submit(billing.url, { action: 'add_card' })).status).toBe(401);
  const form = { action: 'sign_in', user_name: 'ada', password };
  expect((await stranger.submit(billing.url, form)).text).toContain('Signed in as ada');
  expect((await stranger.submit(billing.url, { action: 'sign_out' })).text).toContain('Sign in');

  expect((await browser.open(billing.url)).text).toContain('No card is on file');
  const foreign = { origin: 'https://evil.example' };
  expect((await browser.submit(billing.url, { action: 'add_card' }, foreign)).status).toBe(400);
  expect((await readAccount()).billing.active).toBe(false);
  const added = await browser.submit(billing.url, { action: 'add_card' });
  expect(added.text).toContain('A card is on file');
  expect((await readAccount()).billing.active).toBe(true);

  const call = (path: string, method: string, body: object) =>
    fetch(cloud.url + path, {
      method,
      headers: {
        authorization: `Bearer ${tokens.access_token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  const created = await call('/v1/applications', 'POST', {
    name: 'sparrow',
    region: 'eu-1',
    plan_id: 'pro',
  });
  const { id } = (await created.json()) as { id: string };
  const plan = (plan_id: string, terms_version: string) =>
    call(`/v1/applications/${id}/plan`, 'PUT', { plan_id, terms_version });
  expect((await plan('pro', '2025-03')).status).toBe(200);
  const again = await plan('pro', '2025-03');
  expect([again.status, await again.json()]).toMatchObject([409, { code: 'already_on_plan' }]);
  const kept = await browser.submit(billing.url, { action: 'remove_card' });
  expect(kept.text).toContain('The card pays for sparrow');
  expect((await plan('tmpl_free_2024', '2024-06')).status).toBe(200);
  await browser.submit(billing.url, { action: 'remove_card' });
  expect((await readAccount()).billing.active).toBe(false);
  const refused = await plan('pro', '2025-03');
  expect([refused.status, await refused.json()]).toMatchObject([402, { billing_url: billing.url }]);
});

interface Account {
  billing: { active: boolean; url: string };
}
