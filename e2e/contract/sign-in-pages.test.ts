import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OrbitCloud, startOrbitCloud } from '@sonde/example-orbit-cloud';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from '../browser.js';
import { findAccessibilityFaults, horizontalOverflow } from '../dashboard/open-page.js';

const password = 'a few good words';
let directory: string;
let cloud: OrbitCloud;
let loopback: Server;
let callbacks: URLSearchParams[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sonde-e2e-'));
  cloud = await startOrbitCloud({ dataDirectory: directory });
  loopback = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname === '/callback') callbacks.push(searchParams);
    response.setHeader('content-type', 'text/html');
    response.end('<title>Done</title>You can close this page.');
  });
  await new Promise<void>((resolve) => loopback.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  callbacks = [];
});
afterAll(async () => {
  loopback.closeAllConnections();
  loopback.close();
  await cloud.close();
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** The URL that orbit opens in a browser; the code is never redeemed here. */
function address(prompt?: string): string {
  const query = new URLSearchParams({
    client_id: 'orbit-cli',
    response_type: 'code',
    redirect_uri: `http://127.0.0.1:${(loopback.address() as AddressInfo).port}/callback`,
    scope: 'openid offline_access',
    state: 'a-state',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...(prompt === undefined ? {} : { prompt }),
  });
  return `${cloud.url}/oauth/authorize?${query}`;
}

/** Fills the form with the keyboard only. */
async function type(page: Page, userName: string, typed: string): Promise<void> {
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password').fill(typed);
  await page.keyboard.press('Enter');
}

const untilDone = (page: Page) => page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback/);

async function expectSound(page: Page): Promise<void> {
  expect(await findAccessibilityFaults(page)).toEqual([]);
  expect(await horizontalOverflow(page)).toBe(0);
}

test('a person signs up, signs in, confirms, cancels and adds a card', async () => {
  const browser = await openBrowser({});
  try {
    const page = await browser.context.newPage();
    const violations: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text());
    });
    page.on('pageerror', (error) => violations.push(String(error)));

    await page.goto(address('create consent'));
    await expectSound(page);
    await type(page, 'ada', password);
    await untilDone(page);
    expect(callbacks[0]?.get('code')).toMatch(/./);
    expect(callbacks[0]?.get('state')).toBe('a-state');

    await page.goto(address('login consent'));
    await type(page, 'ada', 'not the password');
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('User name').inputValue()).toBe('ada');
    await expectSound(page);
    await type(page, 'ada', password);
    await untilDone(page);
    expect(callbacks[1]?.get('code')).toMatch(/./);

    await page.goto(address());
    await page.getByRole('heading', { name: 'Continue as ada?' }).waitFor();
    await expectSound(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await untilDone(page);
    expect(callbacks[2]?.get('code')).toMatch(/./);

    await page.goto(address('login'));
    await page.getByRole('button', { name: 'Cancel' }).click();
    await untilDone(page);
    expect(callbacks[3]?.get('error')).toBe('access_denied');

    await page.goto(`${cloud.url}/billing`);
    await page.getByRole('button', { name: 'Add a card' }).click();
    await page.getByText('A card is on file').waitFor();
    await expectSound(page);
    expect(violations).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('the pages fit phones and dark mode, also with long names', async () => {
  const name = `<b>Wolfeschlegelsteinhausenbergerdorff</b>${'welche'.repeat(8)}`;
  await fetch(`${cloud.url}/admin/users`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${cloud.adminToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ name, user_name: 'wolf', password }),
  });
  const browser = await openBrowser({
    viewport: { width: 390, height: 780 },
    colorScheme: 'dark',
  });
  try {
    const page = await browser.context.newPage();
    await page.goto(address());
    await type(page, 'wolf', 'not the password');
    await page.getByRole('alert').waitFor();
    await expectSound(page);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByRole('heading', { name: 'Create an account' }).waitFor();
    await expectSound(page);

    await page.goto(`${cloud.url}/billing`);
    await type(page, 'wolf', password);
    await page.getByText(name).waitFor();
    await expectSound(page);
    await page.goto(address());
    await page.getByText(name).waitFor();
    await expectSound(page);
    await page.goto(address().replace('127.0.0.1%3A', 'evil.example%3A'));
    await page.getByRole('heading', { name: 'This cannot go on' }).waitFor();
    await expectSound(page);
  } finally {
    await browser.close();
  }
});
