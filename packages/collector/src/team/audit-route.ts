import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { type AuditPage, toIso } from './response-schemas.js';

const AuditParameters = Type.Object(
  {
    project: Type.Optional(
      Type.String({ description: 'Only entries of this project. Default: all' }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, description: 'Entries per page. Default 50' }),
    ),
    cursor: Type.Optional(Type.String({ description: '`next_cursor` of the previous page' })),
  },
  { additionalProperties: false },
);

export function registerAuditRoute(instance: FastifyInstance, getStore: () => Store): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.get(
    '/api/v1/audit',
    {
      config: { access: { project: 'administrator', otherwise: 'server-administrator' } },
      schema: {
        operationId: 'getAudit',
        summary: 'Lists administrative acts with author, time and address, newest first',
        tags: ['team'],
        querystring: AuditParameters,
        response: { 200: refer('AuditPage', 'One page'), ...problems(400, 401, 403, 404, 503) },
      },
    },
    async ({ project, query }): Promise<AuditPage> => {
      const { limit = 50, cursor = null } = query;
      const filter = project === '' ? {} : { project };
      const page = await getStore().team.readAudit(filter, { limit, cursor });
      return {
        entries: page.entries.map((entry) => ({ ...entry, at: toIso(entry.at) })),
        next_cursor: page.next_cursor,
      };
    },
  );
}
