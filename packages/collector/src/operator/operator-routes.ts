import { createRequire } from 'node:module';
import { SondeError } from '@sonde/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** What a running collector says of itself to its operator. */
interface OperatorStatus {
  version: string;
  pid: number;
  started_at: string;
}

/** Routes for the operator alone; to others they are not there. */
export function registerOperatorRoutes(app: FastifyInstance): void {
  app.addHook('onRequest', requireOperator);
  app.get(
    '/api/v1/operator',
    { schema: { hide: true } },
    async (): Promise<OperatorStatus> => ({
      version,
      pid: process.pid,
      started_at: new Date(performance.timeOrigin).toISOString(),
    }),
  );
}

async function requireOperator(request: FastifyRequest): Promise<void> {
  if (request.isOperator) return;
  throw new SondeError('not_found', { detail: `${request.method} ${request.url.slice(0, 200)}` });
}
