import { connect, type Socket } from 'node:net';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCollector } from './collector.js';
import { createTestDirectory, readExport } from './testing/collector-process.js';

const directory = createTestDirectory();
let store: Store;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data') });
  app = await createCollector({ store, http: { requestTimeoutMs: 900 } });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await store.close();
  directory.remove();
});

const body = '{"event":"Slow","insert_id":"slow"}';
const head = [
  'POST /ingest HTTP/1.1',
  'Host: 127.0.0.1',
  'Content-Type: application/json',
  `Content-Length: ${body.length}`,
  '',
  '',
].join('\r\n');

/**
 * Sends text one character at a time, and resolves with everything received until the connection
 * ended.
 */
function dribble(socket: Socket, text: string, everyMs: number): Promise<string> {
  let response = '';
  let at = 0;
  const timer = setInterval(() => {
    if (at < text.length && socket.writable) socket.write(text[at] ?? '');
    at += 1;
  }, everyMs);
  return new Promise((resolve) => {
    socket.setEncoding('utf8').on('data', (chunk) => {
      response += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      resolve(response);
    });
  });
}

test.each([
  ['body', head, body],
  ['head', '', head],
])('a %s that arrives too slowly gets 408, and nothing is stored', async (_, first, rest) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(first);
  const response = await dribble(socket, rest, 100);
  const [status = '', ...lines] = response.split('\r\n');
  expect(status).toBe('HTTP/1.1 408 Request Timeout');
  expect(lines).toContain('Connection: close');
  expect(lines).toContain('Content-Type: application/problem+json; charset=utf-8');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ status: 408, code: 'request_timeout' });
  expect(await readExport(url)).toEqual([]);
  expect(store.pendingEvents).toBe(0);
});

test('a body that arrives in pieces, but in time, is accepted', async () => {
  const patient = await createCollector({ store, http: { requestTimeoutMs: 60_000 } });
  const { port } = new URL(await patient.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(head.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
  const response = await dribble(socket, body, 3);
  expect(response).toContain('HTTP/1.1 202 Accepted');
  expect(await readExport(url)).toMatchObject([{ insert_id: 'slow' }]);
  await patient.close();
});
