import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { AlertMessage } from './alert-message.js';
import { sendWebhook } from './send-webhook.js';

const message: AlertMessage = {
  type: 'alert.began',
  incident: 'i-1',
  alert: { id: 'a-1', name: 'Failures' },
  project: { id: 'default', title: 'Lantern' },
  subject: '',
  lines: ['12 of 40 people met a failure.'],
  began_at: '2026-11-20T10:00:00.000Z',
  ended_at: null,
  url: null,
};

/** Sends the message to a receiver, and returns why that failed. */
async function failureAt(receiver: RequestListener): Promise<string> {
  const server = createServer(receiver).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await sendWebhook(
      { url: `http://127.0.0.1:${port}/secret-path`, secret: 'x'.repeat(32) },
      message,
      {
        allowPrivateAddresses: true,
        timeoutMs: 200,
        now: Date.now(),
      },
    );
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each<[string, RequestListener, string]>([
  ['accepts', (_, response) => response.writeHead(204).end(), ''],
  ['never answers', () => {}, 'no response within 0.2 s'],
  ['begins a body and never ends it', (_, response) => response.writeHead(200).write('{'), ''],
  ['closes the connection', (request) => request.socket.destroy(), 'ECONNRESET'],
  ['is broken', (_, response) => response.writeHead(500).end(), 'status 500'],
])('a receiver that %s', async (_what, receiver, failure) => {
  expect(await failureAt(receiver)).toBe(failure);
});
