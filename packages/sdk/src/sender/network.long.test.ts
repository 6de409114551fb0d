// The sender with real proxies, and with servers whose certificate a private authority signed.
import { writeFileSync } from 'node:fs';
import { request as ask, createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestHome, drain, runTool, type TestHome } from '../fixtures/run-tool.js';
import { post } from './post-request.js';

let ca: { private: string; cert: string };
let leaf: { private: string; cert: string };
let home: TestHome;
let closers: (() => void)[];
/** Paths that reached the collector. */
let received: string[];
/** Values of `Authorization` that reached a proxy or the collector. */
let logins: string[];

beforeAll(async () => {
  ca = await generate([{ name: 'commonName', value: 'A private authority' }], {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
    ],
  });
  leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
});

beforeEach(() => {
  closers = [];
  received = [];
  logins = [];
});

afterEach(() => {
  for (const close of closers) close();
  home.remove();
});

function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

const noteLogin = ({ headers: { authorization } }: IncomingMessage) => {
  if (authorization !== undefined) logins.push(authorization);
};
const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;

const collect: Parameters<typeof createServer>[1] = (request, response) => {
  noteLogin(request);
  received.push(`${request.method} ${request.url}`);
  request.resume();
  request.on('end', () => {
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end('{"accepted":5}');
  });
};
const startSecure = () =>
  listen(createSecureServer({ key: leaf.private, cert: leaf.cert }, collect));

/** A proxy that forwards and tunnels; its requests are recorded in `asked`. */
async function startProxy(options: { login?: string; secure?: boolean } = {}) {
  const asked: string[] = [];
  const isAllowed = (given: string | undefined) =>
    options.login === undefined || given === basic(options.login);
  const server = options.secure
    ? createSecureServer({ key: leaf.private, cert: leaf.cert })
    : createServer();
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isAllowed(request.headers['proxy-authorization'])) {
      response.writeHead(407).end();
      return;
    }
    // A proxy removes the headers that are meant only for itself.
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const { method, url = '' } = request;
    const upstream = ask(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.writeHead(502).end());
    request.pipe(upstream);
  });
  server.on('connect', (request, socket) => {
    noteLogin(request);
    asked.push(`CONNECT ${request.url}`);
    socket.on('error', () => {});
    if (!isAllowed(request.headers['proxy-authorization'])) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const [host = '', port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
  });
  const port = await listen(server);
  return { asked, port };
}

/** Records one run for an endpoint, then sends with these variables. */
async function deliver(endpoint: string, variables: Record<string, string> = {}) {
  home = createTestHome(endpoint);
  await runTool(home, ['app', 'run', 'return']);
  const authority = join(home.path, 'authority.pem');
  writeFileSync(authority, ca.cert);
  Object.assign(home.environment, { NODE_EXTRA_CA_CERTS: authority }, variables);
  return drain(home);
}
const delivered = { sent: 5, waiting: 0 };
const kept = { sent: 0, waiting: 1 };

describe('a certificate of a private authority', () => {
  test('is accepted with NODE_EXTRA_CA_CERTS, for a host name and an IP address', async () => {
    const port = await startSecure();
    expect(await deliver(`https://localhost:${port}`)).toMatchObject(delivered);
    home.remove();
    expect(await deliver(`https://127.0.0.1:${port}`)).toMatchObject(delivered);
  });

  test('is refused without it, and all events are kept', async () => {
    const port = await startSecure();
    expect(await deliver(`https://localhost:${port}`, { NODE_EXTRA_CA_CERTS: '' })).toMatchObject(
      kept,
    );
    expect(received).toEqual([]);
  });
});

describe('an inline delivery and doctor', () => {
  /** A run that delivers before it exits, then doctor, with the same environment. */
  async function runAndAsk(endpoint: string, variables: Record<string, string>) {
    const budget = { FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '20000' };
    home = createTestHome(endpoint, { CI: '1', ...budget, ...variables });
    const authority = join(home.path, 'authority.pem');
    writeFileSync(authority, ca.cert);
    const trusting = { SSL_CERT_FILE: authority };
    await runTool(home, ['app', 'run', 'return'], trusting);
    const hasSent = received.splice(0).length > 0;
    const doctor = await runTool(home, ['telemetry', 'doctor'], trusting);
    return { hasSent, doctor };
  }

  test.each<[string, Record<string, string>, boolean]>([
    ['the option --use-openssl-ca', { NODE_OPTIONS: '--use-openssl-ca' }, true],
    ['the same with underscores', { NODE_OPTIONS: '--no-warnings  --use_openssl_ca' }, true],
    ['no option', {}, false],
    ['an option that this process alone has', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, false],
  ])('agree on a private authority: with %s', async (_name, variables, isTrusted) => {
    const port = await startSecure();
    const { hasSent, doctor } = await runAndAsk(`https://localhost:${port}`, variables);
    expect(hasSent).toBe(isTrusted);
    expect(doctor.code).toBe(isTrusted ? 0 : 1);
    expect(doctor.stdout).toContain(isTrusted ? 'status 202' : 'failed at TLS');
  });

  test('do not bypass a proxy that cannot be used, and report it', async () => {
    const port = await listen(createServer(collect));
    const variables = { ALL_PROXY: `socks5://me:secret@127.0.0.1:${port}` };
    const { hasSent, doctor } = await runAndAsk(`http://127.0.0.1:${port}`, variables);
    expect(hasSent).toBe(false);
    const reason = 'the proxy in ALL_PROXY cannot be used: socks5: is not supported';
    expect(doctor.stdout).toContain(`failed at proxy: ${reason}`);
    expect(doctor.stdout).toContain(`no response: Error: ${reason}`);
    expect(doctor.stdout).not.toContain('secret');
    expect(received).toEqual([]);
    expect(home.files().join()).toContain('.ready.');
  });
});

