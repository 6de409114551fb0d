import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fetchCookie from 'fetch-cookie';
import { afterEach, beforeEach, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/orbit-cloud.js', import.meta.url));
let directory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'orbit-cloud-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
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

test('what was acknowledged survives SIGKILL; SIGTERM ends it cleanly', async () => {
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

test('mistakes are said on stderr', async () => {
  const port = start(['serve', '--port', 'many']);
  expect(await port.ended).toBe(1);
  expect(port.output().stderr).toContain('many is not a port');
  const lifetime = start(['serve', '--access-token-seconds', '0']);
  expect(await lifetime.ended).toBe(1);
  expect(lifetime.output().stderr).toContain('--access-token-seconds 0 is no lifetime');
  const command = start(['begin']);
  expect(await command.ended).toBe(1);
  const first = start(['serve', '--port', '0', '--data-dir', 'a']);
  const taken = start(['serve', '--port', new URL(await first.url).port, '--data-dir', 'b']);
  expect(await taken.ended).toBe(1);
  expect(taken.output().stderr).toContain('the port is in use');
});

test('nothing of a sign-in is shown where the service runs', async () => {
  const service = start(['serve', '--port', '0', '--data-dir', 'data']);
  const url = await service.url;
  const query = new URLSearchParams({
    client_id: 'orbit-cli',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:9/callback',
    scope: 'openid offline_access',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  const visit = fetchCookie(fetch);
  const page = await visit(`${url}/oauth/authorize?${query}`);
  const password = 'a few good words';
  const form = { action: 'sign_up', user_name: 'ada', password };
  // Nobody listens at the address to which the browser is sent in the end.
  await visit(page.url, { method: 'POST', body: new URLSearchParams(form) }).catch(() => undefined);
  const post = (path: string, body: Record<string, string>) =>
    fetch(url + path, { method: 'POST', body: new URLSearchParams(body) });
  const grant = { client_id: 'orbit-cli', grant_type: 'refresh_token', refresh_token: 'unknown' };
  expect((await post('/oauth/token', grant)).status).toBe(400);
  expect((await post('/oauth/revoke', { client_id: 'orbit-cli', token: 'unknown' })).status).toBe(
    200,
  );
  service.child.kill('SIGTERM');
  expect(await service.ended).toBe(0);
  const { stdout, stderr } = service.output();
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toHaveLength(4);
  expect(stdout).not.toContain(password);
});
