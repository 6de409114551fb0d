import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { SondeError } from '@sonde/protocol';
import type { FastifyRequest } from 'fastify';
import { findKey } from '../team/keys.js';
import type { Account, Key, Session } from '../team/records.js';
import { findSession } from '../team/sessions.js';
import { isOpen, requiresWriteKey, type Team } from '../team/team.js';
import { readSessionCookie } from './session-cookie.js';

/** Who sends a request. */
export type Principal =
  /** An unidentified sender. */
  | { kind: 'anonymous' }
  /** Anyone on this machine, on a collector without accounts. */
  | { kind: 'open' }
  /** A user with write access to the data directory, over the operator socket. */
  | { kind: 'operator' }
  | { kind: 'key'; key: Key }
  | { kind: 'account'; account: Account; session: Session };

/**
 * Identifies the sender of a request: by the operator socket, a key, or a session cookie.
 *
 * @param publicUrl The origin that people use; absent: the one that the request names.
 */
export function identify(
  team: Team,
  request: FastifyRequest,
  publicUrl: string | undefined,
): Principal {
  if (request.isOperator) return { kind: 'operator' };
  if (isOpen(team)) return { kind: 'open' };
  return (
    identifyByKey(team, readKey(request.raw.headers) ?? readPassword(request)) ??
    identifyByCookie(team, request, publicUrl) ?? { kind: 'anonymous' }
  );
}

/** The signed-in person; undefined if no one is signed in. */
export function identifyByCookie(
  team: Team,
  request: FastifyRequest,
  publicUrl: string | undefined,
): (Principal & { kind: 'account' }) | undefined {
  const cookie = readSessionCookie(request, publicUrl);
  const found = cookie === undefined ? undefined : findSession(team, cookie);
  if (found === undefined) return undefined;
  team.uses.note('session_use', found.session.id);
  return { kind: 'account', ...found };
}

/** Throws `key_unknown` or `key_revoked` for an unusable key; undefined if none was sent. */
function identifyByKey(team: Team, sent: string | undefined): Principal | undefined {
  if (sent === undefined) return undefined;
  const key = findKey(team, sent);
  if (key === undefined) throw new SondeError('key_unknown', { detail: 'no such key' });
  return useKey(team, key);
}

/** Throws `key_revoked`. */
function useKey(team: Team, key: Key): Principal {
  if (key.revoked_at !== null) throw new SondeError('key_revoked', { detail: key.name });
  team.uses.note('key_use', key.id);
  return { kind: 'key', key };
}

/**
 * Identifies the sender of events.
 *
 * If no key is required, an unknown key is accepted, because many tools have one built in.
 *
 * @param sent The key that was sent, if the route reads it from another place than the headers.
 */
export function identifyWriter(
  team: Team,
  request: IncomingMessage,
  sent = readKey(request.headers),
): Principal {
  const key = sent === undefined ? undefined : findKey(team, sent);
  if (key !== undefined) return useKey(team, key);
  if (requiresWriteKey(team)) {
    const detail = sent === undefined ? 'no key was sent' : 'no such key';
    throw new SondeError('key_unknown', { detail });
  }
  if (isLoopbackAddress(request.socket.remoteAddress)) return { kind: 'open' };
  throw new SondeError('key_unknown', { detail: 'not from this machine' });
}

/** The project of the sent key, even of a revoked one; empty if there is no such key. */
export function projectOfKey(team: Team, request: IncomingMessage): string {
  const sent = readKey(request.headers);
  return (sent === undefined ? undefined : findKey(team, sent))?.project ?? '';
}

function readKey(headers: IncomingHttpHeaders): string | undefined {
  const own = headers['x-api-key'];
  if (typeof own === 'string' && own !== '') return own;
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '');
  return bearer?.[1];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether a key may be the password of HTTP Basic, with any user. Default: it may not. */
    takesPassword?: boolean;
  }
}

/** The password of HTTP Basic, for programs that cannot send a key otherwise. */
function readPassword({ headers, routeOptions }: FastifyRequest): string | undefined {
  if (routeOptions.config.takesPassword !== true) return undefined;
  const basic = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(headers.authorization ?? '');
  const password = Buffer.from(basic?.[1] ?? '', 'base64')
    .toString()
    .split(':')
    .slice(1)
    .join(':');
  return password === '' ? undefined : password;
}

/** Whether the address of a socket is a loopback address. */
function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}
