import { SondeError } from '@sonde/protocol';
import { removeSavedBy } from '../saved/remove-saved.js';
import { type Act, type Actor, createEntry, toActor } from './audit.js';
import { checkName } from './check-name.js';
import type { Write } from './directory.js';
import { checkEmail } from './email.js';
import { administersServer, createLink, removeLinksFor } from './links.js';
import { hashPassword, isPassword } from './passwords.js';
import { findProject, roleIn } from './projects.js';
import type { Account, Link, Role, Roles, Session } from './records.js';
import { accountOf, createSession, endSession, endSessions } from './sessions.js';
import type { Team } from './team.js';
import { createId } from './tokens.js';

const accountsMax = 10_000;

export interface NewAccount {
  email: string;
  name: string;
  /** Null for a person who only signs in with OpenID Connect. */
  passwordHash: string | null;
  administrator: boolean;
  roles: Roles;
  /** See `Account`. */
  confirmed: boolean;
}

/**
 * Prepares a new account; commit it before the next await.
 *
 * Throws `email_invalid`, `name_invalid`, `account_exists` or `limit_reached`.
 */
export function prepareAccount(team: Team, given: NewAccount): Account {
  const email = checkEmail(given.email);
  const name = checkName(given.name);
  const { accounts } = team.directory;
  if (accounts.find(email) !== undefined) throw new SondeError('account_exists', { detail: email });
  if (accounts.size >= accountsMax) {
    throw new SondeError('limit_reached', { detail: `${accountsMax} accounts` });
  }
  const { passwordHash, administrator, roles, confirmed } = given;
  return {
    ...{ id: createId(), email, name, password_hash: passwordHash },
    ...{ administrator, roles, created_at: team.now(), confirmed },
  };
}

/** Throws what {@link prepareAccount} throws, or `password_invalid`. */
export async function createAccount(
  team: Team,
  actor: Actor,
  { password, ...person }: Omit<NewAccount, 'passwordHash' | 'confirmed'> & { password: string },
): Promise<Account> {
  const given = { ...person, confirmed: administersServer(team.directory, actor.account) };
  // Fails before the expensive hash.
  const { email } = prepareAccount(team, { ...given, passwordHash: null });
  const passwordHash = await hashPassword(password, email);
  const account = prepareAccount(team, { ...given, passwordHash });
  await commit(team, actor, [{ kind: 'account', body: account }], createdAccount(account));
  return account;
}

/** Details of a new account for the audit log. */
export function createdAccount({ email, administrator, roles }: Account): Act {
  return { action: 'account.create', subject: email, detail: { administrator, roles } };
}

/** Whether the account's owner is confirmed; earlier versions did not record it. */
export function isConfirmed({ confirmed, administrator, openid_identity }: Account): boolean {
  return confirmed === true || administrator || openid_identity !== undefined;
}

/** Sorted by e-mail. */
export function listAccounts({ directory }: Team): Account[] {
  return [...directory.accounts.values()].sort((a, b) => (a.email < b.email ? -1 : 1));
}

/** Throws `account_not_found`. */
export function findAccount({ directory }: Team, id: string): Account {
  const account = directory.accounts.get(id);
  if (account === undefined) throw new SondeError('account_not_found', { detail: id.slice(0, 80) });
  return account;
}

/**
 * Also ends its sessions and the links for its e-mail. Throws `account_not_found` or
 * `last_administrator`.
 */
export async function removeAccount(
  team: Team,
  actor: Actor,
  id: string,
  options: { mayBeLast: boolean },
): Promise<void> {
  const account = findAccount(team, id);
  if (!options.mayBeLast) refuseLast(team, account);
  const writes: Write[] = [
    { kind: 'account', id, body: null },
    ...endSessions(team, id),
    ...removeLinksFor(team, account.email),
    ...removeSavedBy(team, account.id),
  ];
  await commit(team, actor, writes, { action: 'account.remove', subject: account.email });
}

/** Throws `account_not_found`, `account_unconfirmed` or `last_administrator`. */
export async function setAdministrator(
  team: Team,
  actor: Actor,
  id: string,
  administrator: boolean,
): Promise<Account> {
  const account = findAccount(team, id);
  if (account.administrator === administrator) return account;
  if (administrator) refuseUnconfirmed(account);
  else refuseLast(team, account);
  const body = { ...account, administrator, confirmed: true };
  const act = {
    action: 'account.administrator',
    subject: account.email,
    detail: { administrator },
  };
  await commit(team, actor, [{ kind: 'account', body }], act);
  return body;
}

