import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { csvField, type InvocationPage, type InvocationSummary } from '@sonde/analytics';
import { queries, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type ExportFormat, exportLines } from './export-lines.js';
import { projectParameter } from './project-parameter.js';
import { problems } from './response-schemas.js';

/** Rows that are read at once: few queries, in little memory. */
const pageSize = 5_000;

/** RFC 4180. */
const lineEnd = '\r\n';

const columns = [
  ...(['invocation_id', 'started_at', 'status', 'tool', 'command', 'version', 'person'] as const),
  ...(['cli_context', 'is_ci', 'operating_system', 'exit_code', 'error_class'] as const),
  ...(['duration_ms', 'flags', 'events', 'missing'] as const),
] satisfies (keyof InvocationSummary)[];

const csv: ExportFormat<InvocationSummary> = {
  head: columns.join(',') + lineEnd,
  line: (row) => columns.map((name) => csvField(toField(row[name]))).join(',') + lineEnd,
};

function toField(value: InvocationSummary[keyof InvocationSummary]) {
  return Array.isArray(value) ? JSON.stringify(value) : value;
}

/** `GET /api/v1/export/invocations`: a list of invocations as a file of any length. */
export function registerExportInvocationsRoute(
  app: FastifyInstance,
  { getStore, now }: { getStore: () => Store; now: () => number },
): void {
  const { invocations } = queries;
  const {
    limit: _limit,
    cursor: _cursor,
    count_people: _people,
    ...ofList
  } = invocations.parameters;
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/export/invocations',
    {
      // A HEAD request would read all rows and discard them.
      exposeHeadRoute: false,
      config: { access: invocations.access },
      schema: {
        operationId: 'exportInvocations',
        summary: `All rows of \`${invocations.path}\`, as CSV`,
        tags: ['export'],
        querystring: Type.Object(
          { project: projectParameter, ...ofList },
          { additionalProperties: false },
        ),
        response: {
          200: {
            description: 'RFC 4180, with a header. `flags` is JSON',
            headers: { 'sonde-rows': Type.Integer({ description: 'How many rows follow' }) },
            content: { 'text/csv': { schema: Type.Unsafe<Readable>({ type: 'string' }) } },
          },
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const store = getStore();
      const input = { ...request.query, project: request.project, limit: pageSize };
      // All pages have the same range.
      const time = now();
      const read = (cursor: string | null) =>
        store.query(invocations, cursor === null ? input : { ...input, cursor }, time);
      const first = await read(null);
      const lines = await exportLines(eachInvocation(first, read), csv);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="invocations.csv"')
        .header('sonde-rows', first.total)
        .send(Readable.from(lines, { objectMode: false }));
    },
  );
}

/** The rows of a page and all that follow it. */
export async function* eachInvocation(
  first: InvocationPage,
  read: (cursor: string) => Promise<InvocationPage>,
): AsyncGenerator<InvocationSummary> {
  let page = first;
  while (true) {
    yield* page.invocations;
    if (page.next_cursor === null) return;
    page = await read(page.next_cursor);
  }
}
