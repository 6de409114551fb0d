import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/**
 * How long a client should keep a connection that it does not use, in seconds. Sent with each
 * response; the clients of Node.js and most others keep to it. The collector itself keeps
 * connections longer, for proxies and load balancers that expect that.
 */
const clientIdleSeconds = 5;

/**
 * When the collector stops, closes keep-alive connections with a response, so that clients and
 * proxies open new ones, to another process if there is one. Requests that arrive meanwhile are
 * still served.
 *
 * @param isStopping Whether a stop was requested; it may keep listening for a while.
 */
export function closeConnectionsOnStop(app: FastifyInstance, isStopping: () => boolean): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    // Idle connections are closed next. Read the sockets first, so that no request is cut off
    // unread.
    await new Promise((resolve) => setImmediate(resolve));
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing || isStopping()) reply.header('connection', 'close');
    else reply.header('keep-alive', `timeout=${clientIdleSeconds}`);
    done();
  });
  // The connection of a request that was in progress is idle only now.
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
  });
}

/**
 * Resolves when clients have closed their idle connections, at the latest after the time that they
 * were told and a second. If the collector closed such a connection, a request might be on its way
 * there, and some clients do not repeat it.
 */
export async function untilClientsClose(server: Server): Promise<void> {
  const deadline = performance.now() + (clientIdleSeconds + 1) * 1_000;
  while (performance.now() < deadline && (await countConnections(server)) > 0) await delay(50);
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
