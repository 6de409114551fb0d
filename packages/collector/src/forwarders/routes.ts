import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { SondeError } from '@sonde/protocol';
import { type DeadLetter, type Store, toExported } from '@sonde/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { acceptJson } from '../json-body.js';
import { actorOf, createEntry } from '../team/audit.js';
import { ProjectPath } from '../team/project-routes.js';
import type { Team } from '../team/team.js';
import type { Forwarder } from './forwarder.js';
import type { Backfill, Progress } from './forwarder-progress.js';
import type { Forwarders } from './forwarders.js';
import type * as schemas from './response-schemas.js';

export interface ForwarderRouteDependencies {
  getStore: () => Store;
  getTeam: () => Team;
  /** Throws `not_ready` until they are started. */
  getForwarders: () => Forwarders;
}

const bodyBytesMax = 256_000;
const closed = { additionalProperties: false };

const ForwarderPath = Type.Object({
  ...ProjectPath.properties,
  forwarder: Type.String({ maxLength: 63, description: 'Id of the forwarder' }),
});

const BackfillBody = Type.Object(
  {
    from: Type.String({
      format: 'date-time',
      description: 'Start of the range, inclusive, by the time at which clients recorded events',
    }),
    to: Type.String({ format: 'date-time', description: 'End of the range, exclusive' }),
  },
  closed,
);

const WhichDeadLetters = Type.Object(
  {
    insert_ids: Type.Optional(
      Type.Array(Type.String({ maxLength: 512 }), {
        minItems: 1,
        maxItems: 1_000,
        description: 'Only these. Default: all',
      }),
    ),
  },
  closed,
);

const PageParameters = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'Dead letters per page. Default 25' }),
    ),
    cursor: Type.Optional(Type.String({ description: '`next_cursor` of the previous page' })),
  },
  closed,
);

