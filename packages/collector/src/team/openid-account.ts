import { SondeError } from '@sonde/protocol';
import { createdAccount, isConfirmed, prepareAccount } from './accounts.js';
import { createEntry, toActor } from './audit.js';
import { checkEmail } from './email.js';
import { createEntries, mergeGifts } from './invitations.js';
import { listLinks, markUsed } from './links.js';
import type { OpenidPerson } from './openid.js';
import type { Account } from './records.js';
import { createSession, endSessions } from './sessions.js';
import type { Team } from './team.js';

/**
 * Signs in a person that the provider has identified; resolves with the cookie's value. Accepts all
 * open invitations for the address.
 *
 * A person without an account gets one without roles. If another person may have made the account
 * with this address, it loses its password and sessions at the first sign-in of its owner.
 *
 * Throws `openid_other_person` if the address belongs to the account of another person at the
 * provider: addresses get new owners.
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
  const withoutRoles = { administrator: false, roles: {}, passwordHash: null, confirmed: true };
  const isTakenBack = known !== undefined && !isConfirmed(known);
  const before =
    known ?? prepareAccount(team, { ...withoutRoles, email, name: shortName(name, email) });
  const invitations = listLinks(team, 'invitation').filter((link) => link.email === email);
  const account: Account = {
    ...before,
    ...mergeGifts([before, ...invitations]),
    ...(isTakenBack && { password_hash: null, name: shortName(name, email) }),
    ...{ openid_identity: identity, confirmed: true },
  };
  const isChanged = known?.openid_identity !== identity || invitations.length > 0;
  const session = createSession(team, account.id);
  const now = team.now();
  const actor = toActor(account, address);
  await team.directory.commit(
    [
      ...(isTakenBack ? endSessions(team, account.id) : []),
      ...(isChanged ? [{ kind: 'account' as const, body: account }] : []),
      ...invitations.map((link) => markUsed(team, link)),
      ...session.writes,
    ],
    [
      ...(known === undefined ? [createEntry(now, actor, createdAccount(account))] : []),
      ...(known === undefined ? [] : invitations).flatMap(({ administrator, roles }) => {
        const detail = { administrator, roles };
        const act = { action: 'invitation.accept', subject: email, detail };
        return createEntries(team, actor, act, roles);
      }),
      createEntry(now, actor, {
        ...{ action: 'account.sign_in', subject: email },
        detail: { way: 'openid', ...(isTakenBack && { password: 'removed' }) },
      }),
    ],
  );
  return session.token;
}

/** The provider's name of a person may not be a valid name here. */
function shortName(name: string, email: string): string {
  const characters = [...name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')].slice(0, 128);
  return characters.join('').trim() || email.slice(0, 128);
}
