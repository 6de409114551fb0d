import type { Storage } from '@sonde/analytics';
import type { Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { problems, refer } from './answers.js';

/** `GET /api/v1/storage`: of all projects together, so for those who run the server. */
export function registerStorageRoute(
  app: FastifyInstance,
  dependencies: { getStore: () => Store },
): void {
  app.get(
    '/api/v1/storage',
    {
      config: { access: 'server-administrator' },
      schema: {
        operationId: 'getStorage',
        summary: 'What the store takes on the disk, and how that grows',
        tags: ['operation'],
        response: { 200: refer('Storage', 'Sizes'), ...problems(401, 403, 500, 503) },
      },
    },
    (): Promise<Storage> => dependencies.getStore().storage(),
  );
}
