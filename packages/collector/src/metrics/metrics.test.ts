import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { generateKey } from '../team/keys.js';
import { createTestDirectory } from '../testing/collector-process.js';
import { createMetrics, type Metrics } from './metrics.js';

const directory = createTestDirectory();
const keys = { write: generateKey('write'), read: generateKey('read') };
let store: Store;
/** Anyone on this machine may read it. */
let open: FastifyInstance;
let metrics: Metrics;

beforeAll(async () => {
  metrics = createMetrics();
  store = await openEmbeddedStore({
    directory: directory.path('data'),
    onCommit: metrics.committed,
  });
  open = await createCollector({ store, metrics });
});
afterAll(async () => {
  await open.close();
  await store.close();
  directory.remove();
});

const post = (payload: object | string) =>
  open.inject({
    method: 'POST',
    url: '/ingest',
    headers: { 'content-type': 'application/json' },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

async function scrape(app = open): Promise<string> {
  const response = await app.inject('/metrics');
  expect(response.statusCode).toBe(200);
  return response.body;
}

/** A value in the scrape; 0 if the line is missing. */
function read(text: string, series: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}

test('counts the results of events', async () => {
  const loss = { id: 'account', recorded: 10, sent: 7, dropped: { age: 3 } };
  const body = {
    events: [{ event: 'x', insert_id: 'a' }, { event: 'y', insert_id: 'b' }, { insert_id: 'c' }],
    meta: { loss },
  };
  await post(body);
  // Reported again, with higher counts.
  await post({
    ...body,
    meta: { loss: { ...loss, recorded: 12, dropped: { age: 4, size: 1 } } },
  });
  await post('not JSON');
  await post({ events: 'none' });
  const text = await scrape();
  const numbers = {
    sonde_events_accepted_total: 2,
    sonde_events_duplicate_total: 2,
    'sonde_events_quarantined_total{code="event_name_invalid"}': 2,
    'sonde_ingest_refused_total{code="body_not_json"}': 1,
    'sonde_ingest_refused_total{code="body_wrong_shape"}': 1,
    sonde_client_events_recorded_total: 12,
    sonde_client_events_sent_total: 7,
    'sonde_client_events_dropped_total{reason="age"}': 4,
    'sonde_client_events_dropped_total{reason="size"}': 1,
    sonde_pending_events: 0,
    sonde_ready: 1,
    'sonde_http_requests_total{method="POST",route="/ingest",status="202"}': 2,
    'sonde_http_requests_total{method="POST",route="/ingest",status="400"}': 2,
  };
  for (const [series, value] of Object.entries(numbers)) {
    expect([series, read(text, series)]).toEqual([series, value]);
  }
  expect(read(text, 'sonde_commit_duration_seconds_count')).toBeGreaterThan(0);
  for (const series of ['sonde_store_bytes', 'sonde_store_parts', 'sonde_disk_free_bytes']) {
    expect(read(text, series)).toBeGreaterThan(0);
  }
  expect(text).toMatch(/^sonde_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
  expect(text).toContain('process_resident_memory_bytes');
});

test('no label contains client data', async () => {
  const secrets = ['sonde_wk_secret', 'person-4711', 'attack-path'];
  await open.inject({
    method: 'PROPFIND' as 'GET',
    url: '/attack-path/sonde_wk_secret?project=person-4711',
  });
  await open.inject('/attack-path/1');
  await open.inject('/attack-path/2');
  await open.inject('/api/v1/invocations/person-4711');
  await open.inject({ url: '/api/v1/flows/attack-path/funnel?project=person-4711' });
  await post({ event: 'attack-path', insert_id: 'person-4711', anonymous_id: 'person-4711' });
  await scrape();
  const text = await scrape();
  for (const secret of secrets) expect(text).not.toContain(secret);
  const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route));
  expect([...routes].sort()).toEqual([
    '/api/v1/flows/:flow/funnel',
    '/api/v1/invocations/:invocation_id',
    '/ingest',
    '/metrics',
    'none',
  ]);
  expect(read(text, 'sonde_http_requests_total{method="GET",route="none",status="404"}')).toBe(2);
  expect(text).toContain('method="other"');
});

test('the built files count as one route', async () => {
  const dashboardDirectory = directory.path('pages');
  mkdirSync(`${dashboardDirectory}/assets`, { recursive: true });
  for (const file of ['index.html', 'assets/index-a1.js', 'assets/index-b2.css']) {
    writeFileSync(`${dashboardDirectory}/${file}`, '');
  }
  const app = await createCollector({ store, dashboardDirectory });
  await app.inject('/assets/index-a1.js');
  await app.inject('/assets/index-b2.css');
  const text = await scrape(app);
  expect(read(text, 'sonde_http_requests_total{method="GET",route="/assets/*",status="200"}')).toBe(
    2,
  );
  expect(text).not.toContain('index-a1');
  await app.close();
});

describe('access', () => {
  const declared = {
    projects: [{ id: 'default', title: 'default', retentionMonths: null }],
    keys: (['write', 'read'] as const).map((kind) => ({
      hash: keys[kind].hash,
      project: 'default',
      kind,
      name: kind as string,
    })),
  };
  const read = async (app: FastifyInstance, headers: Record<string, string> = {}) =>
    (await app.inject({ url: '/metrics', headers })).statusCode;

  test.each([{ ingestOnly: false }, { ingestOnly: true }])(
    'with accounts: holders of a read key (%j)',
    async ({ ingestOnly }) => {
      const app = await createCollector({ store, declared, requireAccounts: true, ingestOnly });
      expect(await read(app)).toBe(401);
      expect(await read(app, { authorization: 'Bearer sonde_rk_wrong' })).toBe(401);
      expect(await read(app, { authorization: `Bearer ${keys.write.key}` })).toBe(403);
      expect(await read(app, { authorization: `Bearer ${keys.read.key}` })).toBe(200);
      await app.close();
    },
  );

  test('refused requests are counted for the project of the key, unknown keys for all', async () => {
    const other = generateKey('read');
    const app = await createCollector({
      ...{ store, requireAccounts: true },
      declared: {
        projects: [...declared.projects, { id: 'other', title: 'other', retentionMonths: null }],
        keys: [
          ...declared.keys,
          { hash: other.hash, project: 'other', kind: 'read' as const, name: 'other' },
        ],
      },
    });
    const send = (key: string, payload = '{"event":"x"}') =>
      app.inject({ method: 'POST', url: '/ingest', headers: { 'x-api-key': key }, payload });
    const refused = async (key: string) => {
      const headers = { authorization: `Bearer ${key}` };
      const { refused } = (await app.inject({ url: '/api/v1/intake', headers })).json();
      return refused.map(({ code, requests }: { code: string; requests: number }) => [
        ...[code, requests],
      ]);
    };
    expect((await send(keys.write.key)).statusCode).toBe(202);
    expect(await refused(keys.read.key)).toEqual([]);
    await send(keys.write.key, 'not JSON');
    await send(keys.read.key);
    await send(keys.read.key);
    await send('sonde_wk_unknown');
    expect((await refused(keys.read.key)).sort()).toEqual([
      ['body_not_json', 1],
      ['key_unknown', 1],
      ['read_key_cannot_write', 2],
    ]);
    expect(await refused(other.key)).toEqual([['key_unknown', 1]]);
    await app.close();
  });

  test('without accounts: anyone on this machine, but not under another host name', async () => {
    expect(await read(open)).toBe(200);
    expect(await read(open, { host: 'sonde.example' })).toBe(403);
  });
});

test('requests that are not HTTP are counted, also before the first scrape', async () => {
  const app = await createCollector({ store });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const socket = connect(address.port, '127.0.0.1');
  socket.resume().end('nonsense\r\n\r\n');
  await once(socket, 'close');
  const text = await scrape(app);
  expect(read(text, 'sonde_http_unreadable_total{code="request_malformed"}')).toBe(1);
  await app.close();
});

test('a store that does not respond is reported, with all other metrics', async () => {
  const broken = {
    check: () => Promise.reject(new Error('gone')),
    checkWritable: () => Promise.resolve(),
    ask: () => Promise.reject(new Error('gone')),
    pendingEvents: 3,
    team: store.team,
  } as unknown as Store;
  const app = await createCollector({ store: broken });
  const text = await scrape(app);
  expect(read(text, 'sonde_ready')).toBe(0);
  expect(read(text, 'sonde_pending_events')).toBe(3);
  expect(text).toContain('process_cpu_seconds_total');
  await app.close();
});