/** Records and sends enough runs for at least two requests. */
async function deliverRuns(endpoint: string, runs: number) {
  home = createTestHome(endpoint, { FIX_TURE_TELEMETRY_FLUSH_AT: '1000' });
  const authority = join(home.path, 'authority.pem');
  writeFileSync(authority, ca.cert);
  Object.assign(home.environment, { NODE_EXTRA_CA_CERTS: authority });
  for (let run = 0; run < runs; run += 1) await runTool(home, ['app', 'run', 'return']);
  return drain(home);
}

describe('a connection', () => {
  test('is reused for the next request', async () => {
    let connections = 0;
    const server = createSecureServer({ key: leaf.private, cert: leaf.cert }, collect);
    server.on('secureConnection', () => {
      connections += 1;
    });
    const port = await listen(server);
    expect(await deliverRuns(`https://localhost:${port}`, 6)).toMatchObject({
      sent: 30,
      waiting: 0,
    });
    expect(received.length).toBeGreaterThan(1);
    expect(connections).toBe(1);
  });

  test('that the server closes when it is reused loses no event', async () => {
    const used = new WeakSet<Socket>();
    let closed = 0;
    const port = await listen(
      createServer((request, response) => {
        if (used.has(request.socket)) {
          closed += 1;
          request.socket.destroy();
          return;
        }
        used.add(request.socket);
        collect?.(request, response);
      }),
    );
    const report = await deliverRuns(`http://127.0.0.1:${port}`, 6);
    expect(report).toMatchObject({ sent: 30, waiting: 0 });
    expect(report.stopped).toBeUndefined();
    expect(closed).toBeGreaterThan(0);
  });

  test('is a new one for the retry if all idle ones are closed', async () => {
    const used = new WeakSet<Socket>();
    const first: (() => void)[] = [];
    let connections = 0;
    let closed = 0;
    const server = createServer((request, response) => {
      if (used.has(request.socket)) {
        closed += 1;
        request.socket.destroy();
        return;
      }
      used.add(request.socket);
      const answer = () => collect?.(request, response);
      if (connections > 2) answer();
      // The first two run at the same time, so there are two idle connections.
      else if (first.push(answer) === 2) for (const now of first) now();
    });
    server.on('connection', () => {
      connections += 1;
    });
    const request = {
      url: `http://127.0.0.1:${await listen(server)}`,
      headers: {},
      body: Buffer.from('{}'),
      timeoutMs: 5_000,
      environment: {},
    };
    home = createTestHome(request.url);
    await Promise.all([post(request), post(request)]);
    // Both are idle in the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    expect(await post(request)).toMatchObject({ status: 202 });
    expect({ connections, closed }).toEqual({ connections: 3, closed: 1 });
  });
});

