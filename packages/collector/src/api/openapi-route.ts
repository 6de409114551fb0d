import type { FastifyInstance } from 'fastify';

/** `GET /api/v1/openapi.json`: this document. */
export function registerOpenapiRoute(app: FastifyInstance): void {
  app.get(
    '/api/v1/openapi.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getOpenapi',
        summary: 'This document',
        tags: ['operation'],
        response: {
          200: {
            description: 'OpenAPI 3.1',
            content: { 'application/json': { schema: { type: 'object' } } },
          },
        },
      },
    },
    async () => app.swagger(),
  );
}
