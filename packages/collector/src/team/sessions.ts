import { SondeError } from '@sonde/protocol';
import type { Write } from './directory.js';
import type { Account, Session } from './records.js';
import type { Team } from './team.js';
import { createId, createToken, hashToken } from './tokens.js';

const dayMs = 86_400_000;

/** A session ends after so many days without use, and after so many days in any case. */
export const sessionDays = { idle: 14, absolute: 90 };

/** Sessions of one person; a further one ends the oldest. */
const sessionsMax = 50;

export interface NewSession {
  /** For the cookie; stored nowhere else. */
  token: string;
  writes: Write[];
}

/** A new session of an account, to be committed with the change that signs the person in. */
export function createSession(team: Team, account: string): NewSession {
  const { token, hash } = createToken();
  const session: Session = { id: createId(), hash, account, created_at: team.now() };
  const others = sessionsOf(team, account).sort((a, b) => b.created_at - a.created_at);
  const ended = others.filter((other, index) => index >= sessionsMax - 1 || !isAlive(team, other));
  return { token, writes: [{ kind: 'session', body: session }, ...ended.flatMap(endSession)] };
}

/** Finds the session of a cookie; undefined if it has ended. */
export function findSession(
  team: Team,
  token: string,
): { session: Session; account: Account } | undefined {
  const session = team.directory.sessions.find(hashToken(token));
  if (session === undefined || !isAlive(team, session)) return undefined;
  const account = team.directory.accounts.get(session.account);
  return account && { session, account };
}

/** The current account of a session. Throws `sign_in_required` if it has ended. */
export function accountOf(team: Team, { id }: Session): Account {
  const session = team.directory.sessions.get(id);
  const isOpen = session !== undefined && isAlive(team, session);
  const account = isOpen ? team.directory.accounts.get(session.account) : undefined;
  if (account === undefined) throw new SondeError('sign_in_required');
  return account;
}

/** Ends all sessions of an account, or all but one. */
export function endSessions(team: Team, account: string, except?: string): Write[] {
  return sessionsOf(team, account)
    .filter(({ id }) => id !== except)
    .flatMap(endSession);
}

export function endSession({ id }: Session): Write[] {
  return [
    { kind: 'session', id, body: null },
    { kind: 'session_use', id, body: null },
  ];
}

function sessionsOf({ directory }: Team, account: string): Session[] {
  return [...directory.sessions.values()].filter((session) => session.account === account);
}

function isAlive({ uses, now }: Team, { id, created_at }: Session): boolean {
  const lastUse = uses.last('session_use', id) ?? created_at;
  return (
    now() < created_at + sessionDays.absolute * dayMs && now() < lastUse + sessionDays.idle * dayMs
  );
}
