import { SondeError } from '@sonde/protocol';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether collectors that do not lead serve the route, too. Default: only routes of clients. */
    everywhere?: boolean;
  }
}

/** Refuses what only the collector that leads can do. */
export function serveOnlyByLeader(app: FastifyInstance, isLeader: () => boolean): void {
  app.addHook('onRequest', async (request) => {
    if (isLeader() || request.is404) return;
    const { access, everywhere = access === 'client' } = request.routeOptions.config;
    if (!everywhere) throw new SondeError('not_the_leader');
  });
}
