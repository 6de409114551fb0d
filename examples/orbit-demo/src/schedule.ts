import { agents, ciVendors, human, type Persona } from './personas.js';
import { createRandom, type Random } from './random.js';
import { regressedVersion, versionAt } from './release-history.js';
import type { Scenario } from './scenario.js';
import { findScenario, type ScenarioName, scenarios } from './scenarios.js';

/** What one run does. */
type PlannedCommand =
  | { kind: 'create'; scenario: Scenario }
  | { kind: 'login' | 'logout' | 'status' | 'init' | 'list' | 'list_failing' };

export interface PlannedRun {
  command: PlannedCommand;
  /** Milliseconds since 1970. */
  at: number;
  version: string;
  plan: 'free' | 'starter' | 'pro';
  region: 'eu-1' | 'eu-2' | 'us-1' | 'us-2';
}

export interface PlannedUser {
  name: string;
  persona: Persona;
  billing: boolean;
  /** The token is in the environment, as in CI; else somebody signs in with a browser. */
  hasTokenVariable: boolean;
  /** In order. */
  runs: PlannedRun[];
}

export interface ScheduleOptions {
  seed: number;
  users: number;
  /** At least; a little more, so that no story ends in the middle. */
  runs: number;
  /** Milliseconds since 1970 at which the story ends. */
  now: number;
}

const dayMs = 86_400_000;
const storyDays = 28;

/** Endings as they are dealt out, once each has been had. */
const weights: Partial<Record<ScenarioName, number>> = {
  completed: 72,
  completed_signing_in: 10,
  completed_in_other_region: 8,
  completed_then_left: 5,
  terms_declined: 8,
  billing_wall: 10,
  cancelled_at_name: 2,
  cancelled_at_browser: 3,
  cancelled_at_plan: 6,
  cancelled_at_terms: 4,
  cancelled_at_region: 2,
  failed_at_api_call: 1.5,
  failed_at_api_key: 1,
  completed_by_flags: 72,
  completed_in_other_region_by_flags: 7,
  terms_not_accepted_by_flags: 5,
  billing_wall_by_flags: 7,
  dry_run_by_flags: 6,
  rate_limited_by_flags: 2,
  failed_at_api_call_by_flags: 1.5,
  unauthorized_by_flags: 1,
};

/** Deals out who runs what, when and with which version. The same seed gives the same story. */
export function createSchedule(options: ScheduleOptions): PlannedUser[] {
  const { seed, users: count, runs, now } = options;
  const random = createRandom(seed);
  const users = Array.from({ length: count }, (_, index) => createPlannedUser(index, random));
  const stories = users.map((user) => createStory(user, random));
  const waiting = [...scenarios];
  let dealt = 0;
  for (let turn = 0; dealt < runs || waiting.length > 0; turn += 1) {
    const story = stories[turn % stories.length];
    if (story === undefined || turn > 20 * (runs + scenarios.length)) {
      throw new Error(`No user fits ${waiting.map(({ name }) => name).join(', ')}: take more.`);
    }
    dealt += story.deal(waiting);
  }
  users.forEach((user, index) => {
    const commands = stories[index]?.finish() ?? [];
    user.runs = placeInTime(commands, user, now, random);
  });
  return users;
}

function createPlannedUser(index: number, random: Random): PlannedUser {
  const persona = random.pickWeighted([
    [human, 58],
    [random.pick(agents), 24],
    [random.pick(ciVendors), 18],
  ]);
  return {
    name: `Person ${index + 1}`,
    persona,
    billing: random.next() < 0.4,
    hasTokenVariable: persona.kind === 'ci' || (persona.kind === 'agent' && random.next() < 0.5),
    runs: [],
  };
}

