import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CollectorProcess,
  createTestDirectory,
  runProcess,
  startProcess,
} from '../testing/collector-process.js';
import { tokenOf } from '../testing/visitor.js';

// The real program, with accounts and the most detailed log. At the end its output, files and
// responses are searched for secrets.

const directory = createTestDirectory();
const data = directory.path('data');
const email = 'ada@example.org';
const password = 'correct horse battery';
/** Secrets that must not be in any output, file, metric or response. */
const secrets = new Set([password]);
const agent = new Agent({ keepAlive: true, maxSockets: 32 });
let collector: CollectorProcess;
let url: string;
let cookie: string;
let writeKey: string;
/** Every response except pages, with its headers. */
let answered = '';

beforeAll(async () => {
  collector = await startProcess([
    ...['--host', '0.0.0.0', '--data-dir', data, '--log-level', 'trace'],
    // So that a test can send from many addresses.
    ...['--trust-proxy', '127.0.0.1'],
  ]);
  url = collector.url;
  const [link = ''] = /\S+\/welcome#\S+/.exec(collector.output.stdout) ?? [];
  const token = tokenOf(link);
  const made = await post('/api/v1/links/use', { token, name: 'Ada', email, password });
  expect(made.status, made.body).toBe(200);
  cookie = cookieOf(made.headers);
  const key = await post('/api/v1/projects/default/keys', { name: 'x', kind: 'write' }, { cookie });
  writeKey = JSON.parse(key.body).key;
  const readKey = await post(
    '/api/v1/projects/default/keys',
    { name: 'y', kind: 'read' },
    { cookie },
  );
  for (const secret of [cookie.split('=')[1]!, writeKey, JSON.parse(readKey.body).key]) {
    secrets.add(secret);
  }
  // The responses that create secrets contain them by design. The first start prints the link for
  // the operator.
  answered = '';
  secrets.add(token);
});
afterAll(async () => {
  agent.destroy();
  await collector.stop();
  directory.remove();
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(
  method: string,
  path: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        // Sign-in responses set a cookie.
        const { 'set-cookie': _, ...others } = response.headers;
        answered += `${JSON.stringify(others)}\n${text}\n`;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.on('error', reject).end(body);
  });
}

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  ask('POST', path, {
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify(body),
  });
const cookieOf = ({ 'set-cookie': [first = ''] = [] }: IncomingHttpHeaders) =>
  first.slice(0, first.indexOf(';'));
const signIn = (credentials: { email: string; password: string }, address: string) =>
  post('/api/v1/session', credentials, { 'x-forwarded-for': address });
