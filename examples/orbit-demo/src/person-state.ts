export type PlanId = 'free' | 'starter' | 'pro';

/** An account at orbit-cloud, as far as a story needs it. */
export interface AccountState {
  /** Else somebody still has to sign up. */
  exists: boolean;
  /** A card is on file. */
  billing: boolean;
  /** Plan of each application, the oldest first. */
  applications: PlanId[];
}

/** What holds for somebody between two runs. */
export interface PersonState {
  accounts: AccountState[];
  /** Which of the accounts the person uses. */
  account: number;
  isSignedIn: boolean;
  /** Signed in by a token in the environment. */
  hasTokenVariable: boolean;
  /** What orbit keeps on the machine: the application that is used when none is named. */
  defaultApplication: { account: number; application: number } | undefined;
}

export function currentAccount(state: PersonState): AccountState {
  const account = state.accounts[state.account];
  if (account === undefined) throw new RangeError(`There is no account ${state.account}.`);
  return account;
}

/** The application that commands are about when none is named: the default one, else the only one. */
function findTarget(state: PersonState): number | undefined {
  const { defaultApplication, account } = state;
  if (defaultApplication?.account === account) return defaultApplication.application;
  return currentAccount(state).applications.length === 1 ? 0 : undefined;
}

/** The plan of {@link findTarget}. */
export function currentPlan(state: PersonState): PlanId | undefined {
  const target = findTarget(state);
  return target === undefined ? undefined : currentAccount(state).applications[target];
}

export function signIn(state: PersonState): void {
  state.isSignedIn = true;
}

/**
 * `orbit auth login` to its end: it also chooses the default application. Of several somebody who is
 * asked takes by a mere Enter the one that is the default already, else the first.
 */
export function signInAndChoose(state: PersonState, isAsked: boolean): void {
  signIn(state);
  const { account, defaultApplication } = state;
  if (defaultApplication?.account === account) return;
  const { length } = currentAccount(state).applications;
  const isDecided = length === 1 || (length > 1 && isAsked);
  state.defaultApplication = isDecided ? { account, application: 0 } : undefined;
}

/** @param isKept On this machine, too; else it only exists at the service. */
export function addApplication(state: PersonState, plan: PlanId, isKept = true): void {
  const { applications } = currentAccount(state);
  applications.push(plan);
  if (!isKept) return;
  state.defaultApplication ??= { account: state.account, application: applications.length - 1 };
}

export function changePlan(state: PersonState, plan: PlanId): void {
  const target = findTarget(state);
  if (target !== undefined) currentAccount(state).applications[target] = plan;
}
