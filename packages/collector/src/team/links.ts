import { SondeError } from '@sonde/protocol';
import { type Actor, createEntry } from './audit.js';
import type { Directory, Write } from './directory.js';
import { roleIn } from './projects.js';
import type { Link, LinkKind, Roles } from './records.js';
import type { Team } from './team.js';
import { createId, createToken, hashToken } from './tokens.js';

const hourMs = 3_600_000;

const lifeMs: { [kind in LinkKind]: number } = {
  setup: 24 * hourMs,
  invitation: 7 * 24 * hourMs,
  reset: 24 * hourMs,
};

/** A used or expired link is remembered for this long, to report what happened to it. */
const rememberedMs = 30 * 24 * hourMs;

export interface NewLink {
  kind: LinkKind;
  email?: string;
  account?: string;
  administrator?: boolean;
  roles?: Roles;
}

/** Creates a one-time link, to be committed. Its token is only in the result. */
export function createLink(
  team: Team,
  actor: Actor,
  { kind, email, account, administrator = false, roles = {} }: NewLink,
): { token: string; link: Link; writes: Write[] } {
  const now = team.now();
  const { token, hash } = createToken();
  const link: Link = {
    ...{ id: createId(), kind, hash, email: email ?? null, account: account ?? null },
    ...{ administrator, roles, created_at: now, created_by: actor.name, maker: actor.account },
    ...{ expires_at: now + lifeMs[kind], used_at: null },
  };
  const forgotten = [...team.directory.links.values()].filter(
    (other) => now > other.expires_at + rememberedMs,
  );
  return { token, link, writes: [{ kind: 'link', body: link }, ...forgotten.map(removeLink)] };
}

/**
 * Finds the usable link of a token.
 *
 * Throws `link_unknown`, `link_used` or `link_expired`.
 */
export function findLink(team: Team, token: string): Link {
  const { directory, now } = team;
  const link = directory.links.find(hashToken(token));
  if (link === undefined || !isBacked(team, link)) throw new SondeError('link_unknown');
  if (link.used_at !== null) throw new SondeError('link_used');
  if (now() >= link.expires_at) throw new SondeError('link_expired');
  // An administrator was created meanwhile: from the command line, or with another link.
  if (link.kind === 'setup' && hasAdministrator(directory)) throw new SondeError('link_used');
  if (link.account !== null && directory.accounts.get(link.account) === undefined) {
    throw new SondeError('link_unknown');
  }
  return link;
}

/** Whether the server has an administrator, so that no set-up link is needed. */
export function hasAdministrator({ accounts }: Directory): boolean {
  return [...accounts.values()].some(({ administrator }) => administrator);
}

export function markUsed(team: Team, link: Link): Write {
  return { kind: 'link', body: { ...link, used_at: team.now() } };
}

export function removeLink({ id }: Link): Write {
  return { kind: 'link', id, body: null };
}

/** Usable links of a kind, oldest first. */
export function listLinks(team: Team, kind: LinkKind): Link[] {
  const { directory, now } = team;
  return [...directory.links.values()]
    .filter((link) => link.kind === kind && link.used_at === null && now() < link.expires_at)
    .filter((link) => isBacked(team, link))
    .sort((a, b) => a.created_at - b.created_at);
}

/** Removes all unused links for an e-mail: of one kind, or of all. */
export function removeLinksFor({ directory }: Team, email: string, kind?: LinkKind): Write[] {
  return [...directory.links.values()]
    .filter((link) => link.email === email && link.used_at === null)
    .filter((link) => kind === undefined || link.kind === kind)
    .map(removeLink);
}

/**
 * Whether the link's author still has the right to create it: a link never gives more rights than
 * its author has.
 */
function isBacked({ directory }: Team, link: Link): boolean {
  return mayGive(directory, link.maker, link);
}

/** Whether this is the operator (null) or the id of a server administrator. */
export function administersServer({ accounts }: Directory, id: string | null): boolean {
  return id === null || accounts.get(id)?.administrator === true;
}

/**
 * Whether the giver administers everything that is given. Only server administrators can give
 * things without a role, such as a new password.
 *
 * @param giver Id of an account; null for the operator.
 */
export function mayGive(
  directory: Directory,
  giver: string | null,
  { administrator, roles }: { administrator: boolean; roles: Roles },
): boolean {
  if (giver === null || administersServer(directory, giver)) return true;
  const account = directory.accounts.get(giver);
  const projects = Object.keys(roles);
  return (
    account !== undefined &&
    !administrator &&
    projects.length > 0 &&
    projects.every((project) => roleIn(account, project) === 'administrator')
  );
}

/** Creates the only link for the first administrator; earlier ones stop working. */
export async function createSetupLink(team: Team, actor: Actor): Promise<string> {
  const { token, writes } = createLink(team, actor, { kind: 'setup', administrator: true });
  const act = { action: 'setup.create', subject: 'set-up link' };
  await team.directory.commit(
    [...listLinks(team, 'setup').map(removeLink), ...writes],
    [createEntry(team.now(), actor, act)],
  );
  return token;
}

/**
 * The URL of a one-time link. Browsers do not send the part after #, so no server log contains it.
 */
export function oneTimeAddress(origin: string, token: string): string {
  return `${origin}/welcome#${token}`;
}
