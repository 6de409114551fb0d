import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { csvHeader, csvLine, type ExportedEvent } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { actorOf, createEntry } from '../team/audit.js';
import type { Team } from '../team/team.js';
import { type ExportFormat, exportLines, ndjson } from './export-lines.js';
import { projectParameter } from './project-parameter.js';
import { problems } from './response-schemas.js';

const ExportParameters = Type.Object(
  {
    project: projectParameter,
    format: Type.Optional(
      Type.Enum(['ndjson', 'csv'], {
        description:
          '`ndjson`: one JSON object per line; `csv`: RFC 4180 with a header. Default `ndjson`. For Parquet use `sonde export`',
      }),
    ),
    from: Type.Optional(
      Type.String({ format: 'date-time', description: 'Inclusive. Default: from the first event' }),
    ),
    to: Type.Optional(
      Type.String({ format: 'date-time', description: 'Exclusive. Default: to the last event' }),
    ),
    closing_line: Type.Optional(
      Type.Boolean({
        description:
          'Ends `ndjson` with the line `{"exported": <number of events>}`: without it, something is missing. Default false',
      }),
    ),
  },
  { additionalProperties: false },
);

const contentTypes = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

/** The formats are rendered line by line, so that an export of any length takes little memory. */
const formats: Record<keyof typeof contentTypes, ExportFormat<ExportedEvent>> = {
  ndjson,
  csv: { head: csvHeader, line: csvLine },
};

/**
 * The end of the response is not proof enough: a proxy that asks with HTTP/1.0 takes a killed
 * collector for the end of the body.
 */
const closedNdjson: ExportFormat<ExportedEvent> = {
  ...ndjson,
  foot: (exported) => `${JSON.stringify({ exported })}\n`,
};

/**
 * `GET /api/v1/export/events`: every event, in a body of unlimited length.
 *
 * `sonde export` makes Parquet from the lines. The engine could write it, but not stream it: it would
 * need a temporary file as large as the export, with the data of persons who may be deleted
 * meanwhile, and SQL that repeats how properties become JSON. Encoding it here would block the event
 * loop for each group of rows.
 */
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
            headers: {
              'sonde-rows': Type.Integer({
                description: 'About how many events follow; resent ones may count twice',
              }),
            },
            content: {
              'application/x-ndjson': { schema: { $ref: 'ExportedEvent#' } },
              'text/csv': { schema: { type: 'string' } },
            },
          },
          ...problems(400, 401, 403, 404, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { project, query } = request;
      const { from = null, to = null, format = 'ndjson', closing_line = false } = query;
      if (closing_line && format !== 'ndjson') {
        throw new SondeError('parameter_invalid', { detail: 'closing_line needs format=ndjson' });
      }
      // Written before the act, so that the log is complete.
      const act = { action: 'events.export', subject: project, project, detail: { from, to } };
      const team = getTeam();
      await team.directory.commit([], [createEntry(team.now(), actorOf(request), act)]);
      const store = getStore();
      const rows = await store.countRows(project, query);
      const lines = await exportLines(
        store.exportEvents(project, query),
        closing_line ? closedNdjson : formats[format],
      );
      return reply
        .type(`${contentTypes[format]}; charset=utf-8`)
        .header('sonde-rows', rows)
        .send(Readable.from(lines, { objectMode: false }));
    },
  );
}
