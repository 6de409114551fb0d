import type { FastifyInstance } from 'fastify';

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
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing || isStopping()) reply.header('connection', 'close');
    done(null, payload);
  });
  // The connection of a request that was in progress is idle only now.
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
  });
}
