import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { SondeError } from '@sonde/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Attempts } from '../access/attempts.js';
import { identifyByCookie } from '../access/principal.js';
import { clearSessionCookie, setSessionCookie } from '../access/session-cookie.js';
import { problems, refer } from '../api/response-schemas.js';
import { changePassword, renameAccount, signIn, signOut, signOutEverywhere } from './accounts.js';
import { actorOf } from './audit.js';
import { describeSession, type SignInWays } from './describe-session.js';
import { findLink } from './links.js';
import { isPassword } from './passwords.js';
import type { Account, Session } from './records.js';
import type { RefusedSignIn } from './refused-sign-ins.js';
import * as schemas from './response-schemas.js';
import { isOpen, type Team } from './team.js';
import { askedAccount, useLink } from './use-link.js';

export interface SessionRouteDependencies extends SignInWays {
  getTeam: () => Team;
  /** The origin that people use; absent: the one that a request names. */
  publicUrl: string | undefined;
  attempts: Attempts;
  /** Called for each refused sign-in. */
  onRefused: (refused: RefusedSignIn) => Promise<void>;
}

const closed = { additionalProperties: false };
const email = Type.String({ maxLength: 320, description: 'E-mail' });
const password = Type.String({ maxLength: 4_096, description: '12 to 1,024 characters' });
const token = Type.String({ maxLength: 128, description: 'The part of the link after #' });
const name = Type.String({ description: '1 to 128 characters' });

const Credentials = Type.Object({ email, password: Type.String({ maxLength: 4_096 }) }, closed);
const LinkToken = Type.Object({ token }, closed);
const LinkUse = Type.Object(
  {
    token,
    name: Type.Optional(
      Type.String({
        description:
          'For a new account: 1 to 128 characters. Without it, the existing account of the invited e-mail accepts the invitation with its password',
      }),
    ),
    email: Type.Optional(Type.String({ maxLength: 320, description: 'For the first account' })),
    password,
  },
  closed,
);
const AccountChanges = Type.Object({ name }, closed);
const PasswordChange = Type.Object(
  { current: Type.String({ maxLength: 4_096 }), password },
  closed,
);

const signedIn = refer('Session', 'The session; its secret is in a cookie');
const nothing = (description: string) => ({ description, type: 'null' });