/** Throws `account_not_found` or `name_invalid`. */
export async function renameAccount(
  team: Team,
  actor: Actor,
  id: string,
  text: string,
): Promise<Account> {
  const body = { ...findAccount(team, id), name: checkName(text) };
  const act = { action: 'account.rename', subject: body.email, detail: { name: body.name } };
  await commit(team, actor, [{ kind: 'account', body }], act);
  return body;
}

/** Ends all other sessions. Throws `sign_in_required`, `password_wrong` or `password_invalid`. */
export async function changePassword(
  team: Team,
  actor: Actor,
  session: Session,
  { current, password }: { current: string; password: string },
): Promise<void> {
  const { email, password_hash: before } = accountOf(team, session);
  if (!(await isPassword(current, before))) throw new SondeError('password_wrong');
  const password_hash = await hashPassword(password, email);
  // Read again: the session may have ended meanwhile, or a link set a new password.
  const account = accountOf(team, session);
  if (account.password_hash !== before) throw new SondeError('password_wrong');
  const body = { ...account, password_hash };
  const writes: Write[] = [{ kind: 'account', body }, ...endSessions(team, account.id, session.id)];
  await commit(team, actor, writes, { action: 'account.password', subject: account.email });
}

/** A link for setting a new password. Throws `account_not_found`. */
export async function createReset(
  team: Team,
  actor: Actor,
  id: string,
): Promise<{ token: string; link: Link }> {
  const { email } = findAccount(team, id);
  const earlier = removeLinksFor(team, email, 'reset');
  const { token, link, writes } = createLink(team, actor, { kind: 'reset', email, account: id });
  const act = { action: 'account.reset', subject: email };
  await commit(team, actor, [...earlier, ...writes], act);
  return { token, link };
}

/** Throws `account_not_found`. */
export async function signOutEverywhere(team: Team, actor: Actor, id: string): Promise<void> {
  const { email } = findAccount(team, id);
  await commit(team, actor, endSessions(team, id), {
    ...{ action: 'account.sign_out', subject: email, detail: { everywhere: true } },
  });
}

/** Ends one session. */
export async function signOut(team: Team, actor: Actor, session: Session): Promise<void> {
  const { email } = accountOf(team, session);
  await commit(team, actor, endSession(session), {
    ...{ action: 'account.sign_out', subject: email, detail: { everywhere: false } },
  });
}

/**
 * Sets the role in a project; null removes it.
 *
 * Administrators of only the project can change the roles of its members; they invite others.
 *
 * Throws `account_not_found`, `account_unconfirmed` or `project_not_found`.
 */
export async function setRole(
  team: Team,
  actor: Actor,
  { account: id, project, role }: { account: string; project: string; role: Role | null },
): Promise<Account> {
  const account = findAccount(team, id);
  if (findProject(team, project) === undefined) throw new SondeError('project_not_found');
  if (roleIn(account, project) === undefined) {
    if (!administersServer(team.directory, actor.account)) {
      throw new SondeError('account_not_found', { detail: id.slice(0, 80) });
    }
    if (role !== null) refuseUnconfirmed(account);
  }
  const { [project]: before = null, ...others } = account.roles;
  if (before === role) return account;
  const body = { ...account, roles: role === null ? others : { ...others, [project]: role } };
  const action = role === null ? 'member.remove' : 'member.set';
  const act = { action, subject: account.email, project, detail: { role, before } };
  await commit(team, actor, [{ kind: 'account', body }], act);
  return body;
}

/** Signs an account in and ends the previous session; resolves with the cookie's value. */
export async function signIn(
  team: Team,
  address: string,
  account: Account,
  before: Session | undefined,
): Promise<string> {
  const { token, writes } = createSession(team, account.id);
  const ended = before === undefined ? [] : endSession(before);
  await commit(team, toActor(account, address), [...ended, ...writes], {
    action: 'account.sign_in',
    subject: account.email,
  });
  return token;
}

/**
 * Throws `account_unconfirmed`: another person may have made it with an invitation to this address.
 */
function refuseUnconfirmed(account: Account): void {
  if (isConfirmed(account)) return;
  throw new SondeError('account_unconfirmed', { detail: account.email });
}

/** Throws `last_administrator`: without one, no other can be made. */
function refuseLast({ directory }: Team, account: Account): void {
  if (!account.administrator) return;
  const others = [...directory.accounts.values()].filter(
    ({ id, administrator }) => administrator && id !== account.id,
  );
  if (others.length === 0) throw new SondeError('last_administrator', { detail: account.email });
}

async function commit(team: Team, actor: Actor, writes: Write[], act: Act): Promise<void> {
  await team.directory.commit(writes, [createEntry(team.now(), actor, act)]);
}
