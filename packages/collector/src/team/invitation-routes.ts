import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import type { AccountRouteDependencies } from './account-routes.js';
import { actorOf } from './audit.js';
import { invite, listInvitations, withdrawInvitation } from './invitations.js';
import type { Link } from './records.js';
import * as schemas from './response-schemas.js';

const InvitationBody = Type.Object(
  {
    email: Type.String({ maxLength: 320, description: 'E-mail address for signing in' }),
    administrator: Type.Optional(
      Type.Boolean({ description: 'Server administrator. Default false' }),
    ),
    projects: Type.Optional(schemas.RolesByProject),
  },
  { additionalProperties: false },
);

const InvitationPath = Type.Object({
  invitation: Type.String({ maxLength: 64, description: 'Id of the invitation' }),
});

/**
 * Invitations: server administrators invite to anything, others to the projects they administer.
 */
export function registerInvitationRoutes(
  instance: FastifyInstance,
  { getTeam, linkOf }: AccountRouteDependencies,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/api/v1/invitations',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'getInvitations',
        summary: 'Lists open invitations to projects that you administer',
        tags: ['team'],
        response: { 200: refer('InvitationList', 'The invitations'), ...problems(401, 403, 503) },
      },
    },
    async (request): Promise<schemas.InvitationList> => ({
      invitations: listInvitations(getTeam(), actorOf(request)).map(toInvitation),
    }),
  );

  app.post(
    '/api/v1/invitations',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'invite',
        summary: 'Invites a person with a one-time link; sends no mail',
        tags: ['team'],
        body: InvitationBody,
        response: {
          201: refer('NewInvitation', 'The invitation'),
          ...problems(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request, reply): Promise<schemas.NewInvitation> => {
      const { email, administrator = false, projects: roles = {} } = request.body;
      const invited = await invite(getTeam(), actorOf(request), { email, administrator, roles });
      reply.code(201);
      if ('link' in invited) {
        return { ...toInvitation(invited.link), link: linkOf(request, invited.token) };
      }
      const { account } = invited;
      const now = schemas.toIso(getTeam().now());
      return {
        ...{ id: account.id, email: account.email, administrator, projects: roles },
        ...{ created_at: now, created_by: actorOf(request).name, expires_at: now, link: null },
      };
    },
  );

  app.delete(
    '/api/v1/invitations/:invitation',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'withdrawInvitation',
        summary: 'Withdraws an invitation: its link stops working',
        tags: ['team'],
        params: InvitationPath,
        response: {
          204: { description: 'It is withdrawn', type: 'null' },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { invitation } = request.params;
      await withdrawInvitation(getTeam(), actorOf(request), invitation);
      return reply.code(204).send(null);
    },
  );
}

function toInvitation(link: Link): schemas.Invitation {
  const { id, email, administrator, roles, created_at, created_by, expires_at } = link;
  return {
    id,
    email: email ?? '',
    administrator,
    projects: roles,
    created_at: schemas.toIso(created_at),
    created_by,
    expires_at: schemas.toIso(expires_at),
  };
}
