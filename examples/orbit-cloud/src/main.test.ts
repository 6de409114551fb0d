import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fetchCookie from 'fetch-cookie';
import { afterEach, beforeEach, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/orbit-cloud.js', import.meta.url));
let directory: string;
const children: ChildProcess[] = [];
const servers: Server[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'orbit-cloud-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(directory, { recursive: true, force: true });
});

function start(args: string[]) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: directory, env: {} });
  children.push(child);
  let stdout = '';
  let stderr = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      const found = /listens on (\S+)/.exec(stdout);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    ended.then(() => reject(new Error(stderr)));
  });
  url.catch(() => undefined);
  return { child, url, ended, output: () => ({ stdout, stderr }) };
}

test('acknowledged changes survive SIGKILL; SIGTERM ends it cleanly', async () => {
  const args = ['serve', '--port', '0', '--data-dir', 'data'];
  const first = start(args);
  const url = await first.url;
  const token = readFileSync(join(directory, 'data', 'developer-token'), 'utf8').trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const created = await fetch(`${url}/v1/applications`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ name: 'sparrow', region: 'eu-1', plan_id: 'tmpl_free_2024' }),
  });
  expect(created.status).toBe(201);
  first.child.kill('SIGKILL');
  await first.ended;

  const second = start(args);
  const list = await fetch(`${await second.url}/v1/applications`, { headers });
  expect(await list.json()).toMatchObject({ applications: [{ name: 'sparrow' }] });
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(second.output().stderr).toBe('');
});

test('errors are printed to stderr', async () => {
  const port = start(['serve', '--port', 'many']);
  expect(await port.ended).toBe(1);
  expect(port.output().stderr).toContain('many is not a port');
  const lifetime = start(['serve', '--access-token-seconds', '0']);
  expect(await lifetime.ended).toBe(1);
  expect(lifetime.output().stderr).toContain('--access-token-seconds 0 is not a lifetime');
  const command = start(['begin']);
  expect(await command.ended).toBe(1);
  const first = start(['serve', '--port', '0', '--data-dir', 'a']);
  const taken = start(['serve', '--port', new URL(await first.url).port, '--data-dir', 'b']);
  expect(await taken.ended).toBe(1);
  expect(taken.output().stderr).toContain('the port is in use');
});

test('a sign-in survives SIGKILL, and the service prints nothing about it', async () => {
  let callback: URL | undefined;
  const loopback = createServer((request, response) => {
    callback = new URL(request.url ?? '/', 'http://127.0.0.1');
    response.end();
  });
  await new Promise<void>((resolve) => loopback.listen(0, '127.0.0.1', resolve));
  servers.push(loopback);
  const redirect = `http://127.0.0.1:${(loopback.address() as AddressInfo).port}/callback`;
  const args = ['serve', '--port', '0', '--data-dir', 'data'];
  const service = start(args);
  const url = await service.url;
  const client = { client_id: 'orbit-cli' };
  const query = new URLSearchParams({
    ...client,
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid offline_access',
    // The example of RFC 7636, appendix B.
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  const visit = fetchCookie(fetch);
  const page = await visit(`${url}/oauth/authorize?${query}`);
  const password = 'a few good words';
  const form = { action: 'sign_up', user_name: 'ada', password };
  await visit(page.url, { method: 'POST', body: new URLSearchParams(form) });
  const post = async (address: string, body: Record<string, string>) => {
    const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(body) });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Record<string, string>;
  };
  const tokens = await post(`${url}/oauth/token`, {
    ...client,
    grant_type: 'authorization_code',
    code: callback?.searchParams.get('code') ?? '',
    redirect_uri: redirect,
    code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  });
  service.child.kill('SIGKILL');
  await service.ended;

  const second = start(args);
  const next = await post(`${await second.url}/oauth/token`, {
    ...client,
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh_token ?? '',
  });
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  for (const { stdout, stderr } of [service.output(), second.output()]) {
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toHaveLength(4);
    for (const secret of [
      password,
      tokens.access_token,
      tokens.refresh_token,
      next.refresh_token,
    ]) {
      expect(stdout).not.toContain(secret);
    }
  }
});
