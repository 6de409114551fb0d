import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type ErrorCode, SondeError } from '@sonde/protocol';
import { openEmbeddedStore, type Query, queries, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from './collector.js';
import { hashCatalog } from './ingest/catalog-hash.js';
import { openTeam } from './team/open-team.js';
import { createTestDirectory } from './testing/collector-process.js';

const directory = createTestDirectory();
let store: Store;
let app: FastifyInstance;
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 20, 12, minutes)).toISOString();
const now = () => Date.UTC(2026, 10, 21);

beforeAll(async () => {
  mkdirSync(directory.path('public/assets'), { recursive: true });
  writeFileSync(directory.path('public/index.html'), '<!doctype html><title>Sonde</title>');
  writeFileSync(directory.path('public/assets/app-1a2b3c.js'), 'export {};');
  store = await openEmbeddedStore({ directory: directory.path('data') });
  app = await createCollector({ store, now, dashboardDirectory: directory.path('public') });
});
afterAll(async () => {
  await app.close();
  await store.close();
  directory.remove();
});

const post = (payload: object, instance = app) =>
  instance.inject({ method: 'POST', url: '/ingest', payload });
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers });

const catalog = {
  format: 1,
  tool: 'orbit',
  consent_version: 1,
  invocation_properties: {},
  events: [],
  flows: [
    {
      name: 'application_create',
      title: 'Create an application',
      event_prefix: 'CLI Application Create',
      steps: ['name', 'plan', 'region'],
      reasons: ['cancelled'],
      milestones: [],
      properties: {},
      started: {},
      completed: {},
      aborted: {},
      failed: {},
    },
  ],
};

/** One invocation with one run of a flow, as the SDK sends it. */
function invocation(id: string, ending: string, properties: object) {
  const base = { command: 'orbit application create', version: '1.4.0', cli_context: 'human' };
  const flow = { flow: 'application_create', flow_run_id: `run-${id}` };
  const events = [
    { event: 'Command Invoked' },
    { event: 'CLI Application Create Started', ...flow },
    { event: `CLI Application Create ${ending}`, ...flow, properties },
    {
      event: 'Command Completed',
      properties: { succeeded: ending === 'Completed', exit_code: 0, duration_ms: 40 },
    },
  ];
  return events.map((event, index) => ({
    distinct_id: `person-${id}`,
    anonymous_id: `person-${id}`,
    insert_id: `${id}-${index}`,
    invocation_id: id,
    sequence: index + 1,
    timestamp: at(index),
    // Same as the collector's clock, so that corrected times equal recorded times.
    sent_at: new Date(now()).toISOString(),
    ...event,
    properties: { ...event.properties, ...base, invocation_id: id, sequence: index + 1 },
  }));
}

