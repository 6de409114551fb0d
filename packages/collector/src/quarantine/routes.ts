import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { SondeError } from '@sonde/protocol';
import type { QuarantineRetry, QuarantineSelection, Store } from '@sonde/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { projectParameter } from '../api/project-parameter.js';
import { problems, refer } from '../api/response-schemas.js';
import { acceptJson } from '../json-body.js';
import { actorOf, createEntry } from '../team/audit.js';
import type { Team } from '../team/team.js';
import type { DropReport, ReplayReport } from './response-schemas.js';

const bodyBytesMax = 64_000;
const idsMax = 500;

const closed = { additionalProperties: false };
const optional = (description: string) =>
  Type.Optional(Type.String({ maxLength: 512, description }));
const time = (description: string) =>
  Type.Optional(Type.String({ format: 'date-time', description }));

const selection = {
  ids: Type.Optional(
    Type.Array(Type.String({ pattern: '^[0-9a-f]{32}$' }), {
      ...{ minItems: 1, maxItems: idsMax },
      description: 'From the list',
    }),
  ),
  code: optional('Code of the reason'),
  event: optional('Name of the event'),
  tool: optional('Empty: unknown'),
  from: time('Arrived at or after this time'),
  to: time('Arrived before this time'),
};
const ReplayBody = Type.Object({ ...selection, cursor: optional('`next_cursor`') }, closed);
const DropBody = Type.Object(
  {
    ...selection,
    all: Type.Optional(Type.Literal(true, { description: 'Needed to drop without a condition' })),
  },
  closed,
);
const Query = Type.Object({ project: projectParameter }, closed);

export interface QuarantineRouteDependencies {
  getStore: () => Store;
  getTeam: () => Team;
  retry: QuarantineRetry;
}

/** Replay and removal of quarantined events. */
export function registerQuarantineRoutes(
  scope: FastifyInstance,
  { getStore, getTeam, retry }: QuarantineRouteDependencies,
): void {
  acceptJson(scope, { bodyBytesMax });
  const app = scope.withTypeProvider<TypeBoxTypeProvider>();
  const access = { project: 'administrator' } as const;

  /** Written before the act, so that the log is complete. */
  const audit = async (request: FastifyRequest, action: string, chosen: QuarantineSelection) => {
    const team = getTeam();
    const { project } = request;
    const { ids, ...conditions } = chosen;
    const events = await getStore().life.countQuarantined(project, chosen);
    const detail = {
      ...JSON.parse(JSON.stringify(conditions)),
      ...(ids !== undefined && { ids: ids.slice(0, 10) }),
      events,
    };
    const act = { action, subject: project, project, detail };
    await team.directory.commit([], [createEntry(team.now(), actorOf(request), act)]);
  };

  app.post(
    '/api/v1/quarantine/replay',
    {
      config: { access },
      schema: {
        operationId: 'replayQuarantined',
        summary: 'Replays quarantined events, one page of them, oldest first',
        tags: ['team'],
        querystring: Query,
        body: ReplayBody,
        response: {
          200: refer('ReplayReport', 'What became of them'),
          ...problems(400, 401, 403, 404, 413, 415, 422, 429, 503),
        },
      },
    },
    async (request): Promise<ReplayReport> => {
      const { cursor = null, ...chosen } = request.body;
      await audit(request, 'quarantine.replay', chosen);
      return getStore().life.replayQuarantined(request.project, chosen, { cursor, retry });
    },
  );

  app.post(
    '/api/v1/quarantine/drop',
    {
      config: { access },
      schema: {
        operationId: 'dropQuarantined',
        summary: 'Deletes quarantined events for good',
        tags: ['team'],
        querystring: Query,
        body: DropBody,
        response: {
          200: refer('DropReport', 'They are deleted'),
          ...problems(400, 401, 403, 404, 413, 415, 422, 429, 503),
        },
      },
    },
    async (request): Promise<DropReport> => {
      const { all, ...chosen } = request.body;
      if (all !== true && Object.keys(chosen).length === 0) {
        throw new SondeError('parameter_invalid', { detail: 'choose what to drop, or send all' });
      }
      await audit(request, 'quarantine.drop', chosen);
      return { dropped: await getStore().life.dropQuarantined(request.project, chosen) };
    },
  );
}
