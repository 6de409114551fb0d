import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionDays } from '../team/sessions.js';

/**
 * Over TLS, this name makes browsers accept the cookie only from this exact host and only over TLS.
 */
const names = { secure: '__Host-sonde', plain: 'sonde' } as const;

/** @param publicUrl The origin that people use; absent: the one that the request names. */
function isSecure({ protocol }: FastifyRequest, publicUrl: string | undefined): boolean {
  return publicUrl === undefined ? protocol === 'https' : publicUrl.startsWith('https:');
}

const attributes = (secure: boolean) => ({
  ...{ path: '/', httpOnly: true, sameSite: 'lax' as const, secure },
});

export function readSessionCookie(
  request: FastifyRequest,
  publicUrl: string | undefined,
): string | undefined {
  const { cookie } = request.headers;
  if (cookie === undefined) return undefined;
  const name = isSecure(request, publicUrl) ? names.secure : names.plain;
  const value = request.server.parseCookie(cookie)[name];
  return value === '' ? undefined : value;
}

export function setSessionCookie(
  reply: FastifyReply,
  publicUrl: string | undefined,
  value: string,
): void {
  const secure = isSecure(reply.request, publicUrl);
  reply.setCookie(secure ? names.secure : names.plain, value, {
    ...attributes(secure),
    maxAge: sessionDays.absolute * 86_400,
  });
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string | undefined): void {
  const secure = isSecure(reply.request, publicUrl);
  reply.clearCookie(secure ? names.secure : names.plain, attributes(secure));
}