describe('a proxy', () => {
  test.each(['https_proxy', 'HTTPS_PROXY'])('tunnels to HTTPS: %s', async (name) => {
    const port = await startSecure();
    const proxy = await startProxy();
    const report = await deliver(`https://localhost:${port}`, {
      [name]: `http://127.0.0.1:${proxy.port}`,
    });
    expect(report).toMatchObject(delivered);
    expect(proxy.asked).toEqual([`CONNECT localhost:${port}`]);
    expect(received).toEqual(['POST /ingest']);
  });

  test('can use TLS itself, and a login in its address', async () => {
    const port = await startSecure();
    const proxy = await startProxy({ login: 'me:p@ss', secure: true });
    const report = await deliver(`https://127.0.0.1:${port}`, {
      https_proxy: `https://me:p%40ss@localhost:${proxy.port}`,
    });
    expect(report).toMatchObject(delivered);
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${port}`]);
    expect(logins).toEqual([]);
  });

  test.each([
    ['http_proxy', 'me:secret', 'me:secret'],
    ['HTTP_PROXY', 'me:p%40ss%20w', 'me:p@ss w'],
    ['http_proxy', 'me:p%ss', 'me:p%ss'],
    ['http_proxy', ':secret', ':secret'],
    ['HTTP_PROXY', 'me', 'me:'],
  ])('forwards HTTP, and alone gets its login: %s=%s@…', async (name, given, login) => {
    const port = await listen(createServer(collect));
    const proxy = await startProxy({ login });
    const report = await deliver(`http://127.0.0.1:${port}`, {
      [name]: `http://${given}@127.0.0.1:${proxy.port}`,
    });
    expect(report).toMatchObject(delivered);
    expect(proxy.asked).toEqual([`POST http://127.0.0.1:${port}/ingest`]);
    expect(received).toEqual(['POST /ingest']);
    expect(logins).toEqual([]);
  });

  test.each([false, true])('forwards a login for the endpoint, TLS %s', async (isSecure) => {
    const port = isSecure ? await startSecure() : await listen(createServer(collect));
    const proxy = await startProxy({ login: 'me:secret' });
    const endpoint = `${isSecure ? 'https' : 'http'}://you:own@localhost:${port}`;
    const login = `http://me:secret@127.0.0.1:${proxy.port}`;
    const variables = { http_proxy: login, https_proxy: login };
    expect(await deliver(endpoint, variables)).toMatchObject(delivered);
    expect(proxy.asked.join()).not.toContain('own');
    expect(logins).toEqual([basic('you:own')]);
  });

  test('that refuses the login or is down loses no event', async () => {
    const port = await startSecure();
    const proxy = await startProxy({ login: 'someone:else' });
    const https_proxy = `http://127.0.0.1:${proxy.port}`;
    expect(await deliver(`https://localhost:${port}`, { https_proxy })).toMatchObject(kept);
    home.remove();
    const closed = { https_proxy: 'http://127.0.0.1:9' };
    expect(await deliver(`https://localhost:${port}`, closed)).toMatchObject(kept);
    expect(received).toEqual([]);
  });

  test('from ALL_PROXY is used, also by an inline delivery', async () => {
    const port = await listen(createServer(collect));
    const proxy = await startProxy({ login: 'me:secret' });
    home = createTestHome(`http://127.0.0.1:${port}`, {
      ALL_PROXY: `http://me:secret@127.0.0.1:${proxy.port}`,
      CI: '1',
      FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '20000',
    });
    await runTool(home, ['app', 'run', 'return']);
    expect(proxy.asked).toEqual([`POST http://127.0.0.1:${port}/ingest`]);
    expect(received).toEqual(['POST /ingest']);
    expect(logins).toEqual([]);
  });

  test.each(['::1', '[::1]', 'localhost,127.0.0.1,::1', '::/0'])(
    'is bypassed for an IPv6 address with NO_PROXY=%s',
    async (NO_PROXY) => {
      const server = createServer(collect);
      closers.push(() => server.close());
      await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
      const { port } = server.address() as AddressInfo;
      const variables = { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY };
      expect(await deliver(`http://[::1]:${port}`, variables)).toMatchObject(delivered);
      server.closeAllConnections();
    },
  );

  test.each([
    ['no_proxy', 'localhost'],
    ['NO_PROXY', 'example.org, LOCALHOST'],
    ['no_proxy', '*'],
  ])('is passed by for %s=%s', async (name, value) => {
    const port = await startSecure();
    const proxy = await startProxy();
    const variables = { https_proxy: `http://127.0.0.1:${proxy.port}`, [name]: value };
    expect(await deliver(`https://localhost:${port}`, variables)).toMatchObject(delivered);
    expect(proxy.asked).toEqual([]);
  });
});

describe('a redirect', () => {
  const redirecting = (to: () => string, status = 308) =>
    createSecureServer({ key: leaf.private, cert: leaf.cert }, (request, response) => {
      request.resume();
      if (request.url === '/moved') return collect?.(request, response);
      response.writeHead(status, { location: to() }).end();
    });

  test('within the same origin is followed', async () => {
    const port = await listen(redirecting(() => '/moved'));
    expect(await deliver(`https://localhost:${port}`)).toMatchObject(delivered);
    expect(received).toEqual(['POST /moved']);
  });

  test('whose body never ends is followed, and delays no command', async () => {
    const port = await listen(
      createServer((request, response) => {
        request.resume();
        if (request.url === '/moved') return collect?.(request, response);
        response.writeHead(308, { location: '/moved', 'content-length': 10 }).write('abc');
      }),
    );
    expect(await deliver(`http://127.0.0.1:${port}`)).toMatchObject(delivered);
    expect(received).toEqual(['POST /moved']);
    const patient = { FIX_TURE_TELEMETRY_REQUEST_TIMEOUT_MS: '120000' };
    const { durationMs } = await runTool(home, ['telemetry', 'doctor'], patient);
    expect(durationMs).toBeLessThan(60_000);
  });

  test('to plain HTTP, to another origin, or in a loop is not followed', async () => {
    const plain = await listen(createServer(collect));
    const other = await startSecure();
    for (const to of [
      `http://localhost:${plain}/ingest`,
      `https://127.0.0.1:${other}/ingest`,
      '/',
    ]) {
      const port = await listen(redirecting(() => to));
      expect(await deliver(`https://localhost:${port}`)).toMatchObject(kept);
      home.remove();
    }
    expect(received).toEqual([]);
  });
});
