import { SondeError, toolNamePattern } from '@sonde/protocol';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { findProject } from '../team/projects.js';
import type { Team } from '../team/team.js';
import { type IngestDependencies, takeIn } from './take-in.js';

const id = (description: string) => Type.Optional(Type.String({ maxLength: 128, description }));

const WireEvent = Type.Object({
  event: Type.String({ minLength: 1, maxLength: 128 }),
  distinct_id: id('Who: the user id when signed in, else the anonymous id'),
  insert_id: id('A repeat with the same id counts once; made by the collector when missing'),
  timestamp: Type.Optional(Type.String({ format: 'date-time' })),
  sent_at: Type.Optional(Type.String({ format: 'date-time' })),
  anonymous_id: id('Always, from the SDK'),
  user_id: id('When signed in'),
  project_id: id('From the project’s marker'),
  invocation_id: id('The run of the tool'),
  sequence: Type.Optional(Type.Integer({ minimum: 0 })),
  flow: id('The flow’s name in the catalog'),
  flow_run_id: id('One attempt at the flow'),
  properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

const IngestBody = Type.Union([
  Type.Object({
    events: Type.Array(WireEvent),
    meta: Type.Optional(
      Type.Object({
        library: Type.Optional(Type.String()),
        tool: Type.Optional(
          Type.String({
            pattern: toolNamePattern,
            description: 'Name of the tool; an invalid name is dropped',
          }),
        ),
        forwarded: Type.Optional(
          Type.Boolean({ description: 'From another collector: properties may be objects' }),
        ),
        loss: Type.Optional(
          Type.Object({
            id: id('Idempotency key; a report resent under it counts once'),
            recorded: Type.Integer({ minimum: 0 }),
            sent: Type.Integer({ minimum: 0 }),
            dropped: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
          }),
        ),
        catalog_hash: Type.Optional(Type.String()),
        catalog: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
  }),
  WireEvent,
]);

/**
 * The documentation of `POST /ingest`; its body is read and validated by hand, one event at a time.
 */
const ingestSchema = {
  operationId: 'ingest',
  summary: 'Accepts an event or a batch; 202 when they are on disk',
  tags: ['ingest'],
  security: [{ write_key: [] }, { bearer: [] }],
  body: { content: { 'application/json': { schema: IngestBody } } },
  response: {
    202: refer('IngestResponse', 'Everything in it is durably stored'),
    ...problems(400, 401, 403, 408, 413, 415, 429, 500, 503),
  },
};

export interface IngestRouteDependencies extends IngestDependencies {
  getTeam: () => Team;
}

/**
 * `POST /ingest` receives events. The key is checked before the body is read, and again before it
 * is stored.
 */
export function registerIngestRoute(
  app: FastifyInstance,
  dependencies: IngestRouteDependencies,
): void {
  app.removeAllContentTypeParsers();
  // The body stays a stream, limited while it is read.
  app.addContentTypeParser('*', (request, _payload, done) => {
    if (isJson(request.headers['content-type'])) done(null);
    else done(new SondeError('content_type_unsupported'));
  });
  const refuseArchived = (project: string) => {
    if (findProject(dependencies.getTeam(), project)?.archived_at === null) return;
    throw new SondeError('project_archived', { detail: project });
  };
  app.addHook('onRequest', async ({ project }) => refuseArchived(project));
  app.post(
    '/ingest',
    {
      config: { access: 'ingest', everywhere: true },
      // Browsers do not read the response, and clients send often.
      helmet: false,
      schema: ingestSchema,
      validatorCompiler: () => () => true,
    },
    async (request, reply) => {
      const { project } = request;
      const answer = await takeIn(dependencies, project, request.raw, () => {
        request.checkAccess();
        refuseArchived(project);
      });
      return reply.code(202).send(answer);
    },
  );
}

function isJson(contentType: string | undefined): boolean {
  return contentType === undefined || /^application\/json *(;|$)/i.test(contentType);
}
