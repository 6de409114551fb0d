import { SondeError } from '@sonde/protocol';
import type { FastifyRequest } from 'fastify';
import { type Actor, actorOf } from '../team/audit.js';
import { roleIn } from '../team/projects.js';

/** The person who saves or removes something in a project. */
export interface Author {
  actor: Actor;
  /** Id of the account; empty without accounts. */
  account: string;
  /** Whether they may change what others saved. */
  isAdministrator: boolean;
}

export function authorOf(request: FastifyRequest): Author {
  const { principal, project } = request;
  const actor = actorOf(request);
  if (principal.kind !== 'account') {
    // A key only reads; without accounts, everyone may change everything.
    return { actor, account: '', isAdministrator: principal.kind !== 'key' };
  }
  const { account } = principal;
  const isAdministrator = roleIn(account, project) === 'administrator';
  return { actor, account: account.id, isAdministrator };
}

/** Whether the author made it, or is an administrator. */
export const mayChange = (author: Author, made: { account: string }): boolean =>
  author.isAdministrator || (author.account !== '' && made.account === author.account);

/** Throws `role_insufficient` unless the author may change it. */
export function checkMayChange(author: Author, made: { account: string }): void {
  if (mayChange(author, made)) return;
  throw new SondeError('role_insufficient', { detail: 'the author, or an administrator' });
}
