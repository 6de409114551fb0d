import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fetchCookie from 'fetch-cookie';
import * as client from 'openid-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

async function restart(): Promise<void> {
  await cloud.close();
  // On another port: `fetch` may still hold connections to the old one.
  cloud = await startOrbitCloud({ dataDirectory });
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

/** A request for a sign-in, as orbit makes it. */
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

/** A browser that stops before the address orbit would listen on. */
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

test('signing up, then signing in: the tokens are those of the person', async () => {
  const { tokens } = await signUp('ada');
  expect(tokens.expires_in).toBe(3600);
  const mine = (await (await account(tokens.access_token)).json()) as { user_id: string };
  expect(mine).toMatchObject({ name: 'ada', billing: { active: false } });
  expect(tokens.claims()?.sub).toBe(mine.user_id);

  const browser = openBrowser();
  const { address, exchange } = await begin();
  const page = await browser.open(address);
  expect(page.text).toContain('<h1>Sign in</h1>');
  const done = await browser.submit(page.url, { action: 'sign_in', user_name: 'ADA', password });
  const again = await exchange(done.url);
  expect(await (await account(again.access_token)).json()).toEqual(mine);
});

test('a refresh token works once, across a restart; using it again ends what came of it', async () => {
  const { tokens } = await signUp();
  await restart();
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

test('revoking ends one sign-in and leaves the others', async () => {
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
