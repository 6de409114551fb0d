import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from '../access/attempts.js';
import { createEntry } from './audit.js';
import type { Team } from './team.js';

const hour = 3_600;

/** Entries in an hour about one account: as many passwords of it are looked at. */
const accountEntriesMax = 50;

export interface RefusedSignIn {
  /** Of the client. */
  address: string;
  /**
   * The account that it was for; absent where there is none. What was typed instead is not kept: people type
   * passwords there.
   */
  email?: string | undefined;
  detail: { way: 'password' | 'openid'; code?: string };
}

/** Notes refused sign-ins in the audit log: in an hour one for each account, address and way. */
export function createRefusedSignIns(
  getTeam: () => Team,
): (refused: RefusedSignIn) => Promise<void> {
  const noted = new RateLimiterMemory({ keyPrefix: 'noted', points: 1, duration: hour });
  const counted = new RateLimiterMemory({
    ...{ keyPrefix: 'counted', points: accountEntriesMax, duration: hour },
  });
  return async ({ address, email: subject = 'unknown account', detail }) => {
    const key = `${detail.way} ${networkOf(address)} ${subject}`;
    if ((await noted.penalty(key)).consumedPoints > 1) return;
    if ((await counted.penalty(subject)).consumedPoints > accountEntriesMax) return;
    const team = getTeam();
    const actor = { name: 'anyone', address, account: '' };
    const act = { action: 'account.sign_in_refused', subject, detail };
    await team.directory.commit([], [createEntry(team.now(), actor, act)]);
  };
}
