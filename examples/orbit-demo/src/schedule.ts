import { fits } from './fits-scenario.js';
import type { PlanId } from './person-state.js';
import { currentAccount, currentPlan, type PersonState } from './person-state.js';
import { agents, ciVendors, human, type Persona } from './personas.js';
import { createRandom, type Random } from './random.js';
import { versionAt } from './release-history.js';
import type { Scenario } from './scenario.js';
import { findScenario, scenarios } from './scenarios.js';
import { createForgetfulness, createRegression, shareOf } from './shares.js';

/** One run of orbit. */
export interface PlannedRun {
  scenario: Scenario;
  /** Milliseconds since 1970. */
  at: number;
  version: string;
  /** Index of the user's account in this run. */
  account: number;
  plan: PlanId;
  region: 'eu-1' | 'eu-2' | 'us-1' | 'us-2';
}

/** An account at orbit-cloud. */
export interface PlannedAccount {
  name: string;
  billing: boolean;
  /** Whether the user signs up for it during a run; otherwise it exists from the start. */
  isNew: boolean;
}

export interface PlannedUser {
  persona: Persona;
  /** Most users have one; some people have another to switch to. */
  accounts: PlannedAccount[];
  /**
   * Whether the token is in the environment, as in CI; otherwise the user signs in with a browser.
   */
  hasTokenVariable: boolean;
  /** In order. */
  runs: PlannedRun[];
}

export interface ScheduleOptions {
  seed: number;
  users: number;
  /** Exact number of runs; from 300 on, every outcome is included. */
  runs: number;
  /** End of the schedule, in milliseconds since 1970. */
  now: number;
}

const dayMs = 86_400_000;
const scheduleDays = 28;
/** Fewer runs cannot include every outcome. */
const enoughForEveryEnding = 300;
const fewestRunsOfAUser = 3;
/** After this a coding agent tries again. */
const retryMs = 20_000;

/**
 * Decides who runs what, when and with which version. The same seed gives the same schedule.
 *
 * @throws If there are too few users for every outcome.
 */
export function createSchedule(options: ScheduleOptions): PlannedUser[] {
  let missing: readonly Scenario[] = [];
  // Rare outcomes occur by chance, spread over the weeks. If one is missing, the search is repeated
  // with higher probabilities for rare ones.
  for (const eagerness of [0.2, 0.3, 0.45, 0.7, 1]) {
    const { users, waiting } = dealAll(options, eagerness);
    missing = waiting;
    if (missing.length === 0 || options.runs < enoughForEveryEnding) return users;
  }
  throw new Error(`No user fits ${missing.map(({ name }) => name).join(', ')}: take more.`);
}

function dealAll({ seed, users: count, runs, now }: ScheduleOptions, eagerness: number) {
  const random = createRandom(seed);
  const users = Array.from({ length: count }, (_, index) => createPlannedUser(index, random));
  const habits = { regress: createRegression(), forgets: createForgetfulness() };
  const plans = users.map((user) => planUser(user, random, habits));
  const lengths = users.map(() => Math.min(fewestRunsOfAUser, Math.floor(runs / count)));
  for (let dealt = lengths.reduce((sum, length) => sum + length, 0); dealt < runs; dealt += 1) {
    const index = random.integer(0, count - 1);
    lengths[index] = (lengths[index] ?? 0) + 1;
  }
  const times = lengths.map((length) => placeInTime(length, now, random));
  const waiting = [...scenarios];
  for (let position = 0; position < Math.max(...lengths); position += 1) {
    for (const [index, user] of users.entries()) {
      const time = times[index]?.[position];
      const plan = plans[index];
      if (time === undefined || plan === undefined) continue;
      const isLast = position + 1 === lengths[index];
      user.runs.push(plan.deal(time, isLast, random.next() < eagerness ? waiting : []));
      const played = waiting.findIndex(({ name }) => name === user.runs.at(-1)?.scenario.name);
      if (played >= 0) waiting.splice(played, 1);
    }
  }
  return { users, waiting };
}

function createPlannedUser(index: number, random: Random): PlannedUser {
  const persona = random.pickWeighted([
    [human, 58],
    [random.pick(agents), 24],
    [random.pick(ciVendors), 18],
  ]);
  const isHuman = persona.kind === 'human';
  const account = (name: string, isNew: boolean): PlannedAccount => ({
    name,
    billing: random.next() < 0.6,
    isNew,
  });
  const accounts = [account(`Person ${index + 1}`, isHuman && random.next() < 0.35)];
  if (isHuman && random.next() < 0.2) accounts.push(account(`Person ${index + 1} at work`, false));
  return {
    persona,
    accounts,
    hasTokenVariable: persona.kind === 'ci' || (persona.kind === 'agent' && random.next() < 0.4),
    runs: [],
  };
}

