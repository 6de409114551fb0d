import { SondeError } from '@sonde/protocol';
import { createdAccount, prepareAccount } from './accounts.js';
import { createEntry, toActor } from './audit.js';
import { checkEmail } from './email.js';
import { mergeGifts } from './invitations.js';
import { listLinks, markUsed } from './links.js';
import type { OpenidPerson } from './openid.js';
import type { Account } from './records.js';
import { createSession } from './sessions.js';
import type { Team } from './team.js';

/**
 * Signs in whom the provider vouches for; resolves with the value for the cookie.
 *
 * Somebody without an account gets one: with the roles of their open invitations, else with none, so that
 * they see nothing until an administrator gives them a role.
 *
 * Throws `openid_other_person` when the address belongs to an account of somebody else at the
 * provider: addresses are given to new people.
 */
export async function signInWithOpenid(
  team: Team,
  address: string,
  { identity, name, ...person }: OpenidPerson,
): Promise<string> {
  const email = checkEmail(person.email);
  const known = team.directory.accounts.find(email);
  if (known?.openid_identity !== undefined && known.openid_identity !== identity) {
    throw new SondeError('openid_other_person', { detail: email });
  }
  const invitations =
    known === undefined ? listLinks(team, 'invitation').filter((link) => link.email === email) : [];
  const account: Account = {
    ...(known ??
      prepareAccount(team, {
        ...{ email, name: shortName(name, email), passwordHash: null },
        ...mergeGifts(invitations),
      })),
    openid_identity: identity,
  };
  const session = createSession(team, account.id);
  const now = team.now();
  const actor = toActor(account, address);
  await team.directory.commit(
    [
      ...(known?.openid_identity === identity ? [] : [{ kind: 'account' as const, body: account }]),
      ...invitations.map((link) => markUsed(team, link)),
      ...session.writes,
    ],
    [
      ...(known === undefined ? [createEntry(now, actor, createdAccount(account))] : []),
      createEntry(now, actor, {
        action: 'account.sign_in',
        subject: email,
        detail: { way: 'openid' },
      }),
    ],
  );
  return session.token;
}

/** A name that the provider gives may be none that we would take. */
function shortName(name: string, email: string): string {
  const characters = [...name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')].slice(0, 128);
  return characters.join('').trim() || email.slice(0, 128);
}
