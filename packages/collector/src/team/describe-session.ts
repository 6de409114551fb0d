import { listProjects, roleIn } from './projects.js';
import type { Account } from './records.js';
import type { Session } from './response-schemas.js';
import { isOpen, type Team } from './team.js';

/** How people can sign in, apart from passwords. */
export interface SignInWays {
  /** Name of the OpenID Connect provider; undefined if there is none. */
  openidName: string | undefined;
}

/** The signed-in person and what they may see. */
export function describeSession(
  team: Team,
  account: Account | undefined,
  { openidName }: SignInWays,
): Session {
  const open = isOpen(team);
  const projects = listProjects(team).flatMap(({ id, title, archived_at, declared }) => {
    const role = open ? 'administrator' : account && roleIn(account, id);
    return role === undefined
      ? []
      : [{ id, title, role, archived: archived_at !== null, declared }];
  });
  return {
    mode: open ? 'open' : 'accounts',
    account: account
      ? {
          id: account.id,
          email: account.email,
          name: account.name,
          administrator: account.administrator,
        }
      : null,
    projects,
    sign_in: {
      password: true,
      openid: openidName === undefined ? null : { name: openidName },
      needs_setup: !open && team.directory.accounts.size === 0,
    },
  };
}
