import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

/** The frame of the OpenAPI document; the routes fill it. */
export const openapiDocument: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Sonde collector',
      version: '1',
      description: 'Collects events from command-line tools and answers queries about them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'ingest', description: 'Send events' },
      { name: 'query', description: 'Query events' },
      { name: 'export', description: 'Export events' },
      { name: 'session', description: 'Sign in and out, and manage your own account' },
      { name: 'team', description: 'Accounts, projects, keys and the audit log' },
      { name: 'saved', description: 'Saved views, home pages and annotations' },
      { name: 'alerts', description: 'What is reported by webhook or e-mail' },
      { name: 'forwarders', description: 'What is sent on to other destinations' },
      { name: 'operation', description: 'Health and readiness' },
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
