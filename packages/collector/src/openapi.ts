import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

/** The frame of the OpenAPI document; the routes fill it. */
export const openapiDocument: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Sonde collector',
      version: '1',
      description: 'Takes in events of command-line tools and answers questions about them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'ingest', description: 'Events in' },
      { name: 'query', description: 'Questions' },
      { name: 'export', description: 'Events out' },
      { name: 'session', description: 'Signing in and out, and one’s own account' },
      { name: 'team', description: 'Accounts, projects, keys, and the log of who changed them' },
      { name: 'operation', description: 'Is it alive, is it ready' },
    ],
    components: {
      securitySchemes: {
        write_key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  },
  refResolver: {
    buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `schema-${index}`),
  },
};
