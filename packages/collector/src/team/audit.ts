import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '@sonde/store';
import type { FastifyRequest } from 'fastify';
import type { Account } from './records.js';

/** The author of an act, as named in the audit log. */
export interface Actor {
  /**
   * An account's e-mail, `operator`, `key` and its name, or `anyone` without a session.
   */
  name: string;
  /** Empty on the operator socket. */
  address: string;
  /** Id of the account; null for the operator, empty for others. */
  account: string | null;
}

export const operator: Actor = { name: 'operator', address: '', account: null };

export interface Act {
  /** For example `key.revoke`. */
  action: string;
  /** What it is done to: an id, a name, an e-mail. Never a secret. */
  subject: string;
  project?: string;
  detail?: AuditEntry['detail'];
}

export function actorOf({ principal, ip }: FastifyRequest): Actor {
  switch (principal.kind) {
    case 'account':
      return toActor(principal.account, ip);
    case 'operator':
      return operator;
    case 'key':
      // A key may be named like a person.
      return { name: `key ${principal.key.name}`, address: ip, account: '' };
    case 'open':
    case 'anonymous':
      return { name: 'anyone', address: ip, account: '' };
  }
}

export function toActor({ email, id }: Account, address: string): Actor {
  return { name: email, address, account: id };
}

export function createEntry(now: number, actor: Actor, act: Act): AuditEntry {
  const { action, subject, project = '', detail = {} } = act;
  const { name, address } = actor;
  return { id: randomUUID(), at: now, actor: name, address, action, subject, project, detail };
}
