import { currentAccount, currentPlan, type PersonState } from './person-state.js';
import type { Scenario } from './scenario.js';

/** Whether a person in this state can play a scenario. */
export function fits({ needs }: Scenario, state: PersonState, hasTerminal: boolean): boolean {
  const { session = true, account = true, applications = {} } = needs;
  const current = currentAccount(state);
  const count = current.applications.length;
  const plan = currentPlan(state);
  return (
    (needs.terminal ?? hasTerminal) === hasTerminal &&
    (session === 'either' || session === state.isSignedIn) &&
    (needs.browser === undefined || needs.browser === !state.hasTokenVariable) &&
    account === current.exists &&
    (needs.otherAccount !== true || state.accounts.length > 1) &&
    (needs.billing ?? current.billing) === current.billing &&
    (needs.defaultApplication ?? state.defaultApplication !== undefined) ===
      (state.defaultApplication !== undefined) &&
    count >= (applications.min ?? 0) &&
    count <= (applications.max ?? Number.POSITIVE_INFINITY) &&
    (needs.plan === undefined || (plan !== undefined && needs.plan.includes(plan)))
  );
}
