import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { soleTool } from '@sonde/analytics';
import { type Store, scopeFilters } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { projectParameter } from '../api/project-parameter.js';
import { problems } from '../api/response-schemas.js';
import { createProblem, toSondeError } from '../problem.js';
import { readLiveCursor } from './live-cursor.js';
import { LiveFeed, type LiveFeedOptions } from './live-feed.js';
import { isWanted } from './live-filter.js';
import { streamLive } from './live-stream.js';

const LiveParameters = Type.Object(
  {
    project: projectParameter,
    ...scopeFilters,
    event: Type.Optional(Type.Array(Type.String(), { description: 'Names of events' })),
  },
  { additionalProperties: false },
);

const LiveHeaders = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({
      maxLength: 4_096,
      description:
        '`id` of the last message that was read. Default: only events stored from now on',
    }),
  ),
});

/** Not as a literal: the body is a stream of it. */
const text: object = { type: 'string' };

export type LiveOptions = Omit<LiveFeedOptions, 'getForwarding'> & { heartbeatMs?: number };

/** `GET /api/v1/live`: events as they are stored, as server-sent events. */
export function registerLiveRoute(
  app: FastifyInstance,
  { getStore, options = {} }: { getStore: () => Store; options?: LiveOptions | undefined },
): void {
  const { heartbeatMs, ...limits } = options;
  const feed = new LiveFeed({ getForwarding: () => getStore().forwarding, ...limits });
  app.addHook('preClose', async () => feed.close());
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/live',
    {
      // A HEAD request would never end.
      exposeHeadRoute: false,
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'streamLive',
        summary: 'Events as they are stored, as server-sent events',
        description:
          'Messages `stored` have the event as in the export, with `corrected_time`. `skipped` has the number of events, of any kind, that a reader missed that was too far behind. `problem` says why the stream ends. Continue with the last `id` in `Last-Event-ID`: nothing is missed or repeated, also after a restart.',
        tags: ['query'],
        querystring: LiveParameters,
        headers: LiveHeaders,
        response: {
          200: {
            description: 'A stream without an end',
            content: { 'text/event-stream': { schema: text } },
          },
          ...problems(400, 401, 403, 404, 429, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { project, query } = request;
      const { project: _project, ...filter } = query;
      const cursor = request.headers['last-event-id'];
      const start = cursor === undefined || cursor === '' ? feed.end : readLiveCursor(cursor);
      const tool = soleTool((await getStore().orderedCatalogs(project)).map((one) => one.tool));
      const { signal, leave } = feed.join(project);
      reply.raw.once('close', leave);
      const stream = streamLive({
        ...{ feed, project, start, signal },
        isWanted: (event) => isWanted(event, filter, tool),
        checkAccess: () => request.checkAccess(),
        describeProblem: (error) => {
          const { code, detail } = toSondeError(error);
          return createProblem(code, { detail, requestId: request.id });
        },
        ...(heartbeatMs !== undefined && { heartbeatMs }),
      });
      return (
        reply
          .type('text/event-stream; charset=utf-8')
          .header('cache-control', 'no-store, no-transform')
          // nginx, and proxies that follow it, would collect messages before they pass them on.
          .header('x-accel-buffering', 'no')
          .send(Readable.from(stream, { objectMode: false, highWaterMark: 1 }))
      );
    },
  );
}
