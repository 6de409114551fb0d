import { SondeError } from '@sonde/protocol';
import { createdAccount, findAccount, prepareAccount } from './accounts.js';
import { type Act, type Actor, createEntry, toActor } from './audit.js';
import { checkEmail } from './email.js';
import { createLink, findLink, listLinks, markUsed, mayGive, removeLink } from './links.js';
import { hashPassword } from './passwords.js';
import { findProject } from './projects.js';
import type { Account, Link, Roles } from './records.js';
import { createSession, endSessions } from './sessions.js';
import type { Team } from './team.js';

/** Open ones, all together. */
const invitationsMax = 10_000;

interface Gift {
  /** Of the server. */
  administrator: boolean;
  roles: Roles;
}

export interface Invitation extends Gift {
  email: string;
}

/**
 * Invites a person: by a one-time link, or, when they have an account already, by giving it the
 * roles. The link replaces an open one for the same e-mail by the same person, and gives its roles, too.
 *
 * Throws `email_invalid`, `project_not_found`, `role_insufficient` or `limit_reached`.
 */
export async function invite(
  team: Team,
  actor: Actor,
  invitation: Invitation,
): Promise<{ account: Account } | { link: Link; token: string }> {
  const email = checkEmail(invitation.email);
  const { administrator, roles } = invitation;
  checkGiven(team, actor, invitation);
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
  const earlier = open.filter((link) => link.email === email && link.maker === actor.account);
  const { token, link, writes } = createLink(team, actor, {
    ...{ kind: 'invitation', email },
    ...mergeGifts([...earlier, { administrator, roles }]),
  });
  await team.directory.commit(
    [...earlier.map(removeLink), ...writes],
    entries(team, actor, { action: 'invitation.create', subject: email, detail }, roles),
  );
  return { link, token };
}

/** All that several invitations give; where two name one project, the later counts. */
export function mergeGifts(gifts: readonly Gift[]): Gift {
  return {
    administrator: gifts.some(({ administrator }) => administrator),
    roles: Object.assign({}, ...gifts.map(({ roles }) => roles)),
  };
}

/** Open invitations into projects that somebody administers; all for the operator. */
export function listInvitations(team: Team, { account }: Actor): Link[] {
  return listLinks(team, 'invitation').filter((link) => mayGive(team.directory, account, link));
}

/** Throws `invitation_not_found`. */
export async function withdrawInvitation(team: Team, actor: Actor, id: string): Promise<void> {
  const link = listInvitations(team, actor).find((each) => each.id === id);
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
    [createEntry(team.now(), toActor(account, address), act)],
  );
  return { account, cookie: session.token };
}

function checkGiven(team: Team, actor: Actor, gift: Gift): void {
  if (!mayGive(team.directory, actor.account, gift)) {
    throw new SondeError('role_insufficient', {
      detail: 'administrator of the projects in the invitation',
    });
  }
  for (const project of Object.keys(gift.roles)) {
    if (findProject(team, project) === undefined) {
      throw new SondeError('project_not_found', { detail: project.slice(0, 80) });
    }
  }
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
