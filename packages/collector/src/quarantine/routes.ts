import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { DropReport, ReplayReport } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import {
  checkQuarantinedId,
  type QuarantineRetry,
  type QuarantineSelection,
  type Store,
} from '@sonde/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { projectParameter } from '../api/project-parameter.js';
import { problems, refer } from '../api/response-schemas.js';
import { acceptJson } from '../json-body.js';
import { actorOf, createEntry } from '../team/audit.js';
import type { Team } from '../team/team.js';

const bodyBytesMax = 64_000;
const idsMax = 500;

const closed = { additionalProperties: false };
const optional = (description: string) =>
  Type.Optional(Type.String({ maxLength: 512, description }));
const time = (description: string) =>
  Type.Optional(Type.String({ format: 'date-time', description }));

const selection = {
  ids: Type.Optional(
    Type.Array(Type.String({ maxLength: 512 }), {
      ...{ minItems: 1, maxItems: idsMax },
      description: 'From the list',
    }),
  ),
  code: optional('Code of the reason'),
  event: optional('Name of the event'),
  tool: optional('Empty: unknown'),
  field: optional('Path of the field that the reason names; empty: the whole event'),
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

  /** The ids that no event has. Throws if that is true of all of them, or if one is no id. */
  const findMissing = async (project: string, ids: readonly string[] = []): Promise<string[]> => {
    for (const id of ids) checkQuarantinedId(id);
    if (ids.length === 0) return [];
    const found = await getStore().life.findQuarantined(project, ids);
    if (found.size > 0) return [...new Set(ids)].filter((id) => !found.has(id));
    const [first, ...others] = ids;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    throw new SondeError('quarantined_event_not_found', { detail: `${first}${more}` });
  };

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
      const { project } = request;
      // Later pages: the first ones were replayed, so their events are gone.
      const not_found = cursor === null ? await findMissing(project, chosen.ids) : [];
      await audit(request, 'quarantine.replay', chosen);
      const page = await getStore().life.replayQuarantined(project, chosen, { cursor, retry });
      return { ...page, not_found };
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
      const { project } = request;
      const not_found = await findMissing(project, chosen.ids);
      await audit(request, 'quarantine.drop', chosen);
      return { dropped: await getStore().life.dropQuarantined(project, chosen), not_found };
    },
  );
}
