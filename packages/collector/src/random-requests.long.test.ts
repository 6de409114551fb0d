import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { seed, shareOf } from '@sonde/test-share';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientPaths } from './clients/register-client-routes.js';
import {
  type CollectorProcess,
  createTestDirectory,
  startProcess,
} from './testing/collector-process.js';

// Random requests to every route: nothing may bring a 5xx, a request without an answer, or memory
// that grows. Each run has others; SONDE_TEST_SEED repeats one, SONDE_RANDOM_REQUESTS makes it longer.

const requests = Number(process.env.SONDE_RANDOM_REQUESTS ?? shareOf(10_000, 2_000));
const concurrency = 64;
/** On a busy machine, many queries at a time wait for each other. */
const answerTimeoutMs = 120_000;

const directory = createTestDirectory();
const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
let collector: CollectorProcess;
beforeAll(async () => {
  collector = await startProcess(['--data-dir', directory.path('data')]);
});
afterAll(async () => {
  agent.destroy();
  await collector.stop();
  directory.remove();
});

let state = seed;
/** A number from 0 to below `limit`, the same sequence for each seed (mulberry32). */
function below(limit: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
}
const pick = <T>(values: readonly T[]): T => values[below(values.length)]!;
const chance = (percent: number) => below(100) < percent;

type Value = unknown;

const common = { timestamp: '2026-11-28T10:11:12.345Z', properties: { plan: 'pro', n: 1 } };
/** Bodies that clients of each family send. */
const samples: readonly (() => Value)[] = [
  () => ({ events: [{ event: 'x', distinct_id: 'd', insert_id: `i${below(1e6)}`, ...common }] }),
  () => ({ batch: [{ type: 'track', event: 'x', userId: 'u', messageId: `m${below(1e6)}` }] }),
  () => ({ type: 'identify', userId: 'u', anonymousId: 'a', traits: { seats: 3 }, ...common }),
  () => ({ api_key: 'k', batch: [{ event: 'x', distinct_id: 'd', uuid: `u${below(1e6)}` }] }),
  () => ({ api_key: 'k', events: [{ event_type: 'x', device_id: 'd', time: 1_795_860_672_345 }] }),
  () => [{ event: 'x', properties: { token: 'k', distinct_id: 'd', time: 1_795_860_672 } }],
  () => ({ $token: 'k', $distinct_id: 'd', $set: { name: 'n' } }),
  () => ({ type: 'track', payload: { name: 'x', profileId: 'p', properties: {} } }),
  () => ({
    schema: 'iglu:x/payload_data/jsonschema/1-0-4',
    data: [{ e: 'se', se_ca: 'a', eid: 'e' }],
  }),
  () => ({ type: 'event', payload: { website: 'k', name: 'x', data: { a: 1 } } }),
  () => ({ requests: ['?idsite=1&rec=1&e_c=a&e_a=b&cdt=1795860672'] }),
  () => [{ key: 'x', count: 1, segmentation: { a: 1 }, timestamp: 1_795_860_672_345 }],
];

const deep = () => JSON.parse('['.repeat(2_000) + ']'.repeat(2_000));
const oddValues: readonly (() => Value)[] = [
  () => null,
  () => true,
  () => '',
  () => 'x'.repeat(below(3_000)),
  () => '\ud800',
  () => '\0',
  () => -1,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER + 1,
  () => [],
  () => ({}),
  () => Array.from({ length: 200 }, (_, index) => index),
  () => JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
  () => '30 February',
  () => 'null',
  deep,
  () => pick(samples)(),
];

