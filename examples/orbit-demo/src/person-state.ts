export type PlanId = 'free' | 'starter' | 'pro';

/** The state of an account at orbit-cloud. */
export interface AccountState {
  /** False if the person must still sign up. */
  exists: boolean;
  /** A card is on file. */
  billing: boolean;
  /** Plan of each application, oldest first. */
  applications: PlanId[];
}

/** A person's state between two runs. */
export interface PersonState {
  accounts: AccountState[];
  /** Index of the account that the person uses. */
  account: number;
  isSignedIn: boolean;
  /** Signed in by a token in the environment. */
  hasTokenVariable: boolean;
  /** The default application that orbit stores on the machine. */
  defaultApplication: { account: number; application: number } | undefined;
}

export function currentAccount(state: PersonState): AccountState {
  const account = state.accounts[state.account];
  if (account === undefined) throw new RangeError(`There is no account ${state.account}.`);
  return account;
}

/** The application that commands use without a name: the default one, else the only one. */
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
 * A complete `orbit auth login`, which also chooses the default application. At the prompt, Enter
 * selects the current default, else the first application.
 */
export function signInAndChoose(state: PersonState, isAsked: boolean): void {
  signIn(state);
  const { account, defaultApplication } = state;
  if (defaultApplication?.account === account) return;
  const { length } = currentAccount(state).applications;
  const isDecided = length === 1 || (length > 1 && isAsked);
  state.defaultApplication = isDecided ? { account, application: 0 } : undefined;
}

/** @param isKept Whether it is also stored on this machine, not only at the service. */
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