interface Time {
  at: number;
  version: string;
}

interface Habits {
  regress: ReturnType<typeof createRegression>;
  forgets: ReturnType<typeof createForgetfulness>;
}

/** One user's runs so far, and the resulting state. */
function planUser(
  { persona, accounts, hasTokenVariable }: PlannedUser,
  random: Random,
  { regress, forgets }: Habits,
) {
  const hasTerminal = persona.kind === 'human';
  const state: PersonState = {
    accounts: accounts.map(({ billing, isNew }) => ({
      exists: !isNew,
      // A person who signs up has no card yet, and may add one later.
      billing: billing && !isNew,
      applications: [],
    })),
    account: 0,
    isSignedIn: hasTokenVariable,
    hasTokenVariable,
    defaultApplication: undefined,
  };
  const region = random.pickWeighted<PlannedRun['region']>([
    ['eu-1', 40],
    ['eu-2', 15],
    ['us-1', 30],
    ['us-2', 15],
  ]);

  /** The attempt whose next run is another one, with the terms accepted. */
  let forgotten: PlannedRun | undefined;

  const isPossible = (scenario: Scenario, isLast: boolean) =>
    fits(scenario, state, hasTerminal) &&
    // A killed run needs a later run that reports its outcome; the files of a CI job are gone with
    // its machine.
    !(scenario.expected.outcome === 'vanished' && (isLast || persona.kind === 'ci')) &&
    !(scenario.expected.silent === true && isLast);

  return {
    /** The next run; awaited scenarios go first. */
    deal(time: Time, isLast: boolean, waiting: readonly Scenario[]): PlannedRun {
      if (forgotten !== undefined) {
        const { plan, version } = forgotten;
        const scenario = regress(findScenario('completed_by_flags'), version);
        const retry = { ...forgotten, scenario, at: forgotten.at + retryMs };
        forgotten = undefined;
        scenario.changes?.(state, plan);
        return retry;
      }
      const awaited = waiting.filter((one) => isPossible(one, isLast));
      const drawn =
        awaited.length > 0
          ? random.pick(awaited)
          : random.pickWeighted(
              scenarios
                .filter((one) => isPossible(one, isLast))
                .map((one) => [one, shareOf(one) * eagernessFor(one, state)]),
            );
      const isForgotten = persona.kind === 'agent' && !isLast && forgets(drawn);
      const scenario = isForgotten
        ? findScenario('terms_not_accepted_by_flags')
        : regress(drawn, time.version);
      const plan = choosePlan(scenario, state, random);
      scenario.changes?.(state, plan);
      const { account } = state;
      const run = { ...time, scenario, account, plan, region };
      if (isForgotten) forgotten = run;
      const current = currentAccount(state);
      current.billing = current.exists && accounts[account]?.billing === true;
      return run;
    },
  };
}

/**
 * A signed-in person rarely signs in again, and a person without applications first creates one.
 */
function eagernessFor({ flow, needs }: Scenario, state: PersonState): number {
  if (flow === 'auth' && state.isSignedIn && needs.otherAccount !== true) return 0.02;
  if (flow !== 'application_create') return 1;
  const { length } = currentAccount(state).applications;
  return length === 0 ? 2 : 1 / length;
}

function choosePlan({ plans }: Scenario, state: PersonState, random: Random): PlanId {
  const { billing } = currentAccount(state);
  if (plans !== undefined) return random.pick(plans(currentPlan(state)));
  return billing
    ? random.pickWeighted([
        ['free', 50],
        ['starter', 30],
        ['pro', 20],
      ])
    : 'free';
}

/** The times of a user's runs, from the first day until now, at least a few minutes apart. */
function placeInTime(length: number, now: number, random: Random): Time[] {
  // Most people are there from the start; otherwise the newest version would have most of the runs.
  const firstDaysAgo = 1 + Math.sqrt(random.next()) * (scheduleDays - 1.5);
  const lagDays = random.next() * 5;
  const days = Array.from({ length }, () => random.next() * (firstDaysAgo - 0.1));
  days.sort((a, b) => b - a);
  return days.map((later, index) => {
    const daysAgo = index === 0 ? firstDaysAgo : later;
    const minutesApart = (length - index) * 5;
    return {
      at: now - daysAgo * dayMs - minutesApart * 60_000,
      version: versionAt(daysAgo, lagDays),
    };
  });
}
