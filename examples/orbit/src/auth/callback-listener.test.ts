import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CallbackListener, listenForCallback } from './callback-listener.js';

const state = 'the-state-that-was-sent';
let listener: CallbackListener;

beforeEach(async () => {
  listener = await listenForCallback({ state });
});
afterEach(() => listener.close());

const visit = (query: string, init?: RequestInit) =>
  fetch(`${listener.redirectUri}?${query}`, init);

test('unexpected requests are refused, and the wait continues', async () => {
  const { origin } = new URL(listener.redirectUri);
  const statuses = await Promise.all([
    fetch(`${origin}/favicon.ico`),
    fetch(`${origin}/`),
    visit(`code=c&state=${state}`, { method: 'POST' }),
    visit('code=c'),
    visit('code=c&state=another'),
    visit(`code=c&state=${state}&state=another`),
    visit(`state=${state}`),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([404, 404, 405, 400, 400, 400, 400]);
  const answer = visit(`code=c&state=${state}`);
  const callback = await listener.received;
  await callback.answer('signed_in');
  expect((await answer).status).toBe(200);
});

test('a request for another host is refused: DNS rebinding', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { host: 'attacker.example' };
    request(`${listener.redirectUri}?code=c&state=${state}`, { headers }, ({ statusCode }) =>
      resolve(statusCode),
    )
      .on('error', reject)
      .end();
  });
  expect(status).toBe(404);
});

test('only the first callback counts, and its page is shown once the outcome is known', async () => {
  const first = visit(`code=first&state=${state}`);
  const callback = await listener.received;
  const second = await visit(`code=second&state=${state}`);
  expect(second.status).toBe(410);
  expect(callback.url.searchParams.get('code')).toBe('first');
  await callback.answer('failed');
  const page = await first;
  expect(page.status).toBe(502);
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const html = await page.text();
  expect(html).toContain('Sign-in failed');
  expect(html).not.toContain('first');
  expect(html).not.toContain(state);
});

test('a closed browser does not block the response', async () => {
  const leaving = new AbortController();
  const left = visit(`code=c&state=${state}`, { signal: leaving.signal });
  const callback = await listener.received;
  leaving.abort();
  await expect(left).rejects.toThrow();
  await callback.answer('signed_in');
});