describe('with events', () => {
  beforeAll(async () => {
    const events = [
      ...invocation('one', 'Completed', { duration_ms: 30, region: 'eu' }),
      ...invocation('two', 'Aborted', { step: 'plan', reason: 'cancelled' }),
    ];
    const hash = hashCatalog(catalog);
    const first = await post({ events, meta: { catalog_hash: hash } });
    expect([first.statusCode, first.json()]).toEqual([
      202,
      { accepted: 8, duplicates: 0, quarantined: [], rejected: [], catalog_wanted: true },
    ]);
    const second = await post({ events: [], meta: { catalog_hash: hash, catalog } });
    expect(second.json()).toEqual({ accepted: 0, duplicates: 0, quarantined: [], rejected: [] });
  });

  const range = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';
  test.each<readonly [string, Query]>([
    ...Object.values<Query>(queries)
      .filter((query) => !query.path.includes(':'))
      // They have required parameters.
      .filter(({ parameters }) => !('query' in parameters || 'step' in parameters))
      .filter((query) => query !== queries.adoption)
      .map((query) => [query.path, query] as const),
    [`/api/v1/overview?${range}`, queries.overview],
    [`/api/v1/filters?${range}`, queries.filterValues],
    [`/api/v1/flows?${range}&version=1.4.0&version=1.5.0&is_ci=false`, queries.flows],
    [`/api/v1/flows/application_create/funnel?${range}`, queries.funnel],
    [`/api/v1/flows/application_create/times?${range}`, queries.flowTimes],
    [`/api/v1/invocations?${range}&limit=1`, queries.invocations],
    [`/api/v1/invocations?${range}&count_people=true`, queries.invocations],
    [`/api/v1/catalog/events/Command%20Completed?${range}&tool=orbit`, queries.catalogEvent],
    ['/api/v1/invocations/one', queries.invocation],
    [`/api/v1/adoption?${range}&property=version`, queries.adoption],
    [`/api/v1/sql?${range}&query=SELECT%20*%20FROM%20events`, queries.sql],
    [`/api/v1/free-funnel?${range}&step=A&step=B?plan:"pro"&by=version`, queries.freeFunnel],
    [
      `/api/v1/free-funnel/comparison?${range}&step=A&step=B&compare=before`,
      queries.freeFunnelComparison,
    ],
    [`/api/v1/invocations?${range}&sort=-duration_ms`, queries.invocations],
  ])('%s responds as documented', async (url, { response: { schema } }) => {
    const response = await get(url);
    expect(response.statusCode, response.body).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers['cache-control']).toBe('no-store');
    expect([...Compile(schema).Errors(response.json())]).toEqual([]);
  });

  test('filters and pages work', async () => {
    const aborted = await get(
      '/api/v1/invocations?flow=application_create&flow_outcome=aborted&flow_reason=cancelled',
    );
    expect(aborted.json()).toMatchObject({
      total: 1,
      flow_runs: 1,
      invocations: [{ invocation_id: 'two' }],
    });
    const first = (await get('/api/v1/invocations?limit=1')).json();
    expect(first).toMatchObject({ total: 2, next_cursor: expect.any(String) });
    const cursor = encodeURIComponent(first.next_cursor);
    const second = (await get(`/api/v1/invocations?limit=1&cursor=${cursor}`)).json();
    expect(second).toMatchObject({ next_cursor: null });
    const ids = [first, second].map(({ invocations }) => invocations[0].invocation_id);
    expect(ids.sort()).toEqual(['one', 'two']);
    const none = (await get('/api/v1/overview?version=9.9.9')).json();
    expect(none.totals.invocations).toBe(0);
  });

  test('the received catalog names the flow', async () => {
    expect((await get('/api/v1/flows')).json()).toMatchObject({
      flows: [
        {
          flow: 'application_create',
          title: 'Create an application',
          declared: true,
          tools: ['orbit'],
          runs: 2,
        },
      ],
    });
  });

  test('a query in SQL returns its rows as CSV, and says what is wrong with it', async () => {
    const ask = (query: string) =>
      get(`/api/v1/sql/csv?${range}&query=${encodeURIComponent(query)}`);
    const { body, headers } = await ask(
      `SELECT flow AS "the flow", count(*) AS n, [1, 2] AS list, NULL AS nothing, 'a,"b' AS quoted
       FROM flow_runs GROUP BY flow`,
    );
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'sonde-truncated': 'false',
    });
    expect(body).toBe(
      'the flow,n,list,nothing,quoted\r\napplication_create,2,"[1,2]",,"a,""b"\r\n',
    );
    const refused = await ask('SELECT 1\nFROM system.tables');
    expect([refused.statusCode, refused.json()]).toMatchObject([
      400,
      { code: 'sql_invalid', detail: expect.stringMatching(/^line 2, column 6: There is no view/) },
    ]);
    for (const query of ['', 'x'.repeat(5_001)]) {
      expect((await ask(query)).json()).toMatchObject({ code: 'parameter_invalid' });
    }
  });

  test('the export has every stored event, one per line', async () => {
    const response = await get('/api/v1/export/events?format=ndjson');
    expect(response.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const lines = response.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(8);
    expect(lines[0]).toMatchObject({
      insert_id: expect.stringMatching(/-0$/),
      received_at: new Date(now()).toISOString(),
    });
    const later = await get('/api/v1/export/events?from=2026-11-20T12:03:00Z');
    expect(later.body.trimEnd().split('\n')).toHaveLength(2);
  });

  test('the export can end with the number of events', async () => {
    const { body, headers } = await get('/api/v1/export/events?closing_line=true');
    expect(body.split('\n').slice(-2)).toEqual(['{"exported":8}', '']);
    expect(headers['sonde-rows']).toBe('8');
    const none = await get('/api/v1/export/events?closing_line=true&to=2000-01-01T00:00:00Z');
    expect(none.body).toBe('{"exported":0}\n');
  });

  test('the export as CSV has the same events', async () => {
    const { body, headers } = await get('/api/v1/export/events?format=csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = body.split('\r\n');
    expect(lines[0]).toMatch(/^event,distinct_id,insert_id,timestamp,.*,undeclared,properties$/);
    expect(lines.slice(1, -1).map((line) => line.split(',')[2])).toEqual(
      (await get('/api/v1/export/events')).body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).insert_id),
    );
  });

  test('a list of invocations is exported as CSV, with its filters and its order', async () => {
    const list = await get(`/api/v1/invocations?${range}&sort=duration_ms&limit=500`);
    const { total, invocations } = list.json();
    expect(total).toBeGreaterThan(1);
    const { body, headers } = await get(`/api/v1/export/invocations?${range}&sort=duration_ms`);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="invocations.csv"',
      'sonde-rows': String(total),
    });
    const [head, ...rows] = body.trimEnd().split('\r\n');
    expect(head).toMatch(/^invocation_id,started_at,status,tool,command,/);
    expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual(
      invocations.map((one: Record<string, string>) => [
        ...[one.invocation_id, one.started_at, one.status],
      ]),
    );
    const none = await get(`/api/v1/export/invocations?${range}&status=failed&person=nobody`);
    expect(none.body).toBe(`${head}\r\n`);
    for (const wrong of ['status=great', 'limit=5', 'cursor=x', 'flow_reason=x']) {
      const refused = await get(`/api/v1/export/invocations?${range}&${wrong}`);
      expect(refused.json()).toMatchObject({ code: 'parameter_invalid' });
    }
    expect((await get(`/api/v1/export/invocations?${range}&flow=none`)).statusCode).toBe(404);
  });
});

