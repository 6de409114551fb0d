import type { FastifyInstance } from 'fastify';

/** `GET /api/v1/openapi.json`: this document. */
export function registerOpenapiRoute(app: FastifyInstance): void {
  // It is large, and the same for everyone.
  let written: Buffer | undefined;
  app.get(
    '/api/v1/openapi.json',
    {
      config: { access: 'public', everywhere: true },
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
    async (_request, reply) => {
      written ??= Buffer.from(JSON.stringify(app.swagger()));
      return reply.type('application/json; charset=utf-8').send(written);
    },
  );
}
