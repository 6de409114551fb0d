import type { FastifyInstance } from 'fastify';

/**
 * Closes kept connections with an answer when the collector stops, so that clients and proxies open
 * new ones: to another process, where there is one. What arrives meanwhile is still served.
 *
 * @param isStopping Whether it was asked to stop; it may go on listening for a while.
 */
export function closeConnectionsOnStop(app: FastifyInstance, isStopping: () => boolean): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    // Idle connections are closed next. After a look at the sockets, so that no request lies there
    // unread that would be cut off with its connection.
    await new Promise((resolve) => setImmediate(resolve));
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing || isStopping()) reply.header('connection', 'close');
    done(null, payload);
  });
  // The connection of a request that was under way is idle now, but was not when the others were closed.
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
  });
}
