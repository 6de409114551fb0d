import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OrbitCloud, startOrbitCloud } from '@sonde/example-orbit-cloud';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { personAtBrowserBin } from './person-at-browser.js';

const password = 'a few good words';
let directory: string;
let cloud: OrbitCloud;
let loopback: Server;
let callbacks: URL[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'person-at-browser-'));
  cloud = await startOrbitCloud({ dataDirectory: join(directory, 'cloud') });
  loopback = createServer((request, response) => {
    callbacks.push(new URL(request.url ?? '/', 'http://127.0.0.1'));
    response.end('You can close this page.');
  });
  await new Promise<void>((resolve) => loopback.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  callbacks = [];
});
afterAll(async () => {
  loopback.close();
  await cloud.close();
  rmSync(directory, { recursive: true, force: true });
});

/** The URL that orbit would pass to `$BROWSER`; the code is never redeemed here. */
function address(): string {
  const { port } = loopback.address() as AddressInfo;
  const query = new URLSearchParams({
    client_id: 'orbit-cli',
    response_type: 'code',
    redirect_uri: `http://127.0.0.1:${port}/callback`,
    scope: 'openid offline_access',
    state: 'a-state',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  return `${cloud.url}/oauth/authorize?${query}`;
}

function run(env: Record<string, string>) {
  return new Promise<{ exitCode: number | null; stderr: string }>((resolve) => {
    const child = spawn(process.execPath, [personAtBrowserBin, address()], { env });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (exitCode) => resolve({ exitCode, stderr }));
  });
}

const person = (action: string, userName = 'ada', typed = password) => ({
  ORBIT_PERSON_ACTION: action,
  ORBIT_PERSON_USER_NAME: userName,
  ORBIT_PERSON_PASSWORD: typed,
});

test('signs up, signs in from a file, cancels, never answers, and prints the page’s error', async () => {
  expect(await run(person('sign_up'))).toEqual({ exitCode: 0, stderr: '' });
  expect(callbacks[0]?.pathname).toBe('/callback');
  expect(callbacks[0]?.searchParams.get('code')).toMatch(/./);
  expect(callbacks[0]?.searchParams.get('state')).toBe('a-state');

  const file = join(directory, 'person.json');
  writeFileSync(file, JSON.stringify({ action: 'sign_in', user_name: 'ada', password }));
  expect((await run({ ORBIT_PERSON_FILE: file })).exitCode).toBe(0);
  expect(callbacks[1]?.searchParams.get('code')).toMatch(/./);

  expect((await run(person('cancel'))).exitCode).toBe(0);
  expect(callbacks[2]?.searchParams.get('error')).toBe('access_denied');

  expect((await run(person('never_answer'))).exitCode).toBe(0);
  const wrong = await run(person('sign_in', 'ada', 'something else'));
  expect(wrong).toEqual({
    exitCode: 1,
    stderr: 'person-at-browser: User name or password is wrong.\n',
  });
  expect((await run(person('sign_up'))).stderr).toContain('is taken');
  expect(callbacks).toHaveLength(3);
});
