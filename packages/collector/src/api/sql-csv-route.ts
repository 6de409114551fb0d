import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { csvField } from '@sonde/analytics';
import { queries, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { projectParameter } from './project-parameter.js';
import { problems } from './response-schemas.js';

/** RFC 4180. */
const lineEnd = '\r\n';

/** `GET /api/v1/sql/csv`: the result of `/api/v1/sql` as CSV. */
export function registerSqlCsvRoute(
  app: FastifyInstance,
  { getStore, now }: { getStore: () => Store; now: () => number },
): void {
  const { sql } = queries;
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    `${sql.path}/csv`,
    {
      // A HEAD request would run the query and discard its result.
      exposeHeadRoute: false,
      config: { access: sql.access },
      schema: {
        operationId: 'runSqlAsCsv',
        summary: `The same as \`${sql.path}\`, as CSV`,
        tags: ['query'],
        querystring: Type.Object(
          { project: projectParameter, ...sql.parameters },
          { additionalProperties: false },
        ),
        response: {
          200: {
            description: 'RFC 4180, with a header. Arrays are JSON',
            headers: {
              'sonde-truncated': Type.Boolean({ description: 'Whether there were more rows' }),
            },
            content: { 'text/csv': { schema: { type: 'string' } } },
          },
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.query, project: request.project };
      const { columns, rows, truncated } = await getStore().query(sql, input, now());
      const lines = [columns.map(({ name }) => name), ...rows].map(
        (row) => row.map((value) => csvField(toField(value))).join(',') + lineEnd,
      );
      return reply
        .type('text/csv; charset=utf-8')
        .header('sonde-truncated', truncated)
        .send(lines.join(''));
    },
  );
}

function toField(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
