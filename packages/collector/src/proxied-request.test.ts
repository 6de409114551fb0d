import { connect } from 'node:net';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from './collector.js';
import { openTeam } from './team/open-team.js';
import { createTestDirectory } from './testing/collector-process.js';

const directory = createTestDirectory();
let store: Store;
let open: FastifyInstance;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data') });
  open = await createCollector({ store });
  await open.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await open.close();
  await store.close();
  directory.remove();
});

/**
 * Sends these exact lines to a collector and resolves with the status and the code of its response.
 */
async function send(lines: string[], app = open): Promise<[status: number, code: unknown]> {
  const { port } = app.server.address() as { port: number };
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write([...lines, 'Connection: close', '', ''].join('\r\n'));
  let text = '';
  for await (const chunk of socket) text += chunk;
  const [, status = ''] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
  const [, code] = /"code":"(\w+)"/.exec(text) ?? [];
  return [Number(status), code];
}

const get = (path: string, ...headers: string[]) => [
  `GET ${path} HTTP/1.1`,
  'Host: 127.0.0.1',
  ...headers,
];
const refused = [403, 'proxy_not_allowed'];

describe('without accounts', () => {
  test.each([
    'X-Forwarded-For: 203.0.113.7',
    'X-FORWARDED-FOR: 127.0.0.1',
    'X-Forwarded-Proto: https',
    'X-Forwarded-Host: localhost',
    'X-Forwarded-Server: proxy',
    'Forwarded: for=203.0.113.7',
    'X-Real-IP: 203.0.113.7',
    'Via: 1.1 squid',
    'X-Varnish: 32770',
    'X-Forwarded-For:',
  ])('a request with "%s" is refused', async (header) => {
    for (const path of ['/api/v1/overview', '/api/v1/export/events', '/readyz', '/', '/none']) {
      expect(await send(get(path, header))).toEqual(refused);
    }
    expect(await send(get('/healthz', header))).toEqual([200, undefined]);
  });

  test('so are events and deletions', async () => {
    for (const path of ['/ingest', '/api/v1/deletions']) {
      const lines = [`POST ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Content-Length: 0', 'Via: x'];
      expect(await send(lines)).toEqual(refused);
    }
  });

  test('so is HTTP/1.0, with a Host and without', async () => {
    for (const host of [['Host: 127.0.0.1'], []]) {
      expect(await send(['GET /api/v1/overview HTTP/1.0', ...host])).toEqual(refused);
      expect(await send(['GET /healthz HTTP/1.0', ...host])).toEqual([200, undefined]);
    }
  });

  test('so is another host name, which some proxies pass on', async () => {
    const ingest = ['POST /ingest HTTP/1.1', 'Host: sonde.example.org', 'Content-Length: 0'];
    for (const lines of [['GET / HTTP/1.1', 'Host: sonde.example.org'], ingest]) {
      expect(await send(lines)).toEqual([403, 'host_not_allowed']);
    }
  });

  test('a request from this machine itself is served', async () => {
    expect(await send(get('/api/v1/overview', 'User-Agent: curl/8', 'Accept: */*'))).toEqual([
      200,
      undefined,
    ]);
  });
});

test('with accounts, proxies are allowed', async () => {
  const closed = await createCollector({ store, requireAccounts: true });
  await closed.listen({ host: '127.0.0.1', port: 0 });
  const header = 'X-Forwarded-For: 203.0.113.7';
  expect(await send(get('/readyz', header), closed)).toEqual([200, undefined]);
  expect(await send(get('/api/v1/overview', header), closed)).toEqual([401, 'sign_in_required']);
  await closed.close();
});

test('with --ingest-only, proxies are allowed if events need a key', async () => {
  const declared = {
    projects: [{ id: 'default', title: 'Default', retentionMonths: null }],
    keys: [],
  };
  for (const needsKey of [true, false]) {
    const team = await openTeam({ store, ...(needsKey && { declared }) });
    const ingest = await createCollector({ store, team: () => team, ingestOnly: true });
    await ingest.listen({ host: '127.0.0.1', port: 0 });
    const lines = ['POST /ingest HTTP/1.1', 'Host: x', 'Content-Length: 0', 'Via: 1.1 nginx'];
    expect(await send(lines, ingest)).toEqual(needsKey ? [401, 'key_unknown'] : refused);
    await ingest.close();
    await team.directory.close();
  }
});
