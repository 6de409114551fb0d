import { SondeError } from '@sonde/protocol';
import { createdAccount, findAccount, prepareAccount } from './accounts.js';
import { createEntry, toActor } from './audit.js';
import { createEntries, mergeGifts } from './invitations.js';
import { administersServer, findLink, markUsed } from './links.js';
import { checkPassword, hashPassword, isPassword } from './passwords.js';
import type { Account } from './records.js';
import { createSession, endSessions } from './sessions.js';
import type { Team } from './team.js';
import { hashToken } from './tokens.js';

export interface LinkUse {
  token: string;
  /**
   * Name of a new account; absent: the existing account accepts the invitation with its password.
   */
  name?: string | undefined;
  email?: string | undefined;
  password: string;
}

interface SignedIn {
  account: Account;
  /** The value for the cookie. */
  cookie: string;
}

/** The account whose password must be sent with the link; undefined if the link sets one. */
export function askedAccount(team: Team, { token, name }: LinkUse): string | undefined {
  const link = team.directory.links.find(hashToken(token));
  return link?.kind === 'invitation' && name === undefined ? (link.email ?? undefined) : undefined;
}

/**
 * Uses a one-time link and signs in: creates the account, sets its password, or lets an existing
 * account accept an invitation.
 *
 * Throws what `findLink` and `prepareAccount` throw, `password_invalid`, or `sign_in_refused`.
 */
export async function useLink(team: Team, address: string, use: LinkUse): Promise<SignedIn> {
  const { kind } = findLink(team, use.token);
  if (kind === 'reset') return setPassword(team, address, use);
  if (kind === 'invitation' && use.name === undefined) return accept(team, address, use);
  return makeAccount(team, address, use);
}

async function makeAccount(
  team: Team,
  address: string,
  { token, name = '', email = '', password }: LinkUse,
): Promise<SignedIn> {
  const prepare = (passwordHash: string) => {
    // Checked again after hashing: the link may have been used meanwhile.
    const link = findLink(team, token);
    const { administrator, roles } = link;
    const given = { email: link.email ?? email, name, passwordHash, administrator, roles };
    const confirmed = administersServer(team.directory, link.maker);
    return { link, account: prepareAccount(team, { ...given, confirmed }) };
  };
  // Only a complete request for a new account reveals whether the account exists.
  checkPassword(password, findLink(team, token).email ?? email);
  const { email: checked } = prepare('').account;
  const { link, account } = prepare(await hashPassword(password, checked));
  const session = createSession(team, account.id);
  await team.directory.commit(
    [markUsed(team, link), { kind: 'account', body: account }, ...session.writes],
    [createEntry(team.now(), toActor(account, address), createdAccount(account))],
  );
  return { account, cookie: session.token };
}

/** The link comes from a server administrator, who thereby confirms the account's owner. */
async function setPassword(
  team: Team,
  address: string,
  { token, password }: LinkUse,
): Promise<SignedIn> {
  const passwordHash = await hashPassword(password, findLink(team, token).email ?? '');
  const link = findLink(team, token);
  const before = findAccount(team, link.account ?? '');
  const account = { ...before, password_hash: passwordHash, confirmed: true };
  const session = createSession(team, account.id);
  const act = { action: 'account.password', subject: account.email };
  await team.directory.commit(
    [
      markUsed(team, link),
      ...endSessions(team, account.id),
      { kind: 'account', body: account },
      ...session.writes,
    ],
    [createEntry(team.now(), toActor(account, address), act)],
  );
  return { account, cookie: session.token };
}

/** Anyone could have the link: the password proves that it is the account's owner. */
async function accept(
  team: Team,
  address: string,
  { token, password }: LinkUse,
): Promise<SignedIn> {
  const find = () => {
    const link = findLink(team, token);
    return { link, account: team.directory.accounts.find(link.email ?? '') };
  };
  const hash = find().account?.password_hash ?? null;
  const isRight = await isPassword(password, hash);
  const { link, account: before } = find();
  if (!isRight || before?.password_hash !== hash) throw new SondeError('sign_in_refused');
  const confirmed = before.confirmed || administersServer(team.directory, link.maker);
  const account = { ...before, ...mergeGifts([before, link]), confirmed };
  const session = createSession(team, account.id);
  const { administrator, roles } = link;
  const act = { action: 'invitation.accept', subject: account.email };
  await team.directory.commit(
    [markUsed(team, link), { kind: 'account', body: account }, ...session.writes],
    createEntries(
      team,
      toActor(account, address),
      { ...act, detail: { administrator, roles } },
      roles,
    ),
  );
  return { account, cookie: session.token };
}
