import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
