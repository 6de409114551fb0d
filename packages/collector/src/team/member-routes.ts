import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { listAccounts, setRole } from './accounts.js';
import { actorOf } from './audit.js';
import { ProjectPath } from './project-routes.js';
import { roleIn } from './projects.js';
import type { Account } from './records.js';
import type * as schemas from './response-schemas.js';
import type { Team } from './team.js';

const MemberPath = Type.Object({
  ...ProjectPath.properties,
  account: Type.String({ maxLength: 64, description: 'Id of the account' }),
});

const MemberBody = Type.Object(
  {
    role: Type.Union([Type.Literal('administrator'), Type.Literal('member')], {
      description: 'A member reads; an administrator also manages keys, people and data',
    }),
  },
  { additionalProperties: false },
);

/** The members of a project. */
export function registerMemberRoutes(instance: FastifyInstance, getTeam: () => Team): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/api/v1/projects/:project/members',
    {
      config: { access: { project: 'administrator' } },
      schema: {
        operationId: 'getMembers',
        summary: 'Lists the members of the project',
        tags: ['team'],
        params: ProjectPath,
        response: { 200: refer('MemberList', 'The members'), ...problems(400, 401, 403, 404, 503) },
      },
    },
    async ({ project }): Promise<schemas.MemberList> => ({
      members: listAccounts(getTeam()).flatMap((account) => toMember(account, project) ?? []),
    }),
  );

  app.put(
    '/api/v1/projects/:project/members/:account',
    {
      config: { access: { project: 'administrator' } },
      schema: {
        operationId: 'setMember',
        summary: 'Gives an account a role in the project',
        tags: ['team'],
        params: MemberPath,
        body: MemberBody,
        response: {
          200: refer('Member', 'The member'),
          ...problems(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request): Promise<schemas.Member | undefined> => {
      const { project, params, body } = request;
      const member = { account: params.account, project, role: body.role };
      return toMember(await setRole(getTeam(), actorOf(request), member), project);
    },
  );

  app.delete(
    '/api/v1/projects/:project/members/:account',
    {
      config: { access: { project: 'administrator' } },
      schema: {
        operationId: 'removeMember',
        summary: 'Removes an account from the project',
        tags: ['team'],
        params: MemberPath,
        response: {
          204: { description: 'Removed', type: 'null' },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { project, params } = request;
      const member = { account: params.account, project, role: null };
      await setRole(getTeam(), actorOf(request), member);
      return reply.code(204).send(null);
    },
  );
}

function toMember(account: Account, project: string): schemas.Member | undefined {
  const role = roleIn(account, project);
  if (role === undefined) return undefined;
  const { id, email, name, administrator } = account;
  return { account: id, email, name, role, administrator };
}
