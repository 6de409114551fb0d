import { writeFileSync } from 'node:fs';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { readConfigFile } from '../config-file.js';
import { createMetrics } from '../metrics/metrics.js';
import { createTestDirectory } from '../testing/collector-process.js';
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.js';
import { Forwarders } from './forwarders.js';

const directory = createTestDirectory();
let destination: RecordingServer;
let store: Store;
let forwarders: Forwarders;
let app: FastifyInstance;

beforeAll(async () => {
  destination = await startRecordingServer();
  writeFileSync(directory.path('key'), 'the-key\n');
  writeFileSync(
    directory.path('sonde.yaml'),
    `forwarders:
  ours:
    type: segment
    endpoint: ${destination.url}
    key_file: key
`,
  );
  const { forwarders: settings = [] } = await readConfigFile(directory.path('sonde.yaml'));
  store = await openEmbeddedStore({ directory: directory.path('data'), commitIntervalMs: 5 });
  const metrics = createMetrics();
  forwarders = await Forwarders.start({
    ...{ store, settings, onWork: metrics.forwarded },
    log: { info: () => {}, warn: () => {} },
    timing: { pollMs: 10, pageIntervalMs: 1, firstMs: 10, longestMs: 20 },
  });
  app = await createCollector({ store, metrics, forwarders: () => forwarders });
});
afterAll(async () => {
  await app.close();
  await forwarders.stop();
  await store.close();
  await destination.close();
  directory.remove();
});

async function ask(method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) {
  const response = await app.inject({
    method,
    url: `/api/v1/projects/default/forwarders${path}`,
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: response.statusCode, body: response.json() };
}

async function send(...ids: string[]) {
  const events = ids.map((insert_id) => ({ event: 'Noted', insert_id, distinct_id: 'd' }));
  const response = await app.inject({ method: 'POST', url: '/ingest', payload: { events } });
  expect(response.statusCode).toBe(202);
}

const first = async () => (await ask('GET', '')).body.forwarders[0];

test('the list says what was sent and what waits', async () => {
  await send('a');
  await expect.poll(first).toMatchObject({ sent: 1, lag: { events: 0, seconds: 0 } });
  expect(await first()).toEqual({
    id: 'ours',
    type: 'segment',
    host: new URL(destination.url).host,
    state: 'running',
    lag: { events: 0, seconds: 0 },
    ...{ sent: 1, retried: 0, dead_letters: 0, replaying: 0 },
    last_sent_at: expect.any(String),
    failure: null,
    deletions: { waiting: 0, reason: null },
    backfill: null,
  });
  const paused = await ask('POST', '/ours/pause');
  expect(paused).toMatchObject({ status: 200, body: { state: 'paused' } });
  await send('b', 'c');
  await expect.poll(first).toMatchObject({ state: 'paused', lag: { events: 2 } });
  const { text } = await createMetricsText();
  expect(text).toContain('sonde_forwarder_sent_total{project="default",forwarder="ours"} 1');
  expect(text).toContain('sonde_forwarder_lag_events{project="default",forwarder="ours"} 2');
  destination.answers.push({ status: 503 });
  await ask('POST', '/ours/resume');
  await expect.poll(first).toMatchObject({ state: 'running', sent: 3, retried: 1 });
});

async function createMetricsText() {
  const response = await app.inject({ method: 'GET', url: '/metrics' });
  return { text: response.body };
}

test('a failure is shown with its reason, and a refused key', async () => {
  destination.answers.push(...Array(500).fill({ status: 502 }));
  await send('d');
  await expect.poll(first).toMatchObject({ state: 'retrying', failure: { reason: 'status 502' } });
  destination.answers.splice(0, 500, { status: 403 });
  await expect.poll(first).toMatchObject({ state: 'failing', failure: { reason: 'status 403' } });
  await ask('POST', '/ours/resume');
  await expect.poll(first).toMatchObject({ state: 'running', failure: null });
});

test('a backfill has progress, and a second one is refused', async () => {
  const to = new Date(Date.now() + 60_000).toISOString();
  const from = new Date(Date.now() - 3_600_000).toISOString();
  await ask('POST', '/ours/pause');
  const started = await ask('POST', '/ours/backfill', { from, to });
  expect(started).toMatchObject({
    status: 202,
    body: { backfill: { state: 'running', done: 0, total: 4, requested_by: 'anyone' } },
  });
  expect(await ask('POST', '/ours/backfill', { from, to })).toMatchObject({
    status: 409,
    body: { code: 'backfill_running' },
  });
  await ask('POST', '/ours/resume');
  await expect.poll(first).toMatchObject({ sent: 8, backfill: { state: 'finished', done: 4 } });
  expect(await ask('POST', '/ours/backfill', { from: to, to: from })).toMatchObject({
    status: 400,
    body: { code: 'parameter_invalid' },
  });
  expect(await ask('DELETE', '/ours/backfill')).toMatchObject({
    status: 200,
    body: { backfill: { state: 'finished' } },
  });
});

test('dead letters are listed with their event, replayed and dropped', async () => {
  const refusal = `${'x'.repeat(480)} the-key ${'y'.repeat(99)}`;
  destination.answers.push({
    ...{ status: 400, body: refusal, headers: { 'content-type': 'text/plain' } },
  });
  await send('e');
  await expect.poll(first).toMatchObject({ dead_letters: 1 });
  const { body } = await ask('GET', '/ours/dead-letters');
  expect(body).toMatchObject({
    dead_letters: [
      {
        ...{ insert_id: 'e', code: 'http_400', status: 400 },
        response: `${'x'.repeat(480)} … ${'y'.repeat(17)}`,
        body: { event: 'Noted', insert_id: 'e' },
      },
    ],
    next_cursor: null,
  });
  destination.answers.push({
    ...{ status: 400, body: 'PNG', headers: { 'content-type': 'image/png' } },
  });
  await ask('POST', '/ours/dead-letters/replay', {});
  const again = async () => (await ask('GET', '/ours/dead-letters')).body.dead_letters[0];
  await expect.poll(again).toMatchObject({ state: 'dead', response: null });
  expect(Date.parse((await again()).refused_at)).toBeGreaterThan(
    Date.parse(body.dead_letters[0].refused_at),
  );
  expect(await ask('POST', '/ours/dead-letters/replay', {})).toMatchObject({
    status: 200,
    body: { dead_letters: 1 },
  });
  await expect.poll(first).toMatchObject({ dead_letters: 0, replaying: 0, sent: 9 });
  const drop = { insert_ids: ['e'] };
  expect((await ask('POST', '/ours/dead-letters/drop', drop)).body).toEqual({ dead_letters: 0 });
});

test('every act is in the audit log', async () => {
  const response = await app.inject({ method: 'GET', url: '/api/v1/audit?project=default' });
  const acts = response.json().entries.map((entry: { action: string }) => entry.action);
  expect(new Set(acts)).toEqual(
    new Set([
      ...['forwarder.pause', 'forwarder.resume', 'forwarder.backfill'],
      ...['forwarder.cancel_backfill', 'forwarder.replay_dead_letters'],
      'forwarder.drop_dead_letters',
    ]),
  );
});

test('an unknown forwarder is not found', async () => {
  expect(await ask('POST', '/theirs/pause')).toMatchObject({
    status: 404,
    body: { code: 'forwarder_not_found' },
  });
});
