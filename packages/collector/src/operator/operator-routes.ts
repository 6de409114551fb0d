import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** What a running collector says of itself to its operator. */
interface OperatorStatus {
  version: string;
  pid: number;
  started_at: string;
}

/** Routes for the operator alone; to others they are not there. */
export function registerOperatorRoutes(app: FastifyInstance): void {
  app.get(
    '/api/v1/operator',
    { config: { access: 'operator' }, schema: { hide: true } },
    async (): Promise<OperatorStatus> => ({
      version,
      pid: process.pid,
      started_at: new Date(performance.timeOrigin).toISOString(),
    }),
  );
}