test('the document lists every path with its errors', async () => {
  const { paths } = (await get('/api/v1/openapi.json')).json();
  expect(Object.keys(paths).sort()).toEqual([
    '/api/v1/account',
    '/api/v1/account/password',
    '/api/v1/accounts',
    '/api/v1/accounts/{account}',
    '/api/v1/accounts/{account}/reset',
    '/api/v1/accounts/{account}/sessions',
    '/api/v1/adoption',
    '/api/v1/agents',
    '/api/v1/arrivals',
    '/api/v1/audit',
    '/api/v1/catalog',
    '/api/v1/catalog/events/{event}',
    '/api/v1/catalogs',
    '/api/v1/commands',
    '/api/v1/commands/{name}',
    '/api/v1/deletions',
    '/api/v1/errors',
    '/api/v1/events',
    '/api/v1/events/{event}',
    '/api/v1/events/{event}/breakdown',
    '/api/v1/export/events',
    '/api/v1/export/invocations',
    '/api/v1/filters',
    '/api/v1/first-steps',
    '/api/v1/flows',
    '/api/v1/flows/{flow}/comparison',
    '/api/v1/flows/{flow}/funnel',
    '/api/v1/flows/{flow}/times',
    '/api/v1/free-funnel',
    '/api/v1/free-funnel/comparison',
    '/api/v1/intake',
    '/api/v1/invitations',
    '/api/v1/invitations/{invitation}',
    '/api/v1/invocations',
    '/api/v1/invocations/{invocation_id}',
    '/api/v1/links/read',
    '/api/v1/links/use',
    '/api/v1/live',
    '/api/v1/losses',
    '/api/v1/openapi.json',
    '/api/v1/openid/callback',
    '/api/v1/openid/start',
    '/api/v1/overview',
    '/api/v1/projects',
    '/api/v1/projects/{project}',
    '/api/v1/projects/{project}/alerts',
    '/api/v1/projects/{project}/alerts/{alert}',
    '/api/v1/projects/{project}/alerts/{alert}/test',
    '/api/v1/projects/{project}/annotations',
    '/api/v1/projects/{project}/annotations/{annotation}',
    '/api/v1/projects/{project}/deletions',
    '/api/v1/projects/{project}/forwarders',
    '/api/v1/projects/{project}/forwarders/{forwarder}/backfill',
    '/api/v1/projects/{project}/forwarders/{forwarder}/dead-letters',
    '/api/v1/projects/{project}/forwarders/{forwarder}/dead-letters/drop',
    '/api/v1/projects/{project}/forwarders/{forwarder}/dead-letters/replay',
    '/api/v1/projects/{project}/forwarders/{forwarder}/pause',
    '/api/v1/projects/{project}/forwarders/{forwarder}/resume',
    '/api/v1/projects/{project}/home',
    '/api/v1/projects/{project}/keys',
    '/api/v1/projects/{project}/keys/{key}',
    '/api/v1/projects/{project}/members',
    '/api/v1/projects/{project}/members/{account}',
    '/api/v1/projects/{project}/people/export',
    '/api/v1/projects/{project}/retention',
    '/api/v1/projects/{project}/views',
    '/api/v1/projects/{project}/views/{view}',
    '/api/v1/quarantine',
    '/api/v1/quarantine/drop',
    '/api/v1/quarantine/events',
    '/api/v1/quarantine/events/{id}',
    '/api/v1/quarantine/replay',
    '/api/v1/rejections',
    '/api/v1/releases/feed',
    '/api/v1/releases/report',
    '/api/v1/retention',
    '/api/v1/session',
    '/api/v1/sessions',
    '/api/v1/sql',
    '/api/v1/sql/csv',
    '/api/v1/sql/views',
    '/api/v1/storage',
    '/api/v1/tools',
    '/health/leader',
    '/healthz',
    '/ingest',
    '/metrics',
    '/readyz',
  ]);
  for (const methods of Object.values<Record<string, { responses: object }>>(paths)) {
    for (const { responses } of Object.values(methods)) {
      for (const [status, response] of Object.entries(responses)) {
        if (status < '400') continue;
        expect(response.content).toEqual({
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        });
      }
    }
  }
});