/** One user's commands so far, and what holds after them. */
function createStory(user: PlannedUser, random: Random) {
  const commands: PlannedCommand[] = [];
  const isHuman = user.persona.kind === 'human';
  let session = user.hasTokenVariable;
  let defaultApplication = false;

  const add = (...more: PlannedCommand[]) => {
    commands.push(...more);
    return more.length;
  };
  const fits = ({ needs, expected }: Scenario) =>
    needs.terminal === isHuman &&
    (needs.session ?? true) === session &&
    (needs.billing ?? user.billing) === user.billing &&
    (needs.defaultApplication ?? defaultApplication) === defaultApplication &&
    // What a CI job leaves behind is gone with its machine: nothing would tell the end of its story.
    !(user.persona.kind === 'ci' && expected.outcome === 'vanished');
  const create = (scenario: Scenario) => {
    if (scenario.expected.outcome === 'completed') {
      session = true;
      defaultApplication = true;
    }
    return add({ kind: 'create', scenario });
  };
  const signIn = () => {
    session = true;
    return add({ kind: 'login' });
  };

  return {
    /** Adds the next commands; takes what is waiting before anything else. Says how many. */
    deal(waiting: Scenario[]): number {
      const next = waiting.findIndex(fits);
      if (next >= 0) return waiting.splice(next, 1).reduce((sum, one) => sum + create(one), 0);
      if (!session) return signIn();
      if (commands.length < 3 && random.next() < 0.5) return add({ kind: 'init' });
      if (random.next() < 0.4) {
        return add(
          random.pickWeighted<PlannedCommand>([
            [{ kind: 'list' }, 82],
            [{ kind: 'list_failing' }, 4],
            [{ kind: 'status' }, 14],
          ]),
        );
      }
      const possible = scenarios
        .filter(fits)
        .map((one) => [one, weights[one.name as ScenarioName] ?? 0] as const);
      return create(random.pickWeighted(possible));
    },
    /** The whole story; its last run can tell how a killed one before it ended. */
    finish(): PlannedCommand[] {
      const last = commands.at(-1);
      const vanished = last?.kind === 'create' && last.scenario.expected.outcome === 'vanished';
      if (vanished || commands.length === 0) add(session ? { kind: 'list' } : { kind: 'init' });
      if (session && !user.hasTokenVariable && random.next() < 0.1) add({ kind: 'logout' });
      return commands;
    },
  };
}

/** Spreads the commands from the user's first day to now, in order, a few minutes apart at least. */
function placeInTime(
  commands: PlannedCommand[],
  user: PlannedUser,
  now: number,
  random: Random,
): PlannedRun[] {
  const firstDaysAgo = 1 + random.next() * (storyDays - 1.5);
  const lagDays = random.next() * 5;
  const region = random.pickWeighted<PlannedRun['region']>([
    ['eu-1', 40],
    ['eu-2', 15],
    ['us-1', 30],
    ['us-2', 15],
  ]);
  const days = commands.map(() => random.next() * (firstDaysAgo - 0.1)).sort((a, b) => b - a);
  let hasApplication = false;
  return commands.map((planned, index) => {
    const daysAgo = index === 0 ? firstDaysAgo : (days[index] ?? 0);
    const minutesApart = (commands.length - index) * 5;
    const version = versionAt(daysAgo, lagDays);
    // A first application that failed would leave nothing for what comes later in the story.
    const command = hasApplication ? regress(planned, version, random) : planned;
    hasApplication ||=
      command.kind === 'create' && command.scenario.expected.outcome === 'completed';
    return {
      command,
      at: now - daysAgo * dayMs - minutesApart * 60_000,
      version,
      plan: user.billing ? random.pick(['free', 'starter', 'pro']) : 'free',
      region,
    };
  });
}

/** In the version that went wrong many a creation fails that would have been completed. */
function regress(command: PlannedCommand, version: string, random: Random): PlannedCommand {
  if (command.kind !== 'create' || version !== regressedVersion) return command;
  const failing = failsInstead[command.scenario.name];
  if (failing === undefined || random.next() > 0.6) return command;
  return { kind: 'create', scenario: findScenario(failing) };
}

const failsInstead: Partial<Record<string, ScenarioName>> = {
  completed: 'failed_at_api_key',
  completed_by_flags: 'failed_at_api_key_by_flags',
};
