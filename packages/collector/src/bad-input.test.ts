import { once } from 'node:events';
import { request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import * as zlib from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CollectorProcess,
  createTestDirectory,
  readExport,
  startProcess,
} from './testing/collector-process.js';

const { brotliCompressSync, gzipSync } = zlib;
/** Available from Node.js 22.15 on. */
const hasZstd = 'zstdDecompress' in zlib;

// The real process with the real store receives all of this in order; afterwards it contains
// exactly the valid events.

const directory = createTestDirectory();
let collector: CollectorProcess;
const stored: string[] = [];
let count = 0;

beforeAll(async () => {
  collector = await startProcess(['--data-dir', directory.path('data')]);
});
afterAll(async () => {
  await collector.stop();
  directory.remove();
});

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown>;
}

/** Sends these exact bytes; a normal client would refuse. */
function send({
  method = 'POST',
  path = '/ingest',
  headers = {},
  body = '',
}: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = sendRequest(
      new URL(path, collector.url),
      { method, headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text === '' ? {} : JSON.parse(text),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function sendGood(): Promise<void> {
  count += 1;
  const insert_id = `good-${count}`;
  const { status, body } = await send({ body: JSON.stringify({ event: 'Good', insert_id }) });
  expect([status, body.accepted]).toEqual([202, 1]);
  stored.push(insert_id);
}

const good = '{"event":"x","insert_id":"never"}';
const eightMegabytes = Buffer.alloc(8_100_000, ' ');
const manyKeys = JSON.stringify(
  Object.fromEntries([...Array(100_000).keys()].map((index) => [`key${index}`, index])),
);
const gzip = { 'content-encoding': 'gzip' };

const refused: [string, Sent, number, string][] = [
  ['an unknown path', { path: '/nothing' }, 404, 'not_found'],
  ['an unknown path of the API', { method: 'GET', path: '/api/v2/overview' }, 404, 'not_found'],
  ['an unreadable path', { method: 'GET', path: '/%zz' }, 400, 'request_malformed'],
  ['GET of ingest', { method: 'GET' }, 405, 'method_not_allowed'],
  ['PUT of ingest', { method: 'PUT', body: good }, 405, 'method_not_allowed'],
  ['POST to a query', { path: '/api/v1/overview' }, 405, 'method_not_allowed'],
  [
    'an outdated encoding',
    { headers: { 'content-encoding': 'compress' }, body: good },
    415,
    'encoding_unsupported',
  ],
  [
    'two encodings',
    { headers: { 'content-encoding': 'gzip, br' }, body: good },
    415,
    'encoding_unsupported',
  ],
  [
    'text',
    { headers: { 'content-type': 'text/plain' }, body: good },
    415,
    'content_type_unsupported',
  ],
  [
    'a form',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
    415,
    'content_type_unsupported',
  ],
  [
    'an invalid content type',
    { headers: { 'content-type': 'json' }, body: good },
    415,
    'content_type_unsupported',
  ],
  [
    'a page of another site',
    { headers: { origin: 'https://example.com' }, body: good },
    403,
    'origin_not_allowed',
  ],
  ['no body', {}, 400, 'body_not_json'],
  ['no JSON', { body: 'hello' }, 400, 'body_not_json'],
  ['incomplete JSON', { body: '{"events":[{"event":"x"}' }, 400, 'body_not_json'],
  ['no UTF-8', { body: Buffer.from('{"event":"\xff"}', 'latin1') }, 400, 'body_not_json'],
  ['a NUL in between', { body: '{"event":\0"x"}' }, 400, 'body_not_json'],
  ['a list', { body: '[]' }, 400, 'body_wrong_shape'],
  ['100,000 keys at the top', { body: gzipSync(manyKeys), headers: gzip }, 400, 'body_wrong_shape'],
  ['events that are not a list', { body: '{"events":{"event":"x"}}' }, 400, 'body_wrong_shape'],
  [
    'a million levels',
    { body: gzipSync(`{"events":${'['.repeat(1_000_000)}`), headers: gzip },
    400,
    'body_not_json',
  ],
  ['1.1 MB', { body: Buffer.alloc(1_100_000, ' ') }, 413, 'body_too_large'],
  [
    '1.1 MB in chunks',
    { body: Buffer.alloc(1_100_000, ' '), headers: { 'transfer-encoding': 'chunked' } },
    413,
    'body_too_large',
  ],
  ['a gzip bomb', { body: gzipSync(eightMegabytes), headers: gzip }, 413, 'body_too_large'],
  [
    'a brotli bomb',
    { body: brotliCompressSync(eightMegabytes), headers: { 'content-encoding': 'br' } },
    413,
    'body_too_large',
  ],
  [
    '2,001 events',
    { body: JSON.stringify({ events: Array(2_001).fill({ event: 'x' }) }) },
    413,
    'too_many_events',
  ],
  [
    'truncated gzip',
    { body: gzipSync(good).subarray(0, -9), headers: gzip },
    400,
    'body_truncated',
  ],
  [
    'truncated brotli',
    { body: brotliCompressSync(good).subarray(0, -3), headers: { 'content-encoding': 'br' } },
    400,
    'body_truncated',
  ],
  [
    'truncated zstd',
    { body: Buffer.from('KLUv/QRoaQAAeyJl', 'base64'), headers: { 'content-encoding': 'zstd' } },
    ...(hasZstd ? ([400, 'body_truncated'] as const) : ([415, 'encoding_unsupported'] as const)),
  ],
  ['invalid gzip', { body: good, headers: gzip }, 400, 'body_truncated'],
  [
    'an unknown parameter',
    { method: 'GET', path: '/api/v1/overview?since=1' },
    400,
    'parameter_invalid',
  ],
  [
    'an invalid date',
    { method: 'GET', path: '/api/v1/overview?from=yesterday' },
    400,
    'parameter_invalid',
  ],
  [
    'a leap second, which no clock here has',
    { method: 'GET', path: '/api/v1/overview?from=2016-12-31T23:59:60Z' },
    400,
    'parameter_invalid',
  ],
  [
    'the year 1 in a query',
    { method: 'GET', path: '/api/v1/overview?from=0001-01-01T00:00:00Z' },
    400,
    'parameter_invalid',
  ],
  [
    'a range backwards',
    { method: 'GET', path: '/api/v1/overview?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z' },
    400,
    'parameter_invalid',
  ],
  [
    'a limit of 0',
    { method: 'GET', path: '/api/v1/invocations?limit=0' },
    400,
    'parameter_invalid',
  ],
  [
    'an invalid cursor',
    { method: 'GET', path: '/api/v1/invocations?cursor=x' },
    400,
    'parameter_invalid',
  ],
  [
    'a flow condition without a flow',
    { method: 'GET', path: '/api/v1/invocations?flow_outcome=failed' },
    400,
    'parameter_invalid',
  ],
  [
    'an unknown project',
    { method: 'GET', path: '/api/v1/flows?project=other' },
    404,
    'project_not_found',
  ],
  [
    'an export in an unknown format',
    { method: 'GET', path: '/api/v1/export/events?format=xml' },
    400,
    'parameter_invalid',
  ],
  [
    'a closing line that CSV has no place for',
    { method: 'GET', path: '/api/v1/export/events?format=csv&closing_line=true' },
    400,
    'parameter_invalid',
  ],
  ['an unknown flow', { method: 'GET', path: '/api/v1/flows/none/funnel' }, 404, 'flow_not_found'],
  [
    'an unknown invocation',
    { method: 'GET', path: '/api/v1/invocations/none' },
    404,
    'invocation_not_found',
  ],
  [
    'an id that is too long',
    { method: 'GET', path: `/api/v1/invocations/${'x'.repeat(2_001)}` },
    400,
    'parameter_invalid',
  ],
  [
    'the name of another machine',
    { method: 'GET', path: '/api/v1/flows', headers: { host: 'example.com' } },
    403,
    'host_not_allowed',
  ],
];

test.each(refused)(
  '%s is an error with a code, and nothing is stored',
  async (_, sent, status, code) => {
    const response = await send(sent);
    expect([response.status, response.body.code]).toEqual([status, code]);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.body).toEqual({
      type: 'about:blank',
      status,
      code,
      title: expect.stringMatching(/\.$/),
      detail: expect.any(String),
      action: expect.stringMatching(/\.$/),
      request_id: response.headers['x-request-id'],
    });
    if (status === 405) expect(response.headers.allow).toMatch(/^(POST|GET, HEAD)$/);
    await sendGood();
  },
);

const quarantinedEvents: [string, string, string][] = [
  ['a lone surrogate', '{"event":"x","properties":{"s":"\\ud800"}}', 'event_text_invalid'],
  ['a NUL', '{"event":"x","properties":{"s":"a\\u0000b"}}', 'event_text_invalid'],
  [
    '__proto__',
    '{"event":"x","properties":{"__proto__":{"polluted":true}}}',
    'event_property_key_invalid',
  ],
  [
    'constructor',
    '{"event":"x","properties":{"constructor":{"prototype":{"polluted":true}}}}',
    'event_property_key_invalid',
  ],
  ['2^53 + 1', '{"event":"x","properties":{"n":9007199254740993}}', 'event_property_value_invalid'],
  ['1e400', '{"event":"x","properties":{"n":1e400}}', 'event_property_value_invalid'],
  ['the year 1', '{"event":"x","timestamp":"0001-01-01T00:00:00.000Z"}', 'event_timestamp_invalid'],
  [
    'the year 292278994',
    '{"event":"x","timestamp":"+292278994-08-17T07:12:55.807Z"}',
    'event_timestamp_invalid',
  ],
  [
    '20,000 levels',
    `{"event":"x","properties":{"d":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
    'event_too_large',
  ],
  [
    '5,000 levels',
    `{"event":"x","properties":{"d":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`,
    'event_property_value_invalid',
  ],
  ['100,000 keys', `{"event":"x","properties":${manyKeys}}`, 'event_too_large'],
  [
    '100 keys',
    `{"event":"x","properties":${JSON.stringify(Object.fromEntries([...Array(100).keys()].map((n) => [`k${n}`, n])))}}`,
    'event_too_many_properties',
  ],
  ['no name', '{"events_":1,"insert_id":"i"}', 'event_name_invalid'],
];

test.each(quarantinedEvents)(
  'an event with %s is quarantined, and the rest of its batch is stored',
  async (_, event, code) => {
    count += 1;
    const insert_id = `beside-${count}`;
    const { status, body } = await send({
      body: gzipSync(`{"events":[${event},17,{"event":"Good","insert_id":"${insert_id}"}]}`),
      headers: gzip,
    });
    expect(status).toBe(202);
    stored.push(insert_id);
    expect(body).toMatchObject({
      accepted: 1,
      duplicates: 0,
      quarantined: [{ index: 0, code }],
      rejected: [{ index: 1, insert_id: null, code: 'event_not_object' }],
    });
  },
);

test('an id twice in a batch, and again in another batch, is one event', async () => {
  const event = { event: 'Good', insert_id: 'twice', timestamp: new Date().toISOString() };
  const first = await send({ body: JSON.stringify({ events: [event, event] }) });
  expect(first.body).toMatchObject({ accepted: 1, duplicates: 1 });
  const second = await send({ body: JSON.stringify(event) });
  expect(second.body).toMatchObject({ accepted: 0, duplicates: 1 });
  stored.push('twice');
});

const zstdBody = Buffer.from('KLUv/QRoaQAAeyJldmVudCI6IngifRzhO6c=', 'base64');
test.each<[string, (text: string) => Buffer]>([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ...(hasZstd ? [['zstd', () => zstdBody] as [string, () => Buffer]] : []),
])('a body in %s is read', async (encoding, compress) => {
  const insert_id = `in-${encoding}`;
  const body = compress(JSON.stringify({ event: 'Good', insert_id }));
  const response = await send({ body, headers: { 'content-encoding': encoding } });
  expect(response.body.accepted).toBe(1);
  if (encoding !== 'zstd') stored.push(insert_id);
});

test('a request that is not HTTP gets an error response', async () => {
  const { port } = new URL(collector.url);
  const socket = connect(Number(port), '127.0.0.1').end('HELLO\r\n\r\n').setEncoding('utf8');
  let text = '';
  for await (const chunk of socket) text += chunk;
  expect(text).toContain('"code":"request_malformed"');
});

test.each(['//[', '//x:99999', '///'])('%s is handled like any other path', async (path) => {
  const { port } = new URL(collector.url);
  const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
  );
  let text = '';
  for await (const chunk of socket) text += chunk;
  expect(text).toMatch(/^HTTP\/1\.1 [24]\d\d /);
});

test('invalid HTTP after a complete request is answered after it', async () => {
  const { port } = new URL(collector.url);
  const insert_id = 'before-garbage';
  const body = JSON.stringify({ event: 'Good', insert_id });
  const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
  socket.write(
    `POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}HELLO\r\n\r\n`,
  );
  let text = '';
  for await (const chunk of socket) text += chunk;
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 202', 'HTTP/1.1 400']);
  expect(text).toContain('"code":"request_malformed"');
  stored.push(insert_id);
});

test('a client that disconnects halfway leaves nothing behind', async () => {
  const { port } = new URL(collector.url);
  const body = '{"event":"x","insert_id":"never"';
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n`,
  );
  // It has the head now.
  await once(socket, 'data');
  await new Promise((resolve) => socket.write(body, resolve));
  socket.destroy();
  await sendGood();
});

test('afterwards the process runs, and the export has exactly the valid events, each once', async () => {
  expect(collector.child.exitCode).toBeNull();
  expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
  const events = await readExport(collector.url);
  const ids = events.filter(({ event }) => event === 'Good').map(({ insert_id }) => insert_id);
  expect(ids.sort()).toEqual(stored.sort());
  // The zstd body, which has no insert id.
  const others = hasZstd ? [{ event: 'x' }] : [];
  expect(events.filter(({ event }) => event !== 'Good')).toMatchObject(others);
  expect(collector.output.stderr).toBe('');
});
