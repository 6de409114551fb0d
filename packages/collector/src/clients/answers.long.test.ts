import { SondeError } from '@sonde/protocol';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { type ClientSample, createClientSamples } from '../testing/client-samples.js';
import { type ClientServer, clientKey, createClientServer } from '../testing/client-server.js';
import { families } from './families.js';

// What each client is answered in each state of the collector: what it takes for a success is on
// disk, and what cannot be stored is no success to it.

let server: ClientServer;
const samples = createClientSamples(clientKey);

const send = ({ method, url, headers = {}, body }: ClientSample) =>
  server.send(method, url, { headers, ...(body !== undefined && { body }) });

async function countAll(): Promise<number> {
  const quarantined = (await server.quarantined()).reduce((sum, { events }) => sum + events, 0);
  return (await server.events()).length + quarantined;
}

test('every family has a sample', () => {
  const missing = families.filter(({ name }) =>
    samples.every(({ family }) => !family.startsWith(name)),
  );
  expect(missing).toEqual([]);
});

describe('each client', () => {
  afterEach(() => server.close());

  test('sees a success, and its event is stored', async () => {
    server = createClientServer();
    await server.open();
    for (const sample of samples) {
      const before = await countAll();
      const { status, text, cacheControl } = await send(sample);
      expect([sample.family, sample.isSuccess(status, text)]).toEqual([sample.family, true]);
      expect(cacheControl).toBe('no-store');
      expect([sample.family, await countAll()]).toEqual([sample.family, before + 1]);
    }
    expect(await server.quarantined()).toEqual([]);
  });

  test.each([
    ['overloaded', { absorbPendingEventsMax: 0 }],
    ['slow', { commitIntervalMs: 20_000, absorbTimeoutMs: 50 }],
  ])('is absorbed by a store that is %s, within five seconds', async (state, options) => {
    server = createClientServer();
    await server.open({ pendingEventsMax: 0 }, options);
    // The collector's own clients are asked to wait: they keep their events.
    const own = await server.send('POST', '/ingest', {
      headers: { 'x-api-key': server.key },
      body: { event: 'x' },
    });
    expect(own.status).toBe(429);
    // The first commit is at once.
    if (state === 'slow') await send(samples[0]!);
    for (const sample of samples) {
      const startedAt = performance.now();
      const { status, text } = await send(sample);
      expect([sample.family, sample.isSuccess(status, text)]).toEqual([sample.family, true]);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    }
    await expect.poll(() => countAll(), { timeout: 60_000 }).toBe(samples.length);
  });

  test('is refused when the disk is full', async () => {
    server = createClientServer();
    await server.open({}, { diskFloorBytes: Number.MAX_SAFE_INTEGER });
    for (const sample of samples) {
      const { status, text } = await send(sample);
      expect([sample.family, sample.isSuccess(status, text)]).toEqual([sample.family, false]);
      expect([sample.family, status]).toEqual([sample.family, 503]);
    }
    expect(await countAll()).toBe(0);
  });

  test('is refused while the collector starts', async () => {
    server = createClientServer();
    await server.open({
      store: () => {
        throw new SondeError('not_ready', { detail: 'it is starting' });
      },
    });
    for (const sample of samples) {
      const { status, text } = await send(sample);
      expect([sample.family, sample.isSuccess(status, text)]).toEqual([sample.family, false]);
    }
  });

  test('with an unknown key gets a refusal, and nothing is stored', async () => {
    server = createClientServer();
    await server.open();
    for (const sample of createClientSamples('another-key')) {
      const { status, text } = await send(sample);
      expect([sample.family, sample.isSuccess(status, text)]).toEqual([sample.family, false]);
    }
    expect(await countAll()).toBe(0);
  });

  test('with an unknown key shows up in the metrics and, once a minute, in the log', async () => {
    server = createClientServer();
    const lines: Record<string, unknown>[] = [];
    let now = Date.parse('2026-11-28T10:00:00Z');
    const stream = { write: (line: string) => lines.push(JSON.parse(line)) };
    await server.open({ now: () => now, logger: pino({}, stream) });
    const pick = ({ family, code }: Record<string, unknown>) => `${family} ${code}`;
    const refused = () =>
      lines.filter(({ msg }) => msg === 'Requests of clients were refused').map(pick);
    const unknown = createClientSamples('another-key');
    for (const sample of [...unknown, ...unknown]) await send(sample);
    const expected = families.map(({ name }) => `${name} key_unknown`).sort();
    expect(refused().sort()).toEqual(expected);
    expect(JSON.stringify(lines)).not.toContain('another-key');
    const { body } = await server.app.inject('/metrics');
    expect(body).toContain(
      `sonde_ingest_refused_total{code="key_unknown"} ${2 * unknown.length}\n`,
    );
    now += 60_000;
    for (const sample of unknown) await send(sample);
    expect(refused()).toHaveLength(2 * expected.length);
  });

  test('with an unknown key reads where its own key goes', async () => {
    server = createClientServer();
    await server.open();
    const { family, ...sample } = createClientSamples('another-key')[0]!;
    expect(family).toBe('segment');
    const { text } = await send({ family, ...sample });
    expect(JSON.parse(text)).toMatchObject({
      reason: 'key_unknown',
      action: 'Put a write key of this collector where the client has its own key.',
    });
  });

  test('never gets a redirect, an empty body or a page', async () => {
    server = createClientServer();
    await server.open();
    for (const key of [server.key, 'another-key']) {
      for (const sample of createClientSamples(key)) {
        for (const url of [sample.url, sample.url.replace(/\/?(\?|$)/, '/$1')]) {
          const { status, text, type } = await send({ ...sample, url });
          expect([300, 301, 302, 307, 308, 204]).not.toContain(status);
          const isRight = /json/.test(type) ? text.startsWith('{') : text !== '';
          expect([sample.family, isRight]).toEqual([sample.family, true]);
          expect(type).not.toContain('html');
        }
      }
    }
  });
});