/** Replaces, adds or removes something at a random place. */
function mutate(value: Value): Value {
  if (typeof value !== 'object' || value === null || chance(15)) return pick(oddValues)();
  if (Array.isArray(value)) {
    if (value.length === 0 || chance(20)) return [...value, pick(oddValues)()];
    const at = below(value.length);
    return value.map((item, index) => (index === at ? mutate(item) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || chance(15)) {
    return {
      ...value,
      [pick(['', 'x', '$set', 'properties', 'k'.repeat(200)])]: pick(oddValues)(),
    };
  }
  const at = below(entries.length);
  if (chance(20)) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return Object.fromEntries(
    entries.map(([key, inner], index) => [key, index === at ? mutate(inner) : inner]),
  );
}

function makeText(): string {
  let value = pick(samples)();
  while (chance(60)) value = mutate(value);
  const json = JSON.stringify(value) ?? '';
  const base64 = Buffer.from(json).toString('base64');
  return pick([
    () => json,
    () => json,
    () => json,
    () => json.slice(0, below(json.length + 1)),
    () => `data=${base64}`,
    () => `data=${encodeURIComponent(base64)}`,
    () => `app_key=k&events=${encodeURIComponent(json)}`,
    () => `api_key=k&event=${encodeURIComponent(json)}`,
    () => base64,
    () => '',
  ])();
}

function makeBody(): { body: Buffer; encoding: string | undefined } {
  const plain = chance(5) ? randomBytes(below(2_000)) : Buffer.from(makeText());
  const [encoding, body] = pick<() => [string | undefined, Buffer]>([
    () => [undefined, plain],
    () => [undefined, plain],
    () => ['gzip', gzipSync(plain)],
    () => [undefined, gzipSync(plain)],
    () => ['gzip', gzipSync(gzipSync(plain))],
    () => ['gzip', plain],
    () => ['br', brotliCompressSync(plain)],
    () => ['gzip', gzipSync(plain).subarray(0, below(40))],
    () => [pick(['zstd', 'compress', 'x', 'identity']), plain],
  ])();
  return { body, encoding };
}

const keys = ['k', '', 'sonde_wk_x', 'é', 'x'.repeat(300)];
function makeHeaders(encoding: string | undefined): Record<string, string> {
  const basic = Buffer.from(`${pick(keys)}:${pick(keys)}`).toString('base64');
  const latin = (text: string) => Buffer.from(text).toString('latin1');
  return {
    ...(encoding !== undefined && { 'content-encoding': encoding }),
    ...(chance(80) && {
      'content-type': pick([
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        '',
      ]),
    }),
    ...(chance(40) && {
      authorization: latin(pick([`Basic ${basic}`, `Bearer ${pick(keys)}`, 'Basic', 'x'])),
    }),
    ...(chance(20) && { 'x-write-key': latin(pick(keys)) }),
    ...(chance(20) && { 'openpanel-client-id': latin(pick(keys)) }),
    ...(chance(10) && { 'posthog-request-timestamp': pick(['2026-11-28T10:11:12Z', 'x', '']) }),
  };
}

function makeQuery(): string {
  if (chance(40)) return '';
  const parts = Array.from({ length: below(5) }, () => {
    const name = pick([
      'data',
      'e',
      'app_key',
      'events',
      'verbose',
      'ip',
      'project',
      'from',
      'limit',
      'idsite',
      'eid',
      'ue_px',
      'cursor',
      'tool',
    ]);
    const value = pick([
      makeText,
      () => '1',
      () => '',
      () => '%',
      () => '2026-11-28T10:11:12Z',
      () => '+/=',
    ])();
    return `${name}=${chance(70) ? encodeURIComponent(value.toWellFormed()) : value.replace(/[^\x21-\x7e]/g, '')}`;
  });
  return `?${parts.join('&').slice(0, 8_000)}`;
}

interface Target {
  method: string;
  path: string;
}

async function listTargets(): Promise<Target[]> {
  const response = await fetch(`${collector.url}/api/v1/openapi.json`);
  const { paths } = (await response.json()) as { paths: Record<string, object> };
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
  const clients = [...clientPaths].flatMap((path) =>
    ['GET', 'POST'].map((method) => ({ method, path })),
  );
  // Clients' paths half of the time.
  const often = Math.ceil(documented.length / clients.length);
  return [...documented, ...Array.from({ length: often }, () => clients).flat()];
}

function fill(path: string): string {
  return path.replace(/\{[^}]+\}|:[^/]+/g, () =>
    encodeURIComponent(pick(['x', 'default', '%', 'y'.repeat(130)])),
  );
}

function send(target: Target): Promise<{ status: number; what: string }> {
  const path = fill(target.path) + makeQuery();
  const method = chance(5) ? pick(['HEAD', 'OPTIONS', 'PUT', 'DELETE']) : target.method;
  const { body, encoding } = makeBody();
  const headers = makeHeaders(encoding);
  const what = `${method} ${path.slice(0, 300)} ${JSON.stringify(headers)} ${body.toString('base64').slice(0, 600)}`;
  const { hostname, port } = new URL(collector.url);
  return new Promise((resolve, reject) => {
    const sent = request({ agent, hostname, port, method, path, headers }, (response) => {
      if (response.headers['content-type']?.startsWith('text/event-stream')) {
        // It has no end.
        response.on('error', () => {});
        sent.destroy();
        resolve({ status: response.statusCode ?? 0, what });
        return;
      }
      response
        .on('error', reject)
        .on('end', () => resolve({ status: response.statusCode ?? 0, what }));
      response.resume();
    });
    sent.setTimeout(answerTimeoutMs, () => sent.destroy(new Error(`no answer: ${what}`)));
    sent.on('error', (error) => reject(new Error(`${error.message}: ${what}`)));
    if (method === 'GET' || method === 'HEAD') sent.end();
    else {
      // Node.js sends the body of DELETE and OPTIONS without its length.
      sent.setHeader('content-length', body.length);
      sent.end(body);
    }
  });
}

const memoryMb = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${collector.child.pid}/status`, 'utf8'))?.[1]) /
  1_024;

test(`${requests} random requests: an answer to each, none of them a server error`, async () => {
  const targets = await listTargets();
  const counts = new Map<number, number>();
  const failures: string[] = [];
  const memory: number[] = [];
  let sent = 0;
  const worker = async () => {
    while (sent < requests && failures.length < 5) {
      sent += 1;
      if (sent % (requests / 10) === 0) memory.push(Math.round(memoryMb()));
      try {
        const { status, what } = await send(pick(targets));
        counts.set(status, (counts.get(status) ?? 0) + 1);
        if (status >= 500) failures.push(`${status} ${what}`);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const statuses = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${count} × ${status}`);
  console.log(
    `seed ${seed}: ${sent} requests in ${seconds} s; ${statuses.join(', ')}; memory in MB ${memory.join(' ')}`,
  );
  expect(failures).toEqual([]);
  const [half = 0, end = 0] = [memory[4], memory[9]];
  expect(end).toBeLessThan(Math.max(1.5 * half, 1_500));
  expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
});
