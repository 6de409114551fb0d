import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { SondeError } from '@sonde/protocol';
import type { Person, Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { exportLines, ndjson } from '../api/export-lines.js';
import { problems, refer } from '../api/response-schemas.js';
import type { Forwarders } from '../forwarders/forwarders.js';
import { type Actor, actorOf, createEntry } from '../team/audit.js';
import { ProjectPath } from '../team/project-routes.js';
import type { Team } from '../team/team.js';
import type { DeletionPage, DeletionPreview, PersonDeletion } from './response-schemas.js';

export interface LifeRouteDependencies {
  getStore: () => Store;
  getTeam: () => Team;
  getForwarders: () => Forwarders;
}

const closed = { additionalProperties: false };
const id = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 512, description }));

const personFields = {
  user_id: id('The user, with every installation linked to it'),
  anonymous_id: id('One installation; either this or `user_id`'),
};
const PersonBody = Type.Object(personFields, closed);
const DeletionBody = Type.Object(
  {
    ...personFields,
    refuse_later: Type.Optional(
      Type.Boolean({
        description:
          'Refuse everything that arrives later under the same ids, not only repeats. Default false',
      }),
    ),
    dry_run: Type.Optional(
      Type.Boolean({ description: 'Only report what would be deleted. Default false' }),
    ),
  },
  closed,
);
const PageParameters = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, description: 'Deletions per page. Default 50' }),
    ),
    cursor: Type.Optional(Type.String({ description: '`next_cursor` of the previous page' })),
  },
  closed,
);

/** Deletion and export of one person. Ids of persons are only in bodies: URLs end up in logs. */
export function registerPersonRoutes(
  instance: FastifyInstance,
  { getStore, getTeam, getForwarders }: LifeRouteDependencies,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const access = { project: 'administrator' } as const;

  app.post(
    '/api/v1/projects/:project/deletions',
    {
      config: { access },
      schema: {
        operationId: 'deletePerson',
        summary: 'Deletes all data of a person: 200 when deleted, 202 while running',
        tags: ['team'],
        params: ProjectPath,
        body: DeletionBody,
        response: {
          200: refer('DeletionResponse', 'It is deleted; with `dry_run`, what would be deleted'),
          202: refer(
            'PersonDeletion',
            'It takes longer; the list of receipts shows when it is done',
          ),
          ...problems(400, 401, 403, 404, 413, 415, 422, 429, 503),
        },
      },
    },
    async (request, reply): Promise<PersonDeletion | DeletionPreview> => {
      const { project, body } = request;
      const person = readPerson(body);
      const { refuse_later = false, dry_run = false } = body;
      const { life } = getStore();
      if (dry_run) return life.previewDeletion(project, person);
      const actor = actorOf(request);
      await audit(actor, 'person.delete', project, person, { refuse_later });
      const forwarders = getForwarders();
      const deleted = { isUser: 'user_id' in person, hasSecret: false };
      const deletion = await life.deletePerson(project, person, {
        requestedBy: actor.name,
        refusesLater: refuse_later,
        forwarders: forwarders.planDeletion(project, deleted),
      });
      forwarders.expectDeletion(project);
      reply.code(deletion.finished_at === null ? 202 : 200);
      return deletion;
    },
  );

  app.get(
    '/api/v1/projects/:project/deletions',
    {
      config: { access },
      schema: {
        operationId: 'getDeletions',
        summary: 'Lists receipts of deletions by administrators and installations, newest first',
        tags: ['team'],
        params: ProjectPath,
        querystring: PageParameters,
        response: { 200: refer('DeletionPage', 'One page'), ...problems(400, 401, 403, 404, 503) },
      },
    },
    ({ project, query: { limit = 50, cursor = null } }): Promise<DeletionPage> =>
      getStore().life.deletions(project, { limit, cursor }),
  );

  app.post(
    '/api/v1/projects/:project/people/export',
    {
      config: { access },
      schema: {
        operationId: 'exportPerson',
        summary: 'Exports the data of a person: events, then quarantined events',
        tags: ['export'],
        params: ProjectPath,
        body: PersonBody,
        response: {
          200: {
            description: 'One record per line',
            content: { 'application/x-ndjson': { schema: { $ref: 'PersonRecord#' } } },
          },
          ...problems(400, 401, 403, 404, 413, 415, 422, 503),
        },
      },
    },
    async (request, reply) => {
      const { project } = request;
      const person = readPerson(request.body);
      await audit(actorOf(request), 'person.export', project, person, {});
      const lines = await exportLines(getStore().life.exportPerson(project, person), ndjson);
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .send(Readable.from(lines, { objectMode: false }));
    },
  );

  /**
   * Written before the act, so that the log is complete. Like receipts, it has no personal data.
   */
  async function audit(
    actor: Actor,
    action: string,
    project: string,
    person: Person,
    detail: { refuse_later?: boolean },
  ): Promise<void> {
    const team = getTeam();
    const kind = 'user_id' in person ? 'user_id' : 'anonymous_id';
    const subject = getStore().life.hashPerson(project, person);
    await team.directory.commit(
      [],
      [createEntry(team.now(), actor, { action, subject, project, detail: { kind, ...detail } })],
    );
  }
}

function readPerson({
  user_id,
  anonymous_id,
}: {
  user_id?: string | undefined;
  anonymous_id?: string | undefined;
}): Person {
  if (user_id !== undefined && anonymous_id === undefined) return { user_id };
  if (anonymous_id !== undefined && user_id === undefined) return { anonymous_id };
  throw new SondeError('parameter_invalid', { detail: 'give either user_id or anonymous_id' });
}
