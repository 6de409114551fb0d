import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { actorOf } from './audit.js';
import { createKey, listKeys, revokeKey } from './keys.js';
import { ProjectPath } from './project-routes.js';
import type { Key } from './records.js';
import * as schemas from './response-schemas.js';
import type { Team } from './team.js';

const NewKeyBody = Type.Object(
  {
    name: Type.String({ description: '1 to 128 characters, for example where it is used' }),
    kind: Type.Union([Type.Literal('write'), Type.Literal('read')], {
      description: '`write` for tools that send events, `read` for programs that query',
    }),
  },
  { additionalProperties: false },
);

const KeyPath = Type.Object({
  ...ProjectPath.properties,
  key: Type.String({ maxLength: 64, description: 'Id of the key' }),
});

export function registerKeyRoutes(instance: FastifyInstance, getTeam: () => Team): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/api/v1/projects/:project/keys',
    {
      config: { access: { project: 'administrator' } },
      schema: {
        operationId: 'getKeys',
        summary: 'Lists the keys of a project, including revoked ones',
        tags: ['team'],
        params: ProjectPath,
        response: { 200: refer('KeyList', 'The keys'), ...problems(400, 401, 403, 404, 503) },
      },
    },
    async ({ project }): Promise<schemas.KeyList> => {
      const team = getTeam();
      return { keys: listKeys(team, project).map((key) => toKey(team, key)) };
    },
  );

  app.post(
    '/api/v1/projects/:project/keys',
    {
      config: { access: { project: 'administrator' } },
      schema: {
        operationId: 'createKey',
        summary: 'Creates a key; only this response contains it',
        tags: ['team'],
        params: ProjectPath,
        body: NewKeyBody,
        response: {
          201: refer('NewKey', 'The key'),
          ...problems(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request, reply): Promise<schemas.NewKey> => {
      const team = getTeam();
      const { project, body } = request;
      const { record, key } = await createKey(team, actorOf(request), { project, ...body });
      reply.code(201);
      return { ...toKey(team, record), key };
    },
  );

  app.delete(
    '/api/v1/projects/:project/keys/:key',
    {
      config: { access: { project: 'administrator' } },
      schema: {
        operationId: 'revokeKey',
        summary: 'Revokes a key at once',
        tags: ['team'],
        params: KeyPath,
        response: {
          204: { description: 'It is revoked', type: 'null' },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request, reply) => {
      const { project, params } = request;
      await revokeKey(getTeam(), actorOf(request), { project, id: params.key });
      return reply.code(204).send(null);
    },
  );
}

function toKey({ uses }: Team, key: Key): schemas.Key {
  const { id, name, kind, created_at, created_by, revoked_at, declared } = key;
  return {
    id,
    name,
    kind,
    created_at: schemas.toIsoOrNull(created_at),
    created_by,
    last_used_at: schemas.toIsoOrNull(uses.last('key_use', id)),
    revoked_at: schemas.toIsoOrNull(revoked_at),
    declared,
  };
}