/** A different address for each index. */
const addressOf = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
const countBy = (answers: Answer[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('guesses', () => {
  test('an account that does not exist takes as long to refuse as a wrong password', async () => {
    const timesMs: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    // The first of each loads code that later requests already have loaded.
    for (let round = 0; round < 12; round += 1) {
      for (const who of ['known', 'unknown'] as const) {
        const startedAt = performance.now();
        const wanted = who === 'known' ? email : `nobody-${round}@example.org`;
        const address = addressOf(70_000 + round);
        const response = await signIn({ email: wanted, password: `guess ${round}` }, address);
        if (round > 1) timesMs[who].push(performance.now() - startedAt);
        expect(response.status).toBe(401);
      }
    }
    // Without hashing, it would take a twentieth of the time. Other work on the machine only adds to
    // a time, so the shortest of several is compared.
    const ratio = Math.min(...timesMs.unknown) / Math.min(...timesMs.known);
    expect(ratio).toBeGreaterThan(0.25);
    expect(ratio).toBeLessThan(4);
  });

  test('of 10,000 passwords for one account, from 10,000 addresses, 50 are checked', async () => {
    const guesses = Array.from({ length: 10_000 }, (_, index) =>
      signIn({ email: 'bob@example.org', password: `guess ${index}` }, addressOf(index)),
    );
    expect(countBy(await Promise.all(guesses))).toEqual({ 401: 50, 429: 9_950 });
    // Sessions continue, and other accounts can still sign in.
    const session = await ask('GET', '/api/v1/session', { headers: { cookie } });
    expect(JSON.parse(session.body).account.email).toBe(email);
    const other = await signIn({ email, password }, addressOf(80_000));
    expect(other.status).toBe(200);
    secrets.add(cookieOf(other.headers).split('=')[1]!);
  });

  test('of 1,000 accounts and 1,000 links tried from one address, 100 are checked', async () => {
    const address = '203.0.113.9';
    const accounts = Array.from({ length: 1_000 }, (_, index) =>
      signIn({ email: `person-${index}@example.org`, password }, address),
    );
    expect(countBy(await Promise.all(accounts))).toEqual({ 401: 100, 429: 900 });
    const headers = { 'x-forwarded-for': '203.0.113.10' };
    const links = Array.from({ length: 1_000 }, (_, index) =>
      post('/api/v1/links/read', { token: String(index).padStart(43, 'A') }, headers),
    );
    expect(countBy(await Promise.all(links))).toEqual({ 404: 100, 429: 900 });
  });
});

describe('a redirect or a header', () => {
  const evil = 'evil.example';

  test.each([
    `//${evil}/`,
    `/\\${evil}/`,
    `/%2f%2f${evil}/`,
    `/..//${evil}`,
    `//${evil}/%2e%2e`,
    `/sign-in/..//${evil}/`,
    `/assets//${evil}/`,
    `/?return=https://${evil}`,
    `/sign-in?return=https://${evil}`,
    `/api/v1/session?return=//${evil}`,
    '/%0d%0aset-cookie:%20a=b',
    '/sign-in?error=%0d%0aset-cookie:%20a=b',
    '/api/v1/openapi.json?%0d%0aset-cookie:%20a=b',
    '/api/v1/overview?project=%0d%0aset-cookie:%20a=b',
  ])('%s stays on this site', async (path) => {
    for (const headers of [{}, { cookie }, { accept: 'text/html', cookie }]) {
      const response = await ask('GET', path, { headers });
      expect(response.headers.location ?? '').not.toContain(evil);
      expect(response.headers['set-cookie']).toBeUndefined();
      expect(Object.values(response.headers).join()).not.toContain('a=b');
    }
  });

  test('no response header contains text from a request', async () => {
    const headers = {
      'x-request-id': 'canary',
      traceparent: 'canary',
      'x-forwarded-proto': 'canary',
      referer: 'https://canary.example/',
      cookie: 'sonde=canary',
    };
    for (const path of ['/', '/api/v1/session', '/api/v1/overview', '/none', '/readyz']) {
      const response = await ask('GET', path, { headers });
      expect(JSON.stringify(response.headers)).not.toContain('canary');
    }
  });

  test('names with line breaks are refused, or returned only in JSON', async () => {
    const name = 'a\r\nset-cookie: a=b';
    const bodies: [string, object][] = [
      ['/api/v1/projects', { id: name }],
      ['/api/v1/projects', { id: 'named', title: name }],
      ['/api/v1/projects/default/keys', { name, kind: 'write' }],
      ['/api/v1/invitations', { email: `x@example.org${name}` }],
    ];
    for (const [path, body] of bodies) {
      const response = await post(path, body, { cookie });
      expect([path, response.status]).toEqual([path, 400]);
      expect(response.headers['set-cookie']).toBeUndefined();
    }
  });

  test('two lengths, or a length and chunks, are at most one request', async () => {
    const smuggled = 'GET /api/v1/session HTTP/1.1\r\nHost: x\r\n\r\n';
    for (const lengths of [
      'Content-Length: 0\r\nContent-Length: 43',
      'Content-Length: 43\r\nTransfer-Encoding: chunked',
      'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
    ]) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8');
      socket.on('error', () => {});
      socket.write(`POST /ingest HTTP/1.1\r\nHost: x\r\n${lengths}\r\n\r\n0\r\n\r\n${smuggled}`);
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      await once(socket, 'close');
      expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    }
  });
});

describe('a body of 1 GB', () => {
  const gigabyte = 1_000_000_000;
  const megabyte = Buffer.alloc(1_000_000, ' ');
  const memoryKb = () => {
    const status = readFileSync(`/proc/${collector.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  };

  /**
   * Sends data until a response arrives, and resolves with the response and the number of bytes
   * sent.
   */
  async function pour(path: string, head: string): Promise<{ response: string; sent: number }> {
    const isChunked = head.includes('chunked');
    let sent = 0;
    async function* parts() {
      yield `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${head}\r\n`;
      for (; sent < gigabyte; sent += megabyte.length) {
        if (isChunked) yield 'f4240\r\n';
        yield megabyte;
        if (isChunked) yield '\r\n';
      }
    }
    const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8');
    const pouring = pipeline(parts, socket).catch(() => {});
    const [response = ''] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    socket.destroy();
    await pouring;
    return { response: String(response), sent };
  }

  test.skipIf(process.platform !== 'linux').each([
    ['/ingest', 'with a key', 413],
    ['/ingest', 'without one', 401],
    ['/api/v1/session', 'without one', 413],
    ['/api/v1/projects', 'without one', 401],
  ])('to %s, %s, is refused without being buffered', async (path, who, status) => {
    const key = who === 'with a key' ? `X-Api-Key: ${writeKey}\r\n` : '';
    const origin = path === '/ingest' ? '' : 'Origin: http://x\r\n';
    const before = memoryKb();
    for (const length of [`Content-Length: ${gigabyte}`, 'Transfer-Encoding: chunked']) {
      const { response, sent } = await pour(path, `${key}${origin}${length}\r\n`);
      expect([length, response.slice(0, 12)]).toEqual([length, `HTTP/1.1 ${status}`]);
      expect(sent).toBeLessThan(gigabyte / 2);
    }
    expect(memoryKb() - before).toBeLessThan(150_000);
    const served = await ask('POST', '/ingest', {
      headers: { 'content-type': 'application/json', 'x-api-key': writeKey },
      body: JSON.stringify({ event: 'Normal', insert_id: `beside ${path} ${who}` }),
    });
    expect(served.status).toBe(202);
  });
});

test('no key, password, token or cookie is in its output, files, metrics or responses', async () => {
  const [first = ''] = [...secrets];
  for (const secret of secrets) {
    // In places where no secret belongs.
    const headers = { authorization: `Bearer ${secret}!`, 'x-api-key': `${secret}!` };
    await ask('GET', `/api/v1/projects/${encodeURIComponent(secret)}/keys`, { headers });
    await ask('GET', `/welcome/${encodeURIComponent(secret)}`, { headers: { cookie } });
    await ask('POST', `/ingest?key=${encodeURIComponent(secret)}`, { headers, body: secret });
    await ask('GET', '/', { headers: { cookie: `sonde=${secret}!`, 'user-agent': secret } });
    await signIn({ email: `${secret}@example.org`, password: `${secret}!` }, '203.0.113.20');
  }
  const metrics = await ask('GET', '/metrics', { headers: { cookie } });
  expect([metrics.status, metrics.body.length > 1_000]).toEqual([200, true]);
  const audit = await ask('GET', '/api/v1/audit?limit=500', { headers: { cookie } });
  expect(audit.body).toContain(email);
  const doctor = await runProcess(['doctor', '--data-dir', data, '--host', '0.0.0.0']);
  const users = await runProcess(['user', 'list'], { SONDE_DATA_DIR: data });
  await collector.stop();
  const { stdout, stderr } = collector.output;
  const places: Record<string, string> = {
    // The first start prints the link for the operator by design.
    'standard output': stdout.replace(/\/welcome#\S+/, ''),
    'standard error': stderr,
    answers: answered,
    doctor: doctor.stdout + doctor.stderr,
    users: users.stdout + users.stderr,
  };
  for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) places[path] = readFileSync(path, 'latin1');
  }
  expect(stderr.length).toBeGreaterThan(10_000);
  expect(Object.keys(places).length).toBeGreaterThan(20);
  expect(first).toBe(password);
  for (const [place, text] of Object.entries(places)) {
    for (const secret of secrets) {
      expect(`${place}: ${text.includes(secret)}`).toBe(`${place}: false`);
    }
  }
});