/** Signing in and out, one-time links, and one's own account. */
export function registerSessionRoutes(
  instance: FastifyInstance,
  dependencies: SessionRouteDependencies,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const { getTeam, publicUrl, attempts } = dependencies;

  app.get(
    '/api/v1/session',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getSession',
        summary: 'The signed-in person and what they may see',
        tags: ['session'],
        response: { 200: refer('Session', 'The session'), ...problems(503) },
      },
    },
    async (request): Promise<schemas.Session> => {
      const team = getTeam();
      return describeSession(
        team,
        identifyByCookie(team, request, publicUrl)?.account,
        dependencies,
      );
    },
  );

  app.post(
    '/api/v1/session',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'signIn',
        summary: 'Signs a person in with a password',
        tags: ['session'],
        body: Credentials,
        response: { 200: signedIn, ...problems(400, 401, 403, 413, 415, 429, 503) },
      },
    },
    async (request, reply): Promise<schemas.Session> => {
      const team = getTeam();
      if (isOpen(team)) throw new SondeError('accounts_needed');
      const address = request.ip;
      const wanted = request.body.email.trim().toLowerCase();
      const makeUp = await attempts.count({ address, account: wanted }, reply);
      const account = team.directory.accounts.find(wanted);
      const isRight = await isPassword(request.body.password, account?.password_hash ?? null);
      // It may have been removed, or its password changed, during hashing.
      const current = account && team.directory.accounts.get(account.id);
      if (!isRight || current?.password_hash !== account?.password_hash || current === undefined) {
        noteRefused(request, account?.email);
        throw new SondeError('sign_in_refused');
      }
      makeUp();
      const before = identifyByCookie(team, request, publicUrl);
      const cookie = await signIn(team, address, current, before?.session);
      setSessionCookie(reply, publicUrl, cookie);
      return sessionOf(team, current);
    },
  );

  app.delete(
    '/api/v1/session',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'signOut',
        summary: 'Ends this session',
        tags: ['session'],
        response: { 204: nothing('It has ended'), ...problems(401, 403, 503) },
      },
    },
    async (request, reply) => {
      await signOut(getTeam(), actorOf(request), ownSession(request).session);
      clearSessionCookie(reply, publicUrl);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/v1/sessions',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'signOutEverywhere',
        summary: 'Ends all sessions of the signed-in person',
        tags: ['session'],
        response: { 204: nothing('They have ended'), ...problems(401, 403, 503) },
      },
    },
    async (request, reply) => {
      await signOutEverywhere(getTeam(), actorOf(request), ownSession(request).account.id);
      clearSessionCookie(reply, publicUrl);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/links/read',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'readLink',
        summary: 'Describes a one-time link without using it up',
        tags: ['session'],
        body: LinkToken,
        response: {
          200: refer('LinkDescription', 'What it is for'),
          ...problems(400, 403, 404, 410, 413, 415, 429, 503),
        },
      },
    },
    async (request, reply): Promise<schemas.LinkDescription> => {
      const makeUp = await attempts.count({ address: request.ip }, reply);
      const link = findLink(getTeam(), request.body.token);
      makeUp();
      return { kind: link.kind, email: link.email, expires_at: schemas.toIso(link.expires_at) };
    },
  );

  app.post(
    '/api/v1/links/use',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'useLink',
        summary: 'Uses a one-time link: creates or changes an account, and signs in',
        tags: ['session'],
        body: LinkUse,
        response: {
          200: signedIn,
          ...problems(400, 401, 403, 404, 409, 410, 413, 415, 429, 503),
        },
      },
    },
    async (request, reply): Promise<schemas.Session> => {
      const team = getTeam();
      const asked = askedAccount(team, request.body);
      const makeUp = await attempts.count(
        { address: request.ip, ...(asked !== undefined && { account: asked }) },
        reply,
      );
      const { account, cookie } = await useLink(team, request.ip, request.body).catch(
        (error: unknown) => {
          const isRefused = error instanceof SondeError && error.code === 'sign_in_refused';
          if (isRefused) noteRefused(request, asked && team.directory.accounts.find(asked)?.email);
          throw error;
        },
      );
      makeUp();
      setSessionCookie(reply, publicUrl, cookie);
      return sessionOf(team, account);
    },
  );

  app.patch(
    '/api/v1/account',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'changeOwnAccount',
        summary: 'Changes the name of the signed-in person',
        tags: ['session'],
        body: AccountChanges,
        response: {
          200: refer('Session', 'The session'),
          ...problems(400, 401, 403, 413, 415, 503),
        },
      },
    },
    async (request): Promise<schemas.Session> => {
      const team = getTeam();
      const { account } = ownSession(request);
      return sessionOf(
        team,
        await renameAccount(team, actorOf(request), account.id, request.body.name),
      );
    },
  );

  app.post(
    '/api/v1/account/password',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'changeOwnPassword',
        summary: 'Sets a new password and ends all other sessions',
        tags: ['session'],
        body: PasswordChange,
        response: {
          204: nothing('It is set'),
          ...problems(400, 401, 403, 413, 415, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const own = ownSession(request);
      const makeUp = await attempts.count(
        { address: request.ip, account: own.account.email },
        reply,
      );
      await changePassword(getTeam(), actorOf(request), own.session, request.body);
      makeUp();
      return reply.code(204).send(null);
    },
  );

  /** Not awaited: the response time must not reveal whether an account exists. */
  function noteRefused(request: FastifyRequest, email: string | undefined): void {
    const { ip: address } = request;
    request.log.info({ address }, 'A sign-in was refused');
    dependencies
      .onRefused({ address, email, detail: { way: 'password' } })
      .catch((error: unknown) =>
        request.log.warn({ err: error }, 'A refused sign-in could not be added to the audit log'),
      );
  }

  function sessionOf(team: Team, account: Account): schemas.Session {
    return describeSession(team, account, dependencies);
  }
}

/** The signed-in person. The operator has no account. */
function ownSession({ principal }: FastifyRequest): { account: Account; session: Session } {
  if (principal.kind === 'account') return principal;
  throw new SondeError('sign_in_required', { detail: 'the operator has no account' });
}
