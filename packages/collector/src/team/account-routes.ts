import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import {
  createAccount,
  createReset,
  isConfirmed,
  listAccounts,
  removeAccount,
  setAdministrator,
  signOutEverywhere,
} from './accounts.js';
import { actorOf } from './audit.js';
import type { Account } from './records.js';
import * as schemas from './response-schemas.js';
import type { Team } from './team.js';

export interface AccountRouteDependencies {
  getTeam: () => Team;
  /** The URL of a one-time link for the person. */
  linkOf: (request: FastifyRequest, token: string) => string;
}

const AccountPath = Type.Object({
  account: Type.String({ maxLength: 64, description: 'Id of the account' }),
});

const AccountChanges = Type.Object(
  {
    administrator: Type.Boolean({ description: 'Server administrator: administers every project' }),
  },
  { additionalProperties: false },
);

/** Accounts, for administrators of the server. */
export function registerAccountRoutes(
  instance: FastifyInstance,
  { getTeam, linkOf }: AccountRouteDependencies,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/api/v1/accounts',
    {
      config: { access: 'account-administrator' },
      schema: {
        operationId: 'getAccounts',
        summary: 'Lists everyone who can sign in',
        tags: ['team'],
        response: { 200: refer('AccountList', 'The accounts'), ...problems(401, 403, 503) },
      },
    },
    async (): Promise<schemas.AccountList> => ({
      accounts: listAccounts(getTeam()).map(toAccount),
    }),
  );

  app.patch(
    '/api/v1/accounts/:account',
    {
      config: { access: 'account-administrator' },
      schema: {
        operationId: 'changeAccount',
        summary: 'Makes an account a server administrator, or removes that role',
        tags: ['team'],
        params: AccountPath,
        body: AccountChanges,
        response: {
          200: refer('Account', 'The account'),
          ...problems(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request): Promise<schemas.Account> => {
      const { account } = request.params;
      const { administrator } = request.body;
      return toAccount(await setAdministrator(getTeam(), actorOf(request), account, administrator));
    },
  );

  app.delete(
    '/api/v1/accounts/:account',
    {
      config: { access: 'account-administrator' },
      schema: {
        operationId: 'removeAccount',
        summary: 'Removes an account and ends its sessions',
        tags: ['team'],
        params: AccountPath,
        response: {
          204: { description: 'It is removed', type: 'null' },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request, reply) => {
      // Anyone who may write to the data directory can create another.
      const mayBeLast = request.principal.kind === 'operator';
      await removeAccount(getTeam(), actorOf(request), request.params.account, { mayBeLast });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/accounts/:account/reset',
    {
      config: { access: 'account-administrator' },
      schema: {
        operationId: 'resetAccount',
        summary: 'Creates a one-time link for setting a new password',
        tags: ['team'],
        params: AccountPath,
        response: {
          201: refer('OneTimeLink', 'The link'),
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply): Promise<schemas.OneTimeLink> => {
      const { account } = request.params;
      const { token, link } = await createReset(getTeam(), actorOf(request), account);
      reply.code(201);
      return { link: linkOf(request, token), expires_at: schemas.toIso(link.expires_at) };
    },
  );

  app.delete(
    '/api/v1/accounts/:account/sessions',
    {
      config: { access: 'account-administrator' },
      schema: {
        operationId: 'endSessions',
        summary: 'Ends all sessions of an account',
        tags: ['team'],
        params: AccountPath,
        response: {
          204: { description: 'They have ended', type: 'null' },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      await signOutEverywhere(getTeam(), actorOf(request), request.params.account);
      return reply.code(204).send(null);
    },
  );
}

const OperatorAccount = Type.Object(
  {
    email: Type.String({ maxLength: 320 }),
    name: Type.String(),
    password: Type.String({ maxLength: 4_096 }),
  },
  { additionalProperties: false },
);

/** Lets the operator create an administrator with a password, without a link. */
export function registerOperatorAccountRoute(instance: FastifyInstance, getTeam: () => Team): void {
  instance
    .withTypeProvider<TypeBoxTypeProvider>()
    .post(
      '/api/v1/operator/accounts',
      { config: { access: 'operator' }, schema: { hide: true, body: OperatorAccount } },
      async (request, reply): Promise<schemas.Account> => {
        const { email, name, password } = request.body;
        const account = await createAccount(getTeam(), actorOf(request), {
          ...{ email, name, password, administrator: true, roles: {} },
        });
        reply.code(201);
        return toAccount(account);
      },
    );
}

function toAccount(account: Account): schemas.Account {
  const { id, email, name, administrator, roles } = account;
  return {
    ...{ id, email, name, administrator, roles },
    ...{ created_at: schemas.toIso(account.created_at), confirmed: isConfirmed(account) },
  };
}
