import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Resolves when clients have closed their idle connections, at the latest after the time that
     * they were told and a second. If the collector closed such a connection, a request might be on
     * its way there, and some clients do not repeat it.
     */
    untilClientsClose(): Promise<void>;
  }
}

/**
 * How long a client should keep a connection that it does not use, in seconds. Sent with each
 * response; the clients of Node.js and most others keep to it. The collector itself keeps
 * connections longer, for proxies and load balancers that expect that.
 */
const clientIdleSeconds = 5;

/** After this time, a connection without a first request is one that was opened for later. */
const firstRequestMs = 2_000;

/**
 * When the collector stops, closes keep-alive connections with a response, so that clients and
 * proxies open new ones, to another process if there is one. Requests that arrive meanwhile are
 * still served.
 *
 * @param isStopping Whether a stop was requested; it may keep listening for a while.
 */
export function closeConnectionsOnStop(app: FastifyInstance, isStopping: () => boolean): void {
  let closing = false;
  const used = new Set<Socket>();
  /** Connections without a request so far, and when they were opened: `performance.now()`. */
  const unused = new Map<Socket, number>();
  const isEncrypted = 'setSecureContext' in app.server;
  app.server.on(isEncrypted ? 'secureConnection' : 'connection', (socket: Socket) => {
    unused.set(socket, performance.now());
    socket.once('close', () => {
      unused.delete(socket);
      used.delete(socket);
    });
  });
  app.server.on('request', ({ socket }: IncomingMessage) => {
    if (unused.delete(socket)) used.add(socket);
  });
  const closeUnused = () => {
    const openedBefore = performance.now() - firstRequestMs;
    for (const [socket, openedAt] of unused) if (openedAt <= openedBefore) socket.destroy();
  };
  app.decorate('untilClientsClose', async () => {
    const deadline = performance.now() + (clientIdleSeconds + 1) * 1_000;
    while (performance.now() < deadline && used.size > 0) await delay(50);
  });
  app.addHook('preClose', async () => {
    closing = true;
    // Idle connections are closed next. Read the sockets first, so that no request is cut off
    // unread.
    await new Promise((resolve) => setImmediate(resolve));
    closeUnused();
    setTimeout(closeUnused, firstRequestMs).unref();
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
