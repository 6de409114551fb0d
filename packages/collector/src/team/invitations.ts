import { SondeError } from '@sonde/protocol';
import { createdAccount, findAccount, prepareAccount } from './accounts.js';
import { type Act, type Actor, createEntry } from './audit.js';
import { checkEmail } from './email.js';
import { createLink, findLink, listLinks, markUsed, removeLink } from './links.js';
import { hashPassword } from './passwords.js';
import { findProject, roleIn } from './projects.js';
import type { Account, Link, Roles } from './records.js';
import { createSession, endSessions } from './sessions.js';
import type { Team } from './team.js';

/** Open ones, all together. */
const invitationsMax = 10_000;

export interface Invitation {
  email: string;
  administrator: boolean;
  roles: Roles;
}

/**
 * Invites a person: by a one-time link, or, when they have an account already, by giving it the
 * roles.
 *
 * @param inviter The account that invites; absent for the operator. It must administer what it gives.
 *
 * Throws `email_invalid`, `project_not_found`, `role_insufficient` or `limit_reached`.
 */
export async function invite(
  team: Team,
  actor: Actor,
  invitation: Invitation,
  inviter: Account | undefined,
): Promise<{ account: Account } | { link: Link; token: string }> {
  const email = checkEmail(invitation.email);
  const { administrator, roles } = invitation;
  checkGiven(team, invitation, inviter);
  const detail = { administrator, roles };
  const account = team.directory.accounts.find(email);
  if (account !== undefined) {
    const body = {
      ...account,
      administrator: account.administrator || administrator,
      roles: { ...account.roles, ...roles },
    };
    await team.directory.commit(
      [{ kind: 'account', body }],
      entries(team, actor, { action: 'member.set', subject: email, detail }, roles),
    );
    return { account: body };
  }
  const open = listLinks(team, 'invitation');
  if (open.length >= invitationsMax) {
    throw new SondeError('limit_reached', { detail: `${invitationsMax} invitations` });
  }
  const { token, link, writes } = createLink(team, actor, {
    kind: 'invitation',
    ...{ email, administrator, roles },
  });
  await team.directory.commit(
    writes,
    entries(team, actor, { action: 'invitation.create', subject: email, detail }, roles),
  );
  return { link, token };
}

/** Open invitations into projects that the account administers; all for the operator. */
export function listInvitations(team: Team, viewer: Account | undefined): Link[] {
  return listLinks(team, 'invitation').filter((link) => mayGive(link, viewer));
}

/** Throws `invitation_not_found`. */
export async function withdrawInvitation(
  team: Team,
  actor: Actor,
  id: string,
  viewer: Account | undefined,
): Promise<void> {
  const link = listInvitations(team, viewer).find((each) => each.id === id);
  if (link === undefined) throw new SondeError('invitation_not_found', { detail: id });
  const act = { action: 'invitation.withdraw', subject: link.email ?? '' };
  await team.directory.commit([removeLink(link)], entries(team, actor, act, link.roles));
}

export interface LinkAnswer {
  token: string;
  name?: string | undefined;
  email?: string | undefined;
  password: string;
}

/**
 * Uses a one-time link: makes the account, or sets its password, and signs it in. Resolves with the
 * value for the cookie.
 *
 * Throws what `findLink` and `prepareAccount` throw.
 */
export async function useLink(
  team: Team,
  address: string,
  { token, name = '', email = '', password }: LinkAnswer,
): Promise<{ account: Account; cookie: string }> {
  const prepare = (passwordHash: string) => {
    // Looked at again once the hash is made: the link may have been used meanwhile.
    const link = findLink(team, token);
    const { administrator, roles } = link;
    const given = { email: link.email ?? email, name, passwordHash, administrator, roles };
    const account =
      link.account === null
        ? prepareAccount(team, given)
        : { ...findAccount(team, link.account), password_hash: passwordHash };
    return { link, account };
  };
  // Says what is wrong before the work of a hash.
  const { email: checked } = prepare('').account;
  const { link, account } = prepare(await hashPassword(password, checked));
  const session = createSession(team, account.id);
  const act =
    link.kind === 'reset'
      ? { action: 'account.password', subject: account.email }
      : createdAccount(account);
  await team.directory.commit(
    [
      markUsed(team, link),
      ...(link.account === null ? [] : endSessions(team, link.account)),
      { kind: 'account', body: account },
      ...session.writes,
    ],
    [createEntry(team.now(), { name: account.email, address }, act)],
  );
  return { account, cookie: session.token };
}

function checkGiven(
  team: Team,
  { administrator, roles }: Invitation,
  inviter: Account | undefined,
): void {
  if (!mayGive({ administrator, roles }, inviter)) {
    throw new SondeError('role_insufficient', { detail: 'administrator of what you give' });
  }
  for (const project of Object.keys(roles)) {
    if (findProject(team, project) === undefined) {
      throw new SondeError('project_not_found', { detail: project.slice(0, 80) });
    }
  }
}

/** Whether an account administers all that is given; somebody without any role is the server's matter. */
function mayGive(
  { administrator, roles }: { administrator: boolean; roles: Roles },
  giver: Account | undefined,
): boolean {
  if (giver === undefined || giver.administrator) return true;
  const projects = Object.keys(roles);
  return (
    !administrator &&
    projects.length > 0 &&
    projects.every((project) => roleIn(giver, project) === 'administrator')
  );
}

/** One entry a project, so that its administrators see it; one for the server when there is none. */
function entries(team: Team, actor: Actor, act: Act, roles: Roles) {
  const projects = Object.keys(roles);
  if (projects.length === 0) return [createEntry(team.now(), actor, act)];
  return projects.map((project) =>
    createEntry(team.now(), actor, {
      ...act,
      project,
      ...(act.detail && { detail: { ...act.detail, roles: { [project]: roles[project] ?? '' } } }),
    }),
  );
}
