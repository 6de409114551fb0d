import { SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { problems, refer } from './api/response-schemas.js';
import { checkReadiness } from './check-readiness.js';

/** `GET /healthz` (the process responds) and `GET /readyz` (the store can be read and written). */
export function registerHealthRoutes(
  app: FastifyInstance,
  dependencies: { getStore: () => Store; isStopping: () => boolean },
): void {
  app.get(
    '/healthz',
    {
      config: { access: 'public' },
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
      config: { access: 'public' },
      schema: {
        operationId: 'getReadiness',
        summary: 'Whether events can be stored and queries answered',
        tags: ['operation'],
        response: { 200: refer('Health', 'They can'), ...problems(503) },
      },
    },
    async () => {
      // So that a proxy sends requests elsewhere, or holds them, before they would be refused.
      if (dependencies.isStopping()) {
        throw new SondeError('not_ready', { detail: 'the collector is stopping' });
      }
      await checkReadiness(dependencies.getStore);
      return { status: 'ok' as const };
    },
  );
}
