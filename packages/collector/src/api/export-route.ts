import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { actorOf, createEntry } from '../team/audit.js';
import type { Team } from '../team/team.js';
import { exportLines } from './export-lines.js';
import { projectParameter } from './project-parameter.js';
import { problems } from './response-schemas.js';

const ExportParameters = Type.Object(
  {
    project: projectParameter,
    format: Type.Optional(
      Type.Literal('ndjson', { description: 'One JSON object per line. Default `ndjson`' }),
    ),
    from: Type.Optional(
      Type.String({ format: 'date-time', description: 'Inclusive. Default: from the first event' }),
    ),
    to: Type.Optional(
      Type.String({ format: 'date-time', description: 'Exclusive. Default: to the last event' }),
    ),
  },
  { additionalProperties: false },
);

/** `GET /api/v1/export/events`: every event, in a body of unlimited length. */
export function registerExportRoute(
  app: FastifyInstance,
  { getStore, getTeam }: { getStore: () => Store; getTeam: () => Team },
): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/export/events',
    {
      // A HEAD request would read the whole export and discard it.
      exposeHeadRoute: false,
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'exportEvents',
        summary: 'Exports every event once, as stored, oldest first',
        tags: ['export'],
        querystring: ExportParameters,
        response: {
          200: {
            description: 'One event per line',
            content: { 'application/x-ndjson': { schema: { $ref: 'ExportedEvent#' } } },
          },
          ...problems(400, 401, 403, 404, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { project, query } = request;
      const { from = null, to = null } = query;
      // Written before the act, so that the log is complete.
      const act = { action: 'events.export', subject: project, project, detail: { from, to } };
      const team = getTeam();
      await team.directory.commit([], [createEntry(team.now(), actorOf(request), act)]);
      const lines = await exportLines(getStore().exportEvents(project, query));
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .send(Readable.from(lines, { objectMode: false }));
    },
  );
}
