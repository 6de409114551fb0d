// The sender against servers that accept only requests as the vendors document them.

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { validateEvent } from '@segment/analytics-core';
import { type DestinationType, destinationUrl } from '@sonde/destinations';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestHome, drain, runNode, type TestHome } from '../fixtures/run-tool.js';

// biome-ignore lint/suspicious/noExplicitAny: a body is whatever was sent
type Body = any;
type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | undefined;

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const key = 'key-of-the-vendor';

let home: TestHome;
let close: () => Promise<void>;
let url: string;
let bodies: Body[];
let problems: string[];
/** The header of each request. */
let retryCounts: unknown[];
/** Overrides the vendor's response; undefined keeps it. */
let behave: (body: Body) => Answer;

/** The checks of each vendor's request, and the vendor's response to a valid one. */
const vendors: Record<
  Exclude<DestinationType, 'sonde'>,
  {
    path: string;
    events: (body: Body) => Body[];
    check: (body: Body, headers: IncomingHttpHeaders, bytes: number) => void;
    answer: (body: Body) => unknown;
  }
> = {
  segment: {
    path: '/v1/batch',
    events: (body) => body.batch,
    check(body, headers, bytes) {
      expect(headers.authorization).toBe(`Basic ${Buffer.from(`${key}:`).toString('base64')}`);
      expect(headers['content-encoding']).toBeUndefined();
      expect(bytes).toBeLessThanOrEqual(500_000);
      for (const event of body.batch) {
        // The check that Segment's own libraries run before they send.
        validateEvent(event);
        expect(event.messageId.length).toBeLessThan(100);
        expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(32_000);
        expect(Number.isNaN(Date.parse(event.timestamp))).toBe(false);
        expect(event.context.library.name).toBe('sonde');
      }
    },
    answer: () => ({ success: true }),
  },
  posthog: {
    path: '/batch/',
    events: (body) => body.batch,
    check(body) {
      expect(body.api_key).toBe(key);
      expect(Number.isNaN(Date.parse(body.sent_at))).toBe(false);
      for (const event of body.batch) {
        expect(event.uuid).toMatch(uuid);
        expect(event.event).toEqual(expect.any(String));
        expect(event.distinct_id).toMatch(/./);
        expect(Number.isNaN(Date.parse(event.timestamp))).toBe(false);
        expect(event.properties.$lib).toBe('sonde');
        expect(event.properties.$ip).toBeNull();
      }
    },
    answer: () => ({ status: 1 }),
  },
  amplitude: {
    path: '/2/httpapi',
    events: (body) => body.events,
    check(body, headers, bytes) {
      expect(body.api_key).toBe(key);
      expect(headers['content-encoding']).toBeUndefined();
      expect(bytes).toBeLessThanOrEqual(1_000_000);
      expect(body.events.length).toBeLessThanOrEqual(2_000);
      const known = new Set(
        'user_id device_id event_type time event_properties user_properties groups app_version platform os_name event_id insert_id library'.split(
          ' ',
        ),
      );
      for (const event of body.events) {
        for (const name of Object.keys(event)) expect(known).toContain(name);
        expect(Number.isInteger(event.time)).toBe(true);
        expect(event.user_id ?? event.device_id).toEqual(expect.any(String));
        // Without this field, Amplitude stores no IP address.
        expect(event.ip).toBeUndefined();
      }
    },
    answer: (body) => ({
      code: 200,
      events_ingested: body.events.length,
      payload_size_bytes: 1,
      server_upload_time: Date.now(),
    }),
  },
};
const types = Object.keys(vendors) as (keyof typeof vendors)[];

