import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from '../access/attempts.js';
import { createEntry } from './audit.js';
import type { Team } from './team.js';

const hour = 3_600;

/** Entries per hour about one account; as many passwords are checked. */
const accountEntriesMax = 50;

export interface RefusedSignIn {
  /** Address of the client. */
  address: string;
  /**
   * The existing account that was tried; otherwise absent. Typed text is not stored: people type
   * passwords there.
   */
  email?: string | undefined;
  detail: { way: 'password' | 'openid'; code?: string };
}

/** Records refused sign-ins in the audit log: one per hour for each account, address and way. */
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
