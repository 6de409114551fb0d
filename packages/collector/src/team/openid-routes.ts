import { type ErrorCode, SondeError } from '@sonde/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { setSessionCookie } from '../access/session-cookie.js';
import { problems } from '../api/response-schemas.js';
import { createLogPace } from '../log-pace.js';
import { createOpenidSecret, type Openid } from './openid.js';
import { signInWithOpenid } from './openid-account.js';
import type { RefusedSignIn } from './refused-sign-ins.js';
import { isOpen, type Team } from './team.js';

export interface OpenidRouteDependencies {
  getTeam: () => Team;
  /** The origin that people use; absent: the one that a request names. */
  publicUrl: string | undefined;
  /** Undefined if no provider is configured: the routes then respond with `not_found`. */
  openid: Openid | undefined;
  /** Called for each failed attempt: its response is a redirect, not a problem. */
  onRefused: (code: ErrorCode) => void;
  /** Called for each person who is refused. */
  noteRefused: (refused: RefusedSignIn) => Promise<void>;
}

/** Errors of the provider or the connection to it; the person was not refused. */
const faults: ReadonlySet<ErrorCode> = new Set([
  'internal',
  'openid_unavailable',
  'openid_issuer_mismatch',
]);

const callbackPath = '/api/v1/openid/callback';

/** Time for signing in at the provider. */
const attemptSeconds = 600;

const StartParameters = Type.Object({
  return: Type.Optional(
    Type.String({ maxLength: 2_000, description: 'Page to open afterwards. Default `/`' }),
  ),
});

/** Sign-in with an OpenID Connect provider. Errors are shown on the sign-in page, by code. */
export function registerOpenidRoutes(
  app: FastifyInstance,
  { getTeam, publicUrl, openid, onRefused, noteRefused }: OpenidRouteDependencies,
): void {
  const originOf = (request: FastifyRequest) =>
    publicUrl ?? `${request.protocol}://${request.host}`;
  const cookieOf = (request: FastifyRequest) =>
    originOf(request).startsWith('https:')
      ? { name: '__Host-sonde-openid', secure: true }
      : { name: 'sonde-openid', secure: false };
  const attributes = (secure: boolean) =>
    ({ path: '/', httpOnly: true, sameSite: 'lax', secure }) as const;
  // Anyone can cause failures, as often as they like.
  const mayLog = createLogPace({ now: Date.now });
  const fail = (request: FastifyRequest, reply: FastifyReply, error: unknown, page: string) => {
    const isExpected = error instanceof SondeError;
    const code = isExpected ? error.code : 'internal';
    const level = isExpected && code !== 'openid_unavailable' ? 'info' : 'warn';
    if (mayLog(code)) {
      request.log[level](
        { err: isExpected ? (error.cause ?? error) : error, code },
        'A sign-in by OpenID Connect failed',
      );
    }
    onRefused(code);
    if (!faults.has(code)) {
      const email = isExpected && code === 'openid_other_person' ? error.detail : undefined;
      noteRefused({ address: request.ip, email, detail: { way: 'openid', code } }).catch(
        (reason: unknown) =>
          request.log.warn(
            { err: reason },
            'A refused sign-in could not be added to the audit log',
          ),
      );
    }
    const search = new URLSearchParams({ error: code, ...(page === '/' ? {} : { return: page }) });
    return reply.redirect(`/sign-in?${search}`, 303);
  };

  app.get<{ Querystring: { return?: string } }>(
    '/api/v1/openid/start',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'startOpenid',
        summary: 'Sends a browser to the OpenID Connect provider',
        tags: ['session'],
        querystring: StartParameters,
        response: {
          303: {
            description: 'To the provider, or to the sign-in page with an error',
            type: 'null',
          },
          ...problems(400, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      if (openid === undefined)
        throw new SondeError('not_found', { detail: 'no provider is configured' });
      if (isOpen(getTeam())) throw new SondeError('accounts_needed');
      const page = readPage(request.query.return);
      try {
        const secret = createOpenidSecret();
        const target = await openid.start(secret, originOf(request) + callbackPath);
        const { name, secure } = cookieOf(request);
        reply.setCookie(name, `${secret}.${Buffer.from(page).toString('base64url')}`, {
          ...attributes(secure),
          maxAge: attemptSeconds,
        });
        return reply.redirect(target, 303);
      } catch (error) {
        return fail(request, reply, error, page);
      }
    },
  );

  app.get(
    callbackPath,
    {
      config: { access: 'public' },
      schema: {
        operationId: 'finishOpenid',
        summary: 'Receives the browser from the OpenID Connect provider',
        tags: ['session'],
        response: {
          303: { description: 'To the page, or to the sign-in page with an error', type: 'null' },
          ...problems(403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      if (openid === undefined)
        throw new SondeError('not_found', { detail: 'no provider is configured' });
      const { name, secure } = cookieOf(request);
      const cookie = request.server.parseCookie(request.headers.cookie ?? '')[name] ?? '';
      const [secret = '', encoded = ''] = cookie.split('.');
      const page = readPage(Buffer.from(encoded, 'base64url').toString('utf8'));
      reply.clearCookie(name, attributes(secure));
      try {
        const team = getTeam();
        // Started in another browser, or too long ago.
        if (secret === '') throw new SondeError('openid_state_invalid');
        const [, query = ''] = request.url.split(/\?(.*)/s);
        const redirectUri = originOf(request) + callbackPath;
        const person = await openid.finish(secret, redirectUri, new URLSearchParams(query));
        setSessionCookie(reply, publicUrl, await signInWithOpenid(team, request.ip, person));
        return reply.redirect(page, 303);
      } catch (error) {
        return fail(request, reply, error, page);
      }
    },
  );
}

/** A page of this server, never of another site, whatever the request says. */
function readPage(text: string | undefined): string {
  const base = 'http://sonde.invalid';
  if (text === undefined || !text.startsWith('/') || !URL.canParse(text, base)) return '/';
  const { origin, pathname, search, hash } = new URL(text, base);
  // A path like /..//evil.example becomes //evil.example, which browsers treat as another host.
  return origin === base && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
}
