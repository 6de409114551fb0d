import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { exportEvents, findFreePort } from '../collector-process.js';

// Each proxy, with its configuration in deploy/, in front of a real collector that
// is restarted under load. A client tries once; its response is what counts.

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'packages/collector/bin/sonde-collector.js');
const directory = mkdtempSync(join(tmpdir(), 'sonde-proxies-'));
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    // Not SIGKILL: nginx's workers would survive it.
    child.kill('SIGTERM');
    const cut = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(cut);
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const key = 'sonde_wk_of-the-test-of-proxies';
const restarts = 3;

interface Proxy {
  /** The configuration in `deploy/`. */
  file: string;
  program: string;
  /** Adds what the test needs to the configuration. */
  complete: (part: string, home: string) => string;
  /** Sets the proxy's port in the configuration. */
  listen: (text: string, port: number) => string;
  args: (file: string) => string[];
}

const nginxModules = ['ndk_http_module', 'ngx_http_lua_module']
  .map((name) => `load_module /usr/lib/nginx/modules/${name}.so;`)
  .join('\n');

const proxies: [string, Proxy][] = [
  [
    'nginx',
    {
      file: 'nginx.conf',
      program: '/usr/sbin/nginx',
      complete: (part, home) => `${nginxModules}
daemon off;
user root;
worker_processes 1;
pid ${home}/nginx.pid;
error_log ${home}/error.log;
events { worker_connections 1024; }
http {
access_log off;
client_body_temp_path ${home}/body;
proxy_temp_path ${home}/proxy;
fastcgi_temp_path ${home}/fastcgi;
uwsgi_temp_path ${home}/uwsgi;
scgi_temp_path ${home}/scgi;
${part}}
`,
      listen: (text, port) => text.replace('listen 80;', `listen 127.0.0.1:${port};`),
      args: (file) => ['-c', file],
    },
  ],
  [
    'HAProxy',
    {
      file: 'haproxy.cfg',
      program: '/usr/sbin/haproxy',
      complete: (part) => part,
      listen: (text, port) => text.replace('bind :80', `bind 127.0.0.1:${port}`),
      args: (file) => ['-db', '-f', file],
    },
  ],
  [
    'Caddy',
    {
      file: 'Caddyfile',
      program: '/usr/bin/caddy',
      complete: (part) => `{\n  admin off\n}\n${part}`,
      listen: (text, port) => text.replace(/^:80 /m, `http://:${port} `),
      args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
    },
  ],
];

const readPart = (file: string) => readFileSync(join(root, 'deploy', file), 'utf8');

function start(program: string, args: string[], home: string): ChildProcess {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.resume();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    child.emit('said', text);
  });
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

/**
 * Starts a documented proxy in front of a collector on this port; resolves with its URL once it
 * forwards requests.
 */
async function startProxy(proxy: Proxy, port: number, home: string): Promise<string> {
  const proxyPort = await findFreePort();
  const url = `http://127.0.0.1:${proxyPort}`;
  const file = join(home, 'proxy.conf');
  const part = readPart(proxy.file).replaceAll('127.0.0.1:7377', `127.0.0.1:${port}`);
  writeFileSync(file, proxy.listen(proxy.complete(part, home), proxyPort));
  let said = '';
  start(proxy.program, proxy.args(file), home).on('said', (text) => {
    said += text;
  });
  await expect
    .poll(() => send(url, new Agent(), { path: '/readyz' }))
    .toMatchObject({ status: '200' })
    .catch((error: unknown) => {
      throw new Error(`${error}\n${said}`);
    });
  return url;
}

describe.each(proxies)('%s', (name, proxy) => {
  const isMissing = !existsSync(proxy.program);
  test.skipIf(isMissing)('loses nothing over restarts', () => restartUnderLoad(name, proxy));
  test.skipIf(isMissing)(
    'lets people sign in, and does not forward headers that a client forges',
    () => signInThrough(name, proxy),
  );
});

async function restartUnderLoad(name: string, proxy: Proxy): Promise<void> {
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
  const url = await startProxy(proxy, port, home);

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
async function signInThrough(name: string, proxy: Proxy): Promise<void> {
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
  const url = await startProxy(proxy, port, home);
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