describe('the pages', () => {
  const html = { accept: 'text/html,*/*' };

  test('a browser gets the page at every unknown path', async () => {
    for (const url of ['/', '/flows/application_create', '/invocations/one?from=x']) {
      const response = await get(url, html);
      expect(response.statusCode).toBe(200);
      expect(response.body).toContain('<title>Sonde</title>');
      expect(response.headers).toMatchObject({
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("script-src 'self'"),
      });
    }
    expect((await get('/api/v2/x', html)).json().code).toBe('not_found');
    expect((await get('/flows')).json().code).toBe('not_found');
  });

  test('files with a hash in their name are cached for ever', async () => {
    const response = await get('/assets/app-1a2b3c.js');
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(response.headers['content-type']).toContain('javascript');
    expect(response.headers['content-length']).toBe(String(Buffer.byteLength(response.body)));
    expect((await get('/assets/../../data/x')).statusCode).toBe(404);
    expect((await get('/assets/..%2f..%2fdata%2fx')).statusCode).toBe(404);
  });

  test('a cached file is not sent again', async () => {
    for (const url of ['/', '/index.html', '/assets/app-1a2b3c.js']) {
      const { etag, ...first } = (await get(url, html)).headers;
      const again = await get(url, { ...html, 'if-none-match': `W/"x", ${etag}` });
      expect([url, again.statusCode, again.body]).toEqual([url, 304, '']);
      expect(again.headers['cache-control']).toBe(first['cache-control']);
      expect((await get(url, { ...html, 'if-none-match': '"x"' })).statusCode).toBe(200);
    }
  });

  test('without a build, a page explains how to build it', async () => {
    const bare = await createCollector({ store, dashboardDirectory: directory.path('none') });
    const response = await bare.inject({ url: '/', headers: html });
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('npm run build');
    await bare.close();
  });
});