/** Forwarders are declared in the configuration file; here they are watched and controlled. */
export function registerForwarderRoutes(
  scope: FastifyInstance,
  { getStore, getTeam, getForwarders }: ForwarderRouteDependencies,
): void {
  acceptJson(scope, { bodyBytesMax });
  const app = scope.withTypeProvider<TypeBoxTypeProvider>();
  const read = { access: { project: 'member' } } as const;
  const manage = { access: { project: 'administrator' } } as const;
  const path = '/api/v1/projects/:project/forwarders';
  const report = refer('ForwarderReport', 'The forwarder');

  app.get(
    path,
    {
      config: read,
      schema: {
        operationId: 'getForwarders',
        summary: 'Lists the forwarders of a project, with lag and failures',
        tags: ['forwarders'],
        params: ProjectPath,
        response: {
          200: refer('ForwarderList', 'The forwarders'),
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async ({ project }): Promise<schemas.ForwarderList> => {
      const forwarders = [];
      for (const forwarder of getForwarders().ofProject(project)) {
        forwarders.push(await describe(forwarder));
      }
      return { forwarders };
    },
  );

  for (const act of ['pause', 'resume'] as const) {
    app.post(
      `${path}/:forwarder/${act}`,
      {
        config: manage,
        schema: {
          operationId: `${act}Forwarder`,
          summary:
            act === 'pause'
              ? 'Pauses a forwarder; it loses nothing'
              : 'Resumes a forwarder, or makes it retry at once',
          tags: ['forwarders'],
          params: ForwarderPath,
          response: { 200: report, ...problems(400, 401, 403, 404, 503) },
        },
      },
      async (request): Promise<schemas.ForwarderReport> => {
        const forwarder = find(request);
        await audit(request, `forwarder.${act}`);
        await forwarder[act]();
        return describe(forwarder);
      },
    );
  }

  app.post(
    `${path}/:forwarder/backfill`,
    {
      config: manage,
      schema: {
        operationId: 'startBackfill',
        summary: 'Sends the events of a time range in addition to new ones',
        tags: ['forwarders'],
        params: ForwarderPath,
        body: BackfillBody,
        response: { 202: report, ...problems(400, 401, 403, 404, 409, 413, 415, 422, 503) },
      },
    },
    async (request, reply): Promise<schemas.ForwarderReport> => {
      const forwarder = find(request);
      const { from, to } = request.body;
      const range = { from: Date.parse(from), to: Date.parse(to) };
      if (range.from >= range.to) {
        throw new SondeError('parameter_invalid', { detail: 'from must be before to' });
      }
      await audit(request, 'forwarder.backfill', { from, to });
      await forwarder.startBackfill(range, actorOf(request).name);
      reply.code(202);
      return describe(forwarder);
    },
  );

  app.delete(
    `${path}/:forwarder/backfill`,
    {
      config: manage,
      schema: {
        operationId: 'cancelBackfill',
        summary: 'Cancels a backfill; events already sent stay sent',
        tags: ['forwarders'],
        params: ForwarderPath,
        response: { 200: report, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request): Promise<schemas.ForwarderReport> => {
      const forwarder = find(request);
      await audit(request, 'forwarder.cancel_backfill');
      await forwarder.cancelBackfill();
      return describe(forwarder);
    },
  );

  app.get(
    `${path}/:forwarder/dead-letters`,
    {
      config: read,
      schema: {
        operationId: 'getDeadLetters',
        summary: 'Lists events that the destination refused, newest first',
        tags: ['forwarders'],
        params: ForwarderPath,
        querystring: PageParameters,
        response: {
          200: refer('DeadLetterPage', 'One page'),
          ...problems(400, 401, 403, 404, 422, 503),
        },
      },
    },
    async (request): Promise<schemas.DeadLetterPage> => {
      const { project, settings } = find(request);
      const { limit = 25, cursor = null } = request.query;
      const { forwarding } = getStore();
      const page = await forwarding.deadLetters(project, settings.id, { limit, cursor });
      const events = await forwarding.readEvents(project, page.dead_letters);
      const bodies = new Map(events.map((event) => [event.insert_id, toExported(event)]));
      return {
        dead_letters: page.dead_letters.map((letter) => ({
          ...toDeadLetter(letter),
          body: bodies.get(letter.insert_id) ?? null,
        })),
        next_cursor: page.next_cursor,
      };
    },
  );

  for (const act of ['replay', 'drop'] as const) {
    app.post(
      `${path}/:forwarder/dead-letters/${act}`,
      {
        config: manage,
        schema: {
          operationId: `${act}DeadLetters`,
          summary: act === 'replay' ? 'Sends dead letters again' : 'Gives up dead letters for good',
          tags: ['forwarders'],
          params: ForwarderPath,
          body: WhichDeadLetters,
          response: {
            200: refer('SettledDeadLetters', 'How many'),
            ...problems(400, 401, 403, 404, 413, 415, 422, 503),
          },
        },
      },
      async (request): Promise<schemas.SettledDeadLetters> => {
        const forwarder = find(request);
        const { insert_ids } = request.body;
        await audit(request, `forwarder.${act}_dead_letters`, {
          dead_letters: insert_ids?.length ?? 'all',
        });
        return { dead_letters: await forwarder.settleDeadLetters(insert_ids ?? 'all', act) };
      },
    );
  }

  function find(request: FastifyRequest): Forwarder {
    const { forwarder } = request.params as { forwarder: string };
    return getForwarders().find(request.project, forwarder);
  }

  /** Written before the act, so that the log is complete. */
  async function audit(
    request: FastifyRequest,
    action: string,
    detail: { [key: string]: string | number } = {},
  ): Promise<void> {
    const team = getTeam();
    const { forwarder: subject } = request.params as { forwarder: string };
    const act = { action, subject, project: request.project, detail };
    await team.directory.commit([], [createEntry(team.now(), actorOf(request), act)]);
  }

  async function describe(forwarder: Forwarder): Promise<schemas.ForwarderReport> {
    const { project, settings } = forwarder;
    const { forwarding, life } = getStore();
    // All figures are from one moment: the forwarder continues during the queries.
    const progress = structuredClone(forwarder.progress);
    const [lag, letters, forwards] = await Promise.all([
      forwarder.lag(),
      forwarding.countDeadLetters(project, settings.id),
      life.waitingForwards(),
    ]);
    const deletions = forwards.filter(
      (forward) => forward.project === project && forward.forwarder === settings.id,
    );
    const { failure, backfill, last_sent_at } = progress;
    return {
      id: settings.id,
      type: settings.type,
      host: settings.endpoint === '' ? null : new URL(settings.endpoint).host,
      state: stateOf(progress),
      lag,
      sent: progress.sent,
      retried: progress.retried,
      dead_letters: letters.dead,
      replaying: letters.waiting,
      last_sent_at: last_sent_at === null ? null : toIso(last_sent_at),
      failure: failure && { since: toIso(failure.since), reason: failure.reason },
      deletions: {
        waiting: deletions.length,
        reason: deletions.findLast(({ reason }) => reason !== '')?.reason ?? null,
      },
      backfill: backfill && toBackfill(backfill),
    };
  }
}

function stateOf({ paused, failure }: Progress): schemas.ForwarderReport['state'] {
  if (paused) return 'paused';
  if (failure === null) return 'running';
  return failure.is_key_refused ? 'failing' : 'retrying';
}

function toBackfill({
  from,
  to,
  started_at,
  finished_at,
  ...backfill
}: Backfill): schemas.Backfill {
  const { id, state, done, total, requested_by } = backfill;
  return {
    ...{ id, state, done, total, requested_by },
    from: toIso(from),
    to: toIso(to),
    started_at: toIso(started_at),
    finished_at: finished_at === null ? null : toIso(finished_at),
  };
}

function toDeadLetter(letter: DeadLetter): Omit<schemas.DeadLetter, 'body'> {
  const { insert_id, event, invocation_id, code, status, state } = letter;
  return {
    ...{ insert_id, event, invocation_id, code, status },
    response: letter.response || null,
    state: state === 'waiting' ? 'waiting' : 'dead',
    received_at: toIso(letter.received_at),
    refused_at: toIso(letter.refused_at),
  };
}

function toIso(time: number): string {
  return new Date(time).toISOString();
}
