import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { someOf } from '@sonde/test-share';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { exportEvents, findFreePort } from '../collector-process.js';
import {
  type DocumentedProxy,
  documentedProxies,
  isInstalled,
  type RunningProxy,
  startProxy,
} from '../documented-proxies.js';

// Each proxy, with its configuration in deploy/, in front of a real collector that
// is restarted under load. A client tries once; its response is what counts.

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'packages/collector/bin/sonde-collector.js');
const directory = mkdtempSync(join(tmpdir(), 'sonde-proxies-'));
const children: ChildProcess[] = [];
const running: RunningProxy[] = [];

afterEach(async () => {
  for (const { stop } of running.splice(0)) await stop();
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const cut = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(cut);
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const key = 'sonde_wk_of-the-test-of-proxies';
const restarts = 3;

function start(program: string, args: string[], home: string): ChildProcess {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.resume();
  child.stderr?.resume();
  children.push(child);
  return child;
}

/** Resolves with the status of a response, or the reason if there is none. */
function send(
  url: string,
  agent: Agent,
  { body, path = '/ingest' }: { body?: string; path?: string },
): Promise<{ status: string; text: string; type: string }> {
  return new Promise((resolve) => {
    const method = body === undefined ? 'GET' : 'POST';
    const headers = { 'x-api-key': key, 'content-type': 'application/json' };
    request(new URL(path, url), { agent, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        const code = /"code":"(\w+)"/.exec(text)?.[1];
        const status = [response.statusCode, code].filter(Boolean).join(' ');
        resolve({ status, text, type: response.headers['content-type'] ?? '' });
      });
      response.on('error', (error) => resolve({ status: error.message, text, type: '' }));
    })
      .on('error', (error) => resolve({ status: error.message, text: '', type: '' }))
      .end(body);
  });
}

async function waitFor(url: string): Promise<void> {
  const agent = new Agent();
  while ((await send(url, agent, { path: '/readyz' })).status !== '200') await delay(100);
}

async function restart(startOne: () => ChildProcess, running: ChildProcess): Promise<ChildProcess> {
  const ended = once(running, 'exit');
  running.kill('SIGTERM');
  await ended;
  expect(running.exitCode).toBe(0);
  return startOne();
}

describe.each(someOf(documentedProxies))('%s', (name, proxy) => {
  const isMissing = !isInstalled(proxy);
  test.skipIf(isMissing)('loses nothing over restarts', () => restartUnderLoad(name, proxy));
  test.skipIf(isMissing)(
    'lets people sign in, and does not forward headers that a client forges',
    () => signInThrough(name, proxy),
  );
});

/** Starts the proxy in front of the collector on this port; returns its URL. */
async function startBefore(port: number, proxy: DocumentedProxy, home: string): Promise<string> {
  const started = await startProxy(proxy, port, home);
  running.push(started);
  return started.url;
}

async function restartUnderLoad(name: string, proxy: DocumentedProxy): Promise<void> {
  const home = join(directory, name);
  mkdirSync(home);
  const port = await findFreePort();
  const own = `http://127.0.0.1:${port}`;
  const hash = createHash('sha256').update(key).digest('hex');
  const config = join(home, 'sonde.json');
  writeFileSync(config, JSON.stringify({ projects: { default: { keys: [`sha256:${hash}`] } } }));
  const data = join(home, 'data');
  const serve = ['serve', '--port', String(port), '--data-dir', data];
  const startCollector = () =>
    start(
      process.execPath,
      [bin, ...serve, '--ingest-only', '--config', config, '--trust-proxy', 'loopback'],
      home,
    );
  let collector = startCollector();
  await waitFor(own);
  const url = await startBefore(port, proxy, home);

  // Requests that must pass, and who responds.
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const large = await send(url, agent, { body: ' '.repeat(1_500_000) });
  expect(large).toMatchObject({
    status: '413 body_too_large',
    type: expect.stringContaining('application/problem+json'),
  });
  const long = await send(url, agent, { path: `/healthz?x=${'x'.repeat(20_000)}` });
  expect(long.status).toBe('200');

  const answers: Record<string, number> = {};
  const acknowledged: string[] = [];
  const open = new Set<Promise<void>>();
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    const insert_id = `${name}-${count}`;
    const sent = send(url, agent, { body: JSON.stringify({ event: 'Sent', insert_id }) }).then(
      ({ status }) => {
        answers[status] = (answers[status] ?? 0) + 1;
        if (status === '202') acknowledged.push(insert_id);
        open.delete(sent);
      },
    );
    open.add(sent);
  }, 25);
  for (let round = 0; round < restarts; round += 1) {
    await delay(1_500);
    collector = await restart(startCollector, collector);
    await waitFor(own);
  }
  await delay(1_000);
  clearInterval(timer);
  await Promise.all(open);
  agent.destroy();
  console.log(`${name}: ${count} requests over ${restarts} restarts: ${JSON.stringify(answers)}`);

  // Queries are served only on loopback, without the proxy.
  collector = await restart(() => start(process.execPath, [bin, ...serve], home), collector);
  await waitFor(own);
  const stored = (await exportEvents(own)).map(({ insert_id }) => insert_id);
  expect([...stored].sort()).toEqual([...new Set(stored)].sort());
  expect(stored).toEqual(expect.arrayContaining(acknowledged));
  // Caddy may send a request in the moment before it knows that the collector is away.
  if (name !== 'Caddy') expect(answers).toEqual({ 202: count });
}

/**
 * A collector with accounts: pages, cookies and origins pass through, and addresses are those of
 * clients.
 */
async function signInThrough(name: string, proxy: DocumentedProxy): Promise<void> {
  const home = join(directory, `${name}-team`);
  mkdirSync(home);
  const port = await findFreePort();
  // The proxy's URL is known only once it runs; the collector uses that of the pages.
  const args = ['serve', '--port', String(port), '--data-dir', join(home, 'data')];
  const collector = start(
    process.execPath,
    [bin, ...args, '--trust-proxy', 'loopback', '--public-url', `http://127.0.0.1:${port}`],
    home,
  );
  let printed = '';
  collector.stdout?.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  await waitFor(`http://127.0.0.1:${port}`);
  const url = await startBefore(port, proxy, home);
  const link = /\/welcome#(\S+)\s/;
  await expect.poll(() => printed).toMatch(link);
  const token = link.exec(printed)?.[1];
  const claims = {
    'x-forwarded-for': '203.0.113.99',
    'x-real-ip': '203.0.113.99',
    forwarded: 'for=203.0.113.99',
  };
  const headers = {
    ...{ 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` },
    ...claims,
  };
  const person = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
  const body = JSON.stringify({ token, ...person });
  const made = await fetch(`${url}/api/v1/links/use`, { method: 'POST', headers, body });
  expect(made.status).toBe(200);
  const cookie = made.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(`${url}/settings`, { headers: { cookie, accept: 'text/html' } });
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([
    200,
    expect.stringContaining("default-src 'none'"),
  ]);
  const audit = await fetch(`${url}/api/v1/audit`, { headers: { cookie, ...claims } });
  const text = await audit.text();
  expect(audit.status).toBe(200);
  expect(text).toContain('127.0.0.1');
  expect(text).not.toContain('203.0.113.99');
}
