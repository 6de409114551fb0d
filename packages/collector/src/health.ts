import { SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { problems, refer } from './api/response-schemas.js';
import { checkReadiness } from './check-readiness.js';

/**
 * `GET /healthz` (the process responds), `GET /readyz` (the store can be read and written) and
 * `GET /health/leader` (this collector serves everything).
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  dependencies: { getStore: () => Store; isStopping: () => boolean; isLeader: () => boolean },
): void {
  app.get(
    '/healthz',
    {
      config: { access: 'public', everywhere: true },
      schema: {
        operationId: 'getHealth',
        summary: 'Responds while the process runs',
        tags: ['operation'],
        response: { 200: refer('Health', 'It does') },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { access: 'public', everywhere: true },
      schema: {
        operationId: 'getReadiness',
        summary: 'Whether events can be stored and the store be read',
        tags: ['operation'],
        response: { 200: refer('Health', 'They can'), ...problems(503) },
      },
    },
    () => respondIfReady(),
  );

  app.get(
    '/health/leader',
    {
      config: { access: 'public', everywhere: true },
      schema: {
        operationId: 'getLeaderHealth',
        summary:
          'Whether this collector serves everything; with several on one store only one does',
        tags: ['operation'],
        response: { 200: refer('Health', 'It does'), ...problems(503) },
      },
    },
    async () => {
      if (!dependencies.isLeader()) throw new SondeError('not_the_leader');
      return respondIfReady();
    },
  );

  async function respondIfReady() {
    // So that a proxy sends requests elsewhere, or holds them, before they would be refused.
    if (dependencies.isStopping()) {
      throw new SondeError('not_ready', { detail: 'the collector is stopping' });
    }
    await checkReadiness(dependencies.getStore);
    return { status: 'ok' as const };
  }
}
