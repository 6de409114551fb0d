import { SondeError } from '@sonde/protocol';
import type { AuditEntry } from '@sonde/store';
import { isConfirmed } from './accounts.js';
import { type Act, type Actor, createEntry } from './audit.js';
import { checkEmail } from './email.js';
import { administersServer, createLink, listLinks, mayGive, removeLink } from './links.js';
import { findProject } from './projects.js';
import type { Account, Link, Roles } from './records.js';
import type { Team } from './team.js';

/** All open invitations together. */
const invitationsMax = 10_000;

interface Gift {
  /** Administrator of the server. */
  administrator: boolean;
  roles: Roles;
}

export interface Invitation extends Gift {
  email: string;
}

/**
 * Invites a person with a one-time link. It replaces an open one for the same e-mail by the same
 * person, and includes its roles.
 *
 * If a server administrator invites an existing, confirmed account, it gets the roles at once. A
 * project administrator cannot even find out whether an account exists.
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
  const givesAtOnce =
    account !== undefined &&
    isConfirmed(account) &&
    administersServer(team.directory, actor.account);
  if (givesAtOnce) {
    const body = { ...account, ...mergeGifts([account, { administrator, roles }]) };
    await team.directory.commit(
      [{ kind: 'account', body }],
      createEntries(team, actor, { action: 'member.set', subject: email, detail }, roles),
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
    createEntries(team, actor, { action: 'invitation.create', subject: email, detail }, roles),
  );
  return { link, token };
}

/** The roles of several invitations together; if two name one project, the later one counts. */
export function mergeGifts(gifts: readonly Gift[]): Gift {
  return {
    administrator: gifts.some(({ administrator }) => administrator),
    roles: Object.assign({}, ...gifts.map(({ roles }) => roles)),
  };
}

/** Open invitations to projects that the actor administers; all for the operator. */
export function listInvitations(team: Team, { account }: Actor): Link[] {
  return listLinks(team, 'invitation').filter((link) => mayGive(team.directory, account, link));
}

/** Throws `invitation_not_found`. */
export async function withdrawInvitation(team: Team, actor: Actor, id: string): Promise<void> {
  const link = listInvitations(team, actor).find((each) => each.id === id);
  if (link === undefined) throw new SondeError('invitation_not_found', { detail: id });
  const act = { action: 'invitation.withdraw', subject: link.email ?? '' };
  await team.directory.commit([removeLink(link)], createEntries(team, actor, act, link.roles));
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

/**
 * One audit entry per project, so that its administrators see it; one for the server if there is no
 * project.
 */
export function createEntries(team: Team, actor: Actor, act: Act, roles: Roles): AuditEntry[] {
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