beforeEach(async () => {
  bodies = [];
  problems = [];
  retryCounts = [];
  behave = () => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      retryCounts.push(request.headers['x-retry-count']);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
      const vendor = Object.values(vendors).find(({ path }) => path === request.url);
      const body = JSON.parse(text.toString());
      const answer = (status: number, value: unknown, headers = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(typeof value === 'string' ? value : JSON.stringify(value));
      };
      if (vendor === undefined) {
        problems.push(`posted to ${request.url}`);
        return answer(404, {});
      }
      try {
        vendor.check(body, request.headers, bytes.length);
      } catch (error) {
        problems.push(String(error));
        return answer(400, { error: 'not as documented' });
      }
      const own = behave(body);
      if (own !== undefined) return answer(own.status, own.body ?? '', own.headers);
      bodies.push(body);
      return answer(200, vendor.answer(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  home = createTestHome('');
  delete home.environment.FIX_TURE_TELEMETRY_KEY;
});

afterEach(async () => {
  await close();
  home.remove();
  expect(problems).toEqual([]);
});

function record(type: DestinationType, variables: Record<string, string> = {}) {
  const OPTIONS = JSON.stringify({ destination: { type, key, endpoint: url } });
  return runNode([tool, 'note'], { ...home.environment, OPTIONS, ...variables });
}
const state = () => JSON.parse(home.read(home.find('state-')));

describe.each(types)('%s', (type) => {
  const { events } = vendors[type];
  const sent = () => bodies.flatMap(events);
  const idOf = (event: Body) => event.messageId ?? event.uuid ?? event.insert_id;

  test('receives each event once, in order, with the signed-in user', async () => {
    await record(type, { SIGN_IN: 'u_1' });
    expect(await drain(home)).toMatchObject({ sent: 4, waiting: 0 });
    const names = sent().map((event) => event.event ?? event.event_type ?? event.type);
    expect(names).toEqual([
      'Command Invoked',
      'Noted',
      type === 'segment' ? 'identify' : '$identify',
      'Command Completed',
    ]);
    const times = sent().map((event) => Number(event.time ?? Date.parse(event.timestamp)));
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    expect(new Set(sent().map(idOf)).size).toBe(4);
    const last = sent().at(-1);
    expect(last.userId ?? last.user_id ?? last.distinct_id).toBe('u_1');
    const properties = last.properties ?? last.event_properties;
    expect(properties).toMatchObject({ succeeded: true, sequence: 4, command: 'fix-ture note' });
  });

  test('receives the same ids when a batch is resent', async () => {
    await record(type);
    behave = (body) => {
      bodies.push(body);
      return { status: 502 };
    };
    expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
    behave = () => undefined;
    expect(await drain(home)).toMatchObject({ sent: 3, waiting: 0 });
    expect(events(bodies[1]).map(idOf)).toEqual(events(bodies[0]).map(idOf));
    // Segment's libraries count the attempts for its servers.
    expect(retryCounts).toEqual([undefined, type === 'segment' ? '1' : undefined]);
  });

  test('a sign-in page that responds with 200 does not count as delivery', async () => {
    await record(type);
    behave = () => ({ status: 200, body: '<html>Welcome</html>' });
    expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
  });

  test.each([401, 403, 429, 503])('all events are kept after status %i', async (status) => {
    await record(type);
    behave = () => ({ status, body: { code: status }, headers: { 'retry-after': '200' } });
    expect(await drain(home)).toMatchObject({ sent: 0, quarantined: 0, waiting: 1 });
    expect(state().retryAt - Date.now()).toBeGreaterThan(190_000);
  });

  test('a batch that is too large is split in half', async () => {
    await record(type);
    behave = (body) => (events(body).length > 2 ? { status: 413, body: { code: 413 } } : undefined);
    expect(await drain(home)).toMatchObject({ sent: 3, quarantined: 0, waiting: 0 });
    expect(bodies.map((body) => events(body).length)).toEqual([2, 1]);
  });

  test('a refused event is quarantined, and the others are delivered', async () => {
    await record(type);
    const isNoted = (event: Body) => (event.event ?? event.event_type) === 'Noted';
    behave = (body) => {
      const index = events(body).findIndex(isNoted);
      if (index < 0) return undefined;
      const named = { code: 400, error: 'bad', events_with_invalid_fields: { time: [index] } };
      return { status: 400, body: type === 'amplitude' ? named : { error: 'bad' } };
    };
    expect(await drain(home)).toMatchObject({ sent: 2, quarantined: 1, waiting: 0 });
    if (type === 'amplitude') expect(bodies).toHaveLength(1);
    expect(home.read(home.find('quarantine-'))).toContain('"event":"Noted"');
  });

  test('has a default address and its own path', () => {
    expect(destinationUrl(type, '')).toMatch(/^https:\/\//);
    expect(destinationUrl(type, `${url}/`)).toBe(url + vendors[type].path);
    expect(destinationUrl(type, url + vendors[type].path)).toBe(url + vendors[type].path);
    expect(destinationUrl(type, 'ftp://example.com')).toBeUndefined();
  });
});

test('a key that Amplitude or PostHog refuses quarantines no event', async () => {
  await record('amplitude');
  await record('posthog');
  behave = ({ batch }) => ({
    status: 400,
    body:
      batch === undefined
        ? { code: 400, error: 'Invalid API key: x' }
        : { type: 'authentication_error', code: 'invalid_api_key' },
  });
  expect(await drain(home)).toMatchObject({ quarantined: 0, waiting: 2 });
});

test('two destinations share a directory, and each receives only its own events', async () => {
  await record('segment');
  await record('amplitude');
  expect(await drain(home)).toMatchObject({ sent: 6, waiting: 0 });
  expect(bodies.map((body) => body.batch?.length ?? body.events.length)).toEqual([3, 3]);
});

test('the delivery log does not contain the key', async () => {
  await record('posthog');
  await drain(home);
  const OPTIONS = JSON.stringify({ destination: { type: 'posthog', key, endpoint: url } });
  const { stdout } = await runNode([tool, 'telemetry', 'log'], { ...home.environment, OPTIONS });
  expect(stdout).toContain('"distinct_id"');
  expect(stdout).not.toContain(key);
});