describe('a store that cannot', () => {
  /** The real store with one fault. */
  async function createFaulty(faults: Partial<Store>): Promise<FastifyInstance> {
    const faulty = new Proxy(store, {
      get(target, name) {
        if (name in faults) return faults[name as keyof Store];
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return createCollector({ store: faulty });
  }
  const fail = (code: ErrorCode) => () => Promise.reject(new SondeError(code));

  test.each<[ErrorCode, number, string]>([
    ['store_unavailable', 503, '5'],
    ['disk_full', 503, '30'],
  ])('append: %s is %i with Retry-After', async (code, status, seconds) => {
    const faulty = await createFaulty({ append: fail(code) });
    const response = await post({ event: 'x' }, faulty);
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
    expect(response.headers['retry-after']).toBe(seconds);
    await faulty.close();
  });

  test('429 if too many events are waiting', async () => {
    const faulty = await createFaulty({ pendingEvents: 20_000 });
    const response = await post({ event: 'x' }, faulty);
    expect([response.statusCode, response.json().code]).toEqual([429, 'overloaded']);
    expect(response.headers['retry-after']).toMatch(/^\d+$/);
    await faulty.close();
  });

  test('429 if small bodies together become too large', async () => {
    let refused = 0;
    let finish: () => void = () => {};
    const stored = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const faulty = await createFaulty({
      append: () => stored.then(() => ({ accepted: 1, duplicates: 0 })),
    });
    const payload = gzipSync(`{"event":"x"}${' '.repeat(7_900_000)}`);
    const answers = Array.from({ length: 20 }, async () => {
      const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
      const response = await faulty.inject({ method: 'POST', url: '/ingest', headers, payload });
      if (response.statusCode === 429) refused += 1;
      // All that fit are waiting now; nothing else would end the test.
      if (refused === 12) finish();
      return [response.statusCode, response.json().code];
    });
    const all = await Promise.all(answers);
    expect(all.filter(([status]) => status === 202)).toHaveLength(8);
    expect(all.filter(([, code]) => code === 'overloaded')).toHaveLength(12);
    await faulty.close();
  });

  test('an internal error is 500, without details', async () => {
    const faulty = await createFaulty({
      query: () => Promise.reject(new Error('SELECT secret')),
    });
    const response = await faulty.inject('/api/v1/overview');
    expect([response.statusCode, response.json().code]).toEqual([500, 'internal']);
    expect(response.body).not.toContain('secret');
    await faulty.close();
  });

  test('an export that cannot begin is an error; one that fails halfway is visibly incomplete', async () => {
    async function* breakOff(after: number) {
      const event = (await firstOf(store.exportEvents('default', {})))!;
      for (let index = 0; index < after; index += 1) yield event;
      throw new SondeError('store_unavailable');
    }
    const cannot = await createFaulty({ exportEvents: () => breakOff(0) });
    expect((await cannot.inject('/api/v1/export/events')).statusCode).toBe(503);
    await cannot.close();
    const breaks = await createFaulty({ exportEvents: () => breakOff(5_000) });
    const url = await breaks.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(`${url}/api/v1/export/events`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    await breaks.close();
  });

  test('stopping waits for a response in progress, not for an idle connection', async () => {
    let response: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      response = resolve;
    });
    let arrived: () => void = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const slow = await createFaulty({
      check: () => {
        arrived();
        return asked;
      },
    });
    const url = await slow.listen({ host: '127.0.0.1', port: 0 });
    const agent = new Agent({ keepAlive: true });
    const ready = new Promise<number | undefined>((resolve) => {
      request(`${url}/readyz`, { agent }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      }).end();
    });
    await arrival;
    const closed = slow.close();
    await expect.poll(() => slow.server.listening).toBe(false);
    response();
    expect(await ready).toBe(200);
    const late = delay(30_000, 'late', { ref: false });
    expect(await Promise.race([closed, late])).toBeUndefined();
  });

  test('requests during the start wait until the store is open', async () => {
    const team = await openTeam({ store });
    let opened: Store | undefined;
    let open: () => void = () => {};
    const started = new Promise<void>((resolve) => {
      open = () => {
        opened = store;
        resolve();
      };
    });
    const starting = await createCollector({
      store: () => {
        if (opened === undefined) throw new SondeError('not_ready');
        return opened;
      },
      team: () => opened && team,
      started,
    });
    expect((await starting.inject('/readyz')).json().code).toBe('not_ready');
    const waiting = post({ event: 'Early', insert_id: 'early' }, starting);
    let isAnswered = false;
    waiting.then(() => {
      isAnswered = true;
    });
    // What needs no store is answered meanwhile.
    for (let round = 0; round < 3; round += 1) await starting.inject('/healthz');
    expect(isAnswered).toBe(false);
    open();
    expect((await waiting).statusCode).toBe(202);
    await starting.close();
    await team.directory.close();
  });

  test('waiting requests get an error if the start fails', async () => {
    const failing = await createCollector({
      store: () => {
        throw new SondeError('not_ready');
      },
      started: Promise.reject(new Error('the disk is gone')),
    });
    const response = await post({ event: 'Early' }, failing);
    expect([response.statusCode, response.json().code]).toEqual([503, 'not_ready']);
    await failing.close();
  });

  test('503 while not ready, although alive', async () => {
    const faulty = await createFaulty({ check: fail('store_unavailable') });
    const response = await faulty.inject('/readyz');
    expect([response.statusCode, response.json().code]).toEqual([503, 'not_ready']);
    expect((await faulty.inject('/healthz')).json()).toEqual({ status: 'ok' });
    await faulty.close();
  });

  test('a catalog that could not be stored is requested again; an invalid one is not', async () => {
    const faulty = await createFaulty({ putCatalog: fail('disk_full') });
    const other = { ...catalog, consent_version: 2 };
    const meta = { catalog_hash: hashCatalog(other), catalog: other };
    expect((await post({ events: [], meta }, faulty)).json()).not.toHaveProperty('catalog_wanted');
    const { catalog: _, ...asking } = meta;
    expect((await post({ events: [], meta: asking }, faulty)).json().catalog_wanted).toBe(true);
    const none = { catalog_hash: hashCatalog({ format: 7 }), catalog: { format: 7 } };
    expect((await post({ events: [], meta: none }, faulty)).json()).toMatchObject({
      accepted: 0,
      catalog_refused: {
        code: 'catalog_invalid',
        message: expect.stringContaining('properties tool'),
      },
    });
    expect(
      (await post({ events: [], meta: { catalog_hash: none.catalog_hash } }, faulty)).json(),
    ).not.toHaveProperty('catalog_wanted');
    await faulty.close();
  });
});

async function firstOf<T>(values: AsyncIterable<T>): Promise<T | undefined> {
  for await (const value of values) return value;
  return undefined;
}
