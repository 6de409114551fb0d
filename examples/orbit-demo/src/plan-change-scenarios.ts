import type { FaultRule } from '@sonde/example-orbit-cloud';
import { answer, cancelAt, planNames, prompts } from './dialogue.js';
import type { PlanId } from './person-state.js';
import { changePlan } from './person-state.js';
import { type OrbitRun, type RunOptions, runOrbit } from './run-orbit.js';
import {
  type ExpectedEnding,
  impatient,
  type Scenario,
  type ScenarioNeeds,
  type ScenarioWorld,
} from './scenario.js';
import { keys, type Turn } from './terminal.js';

type Direction = 'upgrade' | 'downgrade';

const ladder: readonly PlanId[] = ['free', 'starter', 'pro'];

/** The plans in a direction. */
const candidates =
  (direction: Direction) =>
  (from: PlanId | undefined): readonly PlanId[] => {
    const position = ladder.indexOf(from ?? 'free');
    return direction === 'upgrade' ? ladder.slice(position + 1) : ladder.slice(0, position);
  };
const same = (from: PlanId | undefined): readonly PlanId[] => [from ?? 'free'];

const canUpgrade = { plan: ['free', 'starter'] } as const;
const canDowngrade = { plan: ['starter', 'pro'] } as const;

interface Details {
  direction?: Direction;
  needs?: Omit<ScenarioNeeds, 'terminal'>;
  plans?: Scenario['plans'];
  /** Whether `--plan` gives the plan. Default: not on a terminal, otherwise yes. */
  named?: boolean;
  acceptTerms?: boolean;
  more?: readonly string[];
  fault?: Omit<FaultRule, 'user_id' | 'times' | 'path'>;
  signal?: NodeJS.Signals;
  env?: Record<string, string>;
}

const planOf = (world: ScenarioWorld): PlanId => world.plan ?? 'free';

async function play(
  world: ScenarioWorld,
  details: Details,
  turns?: readonly Turn[],
): Promise<OrbitRun> {
  const { cloud, userId, user } = world;
  const { direction = 'upgrade', named = turns === undefined, fault, signal } = details;
  const { acceptTerms = turns === undefined, more = [] } = details;
  const args = ['application', direction, ...(named ? ['--plan', planOf(world)] : []), ...more];
  if (acceptTerms) args.push('--accept-terms');
  if (turns === undefined) args.push('-o', 'json');
  if (fault !== undefined) {
    const path = '/v1/applications/:application_id/plan';
    await cloud.addFault({ method: 'PUT', path, user_id: userId, ...fault });
  }
  const options: RunOptions = { env: { ...world.env, ...details.env } };
  if (turns !== undefined) options.turns = turns;
  if (signal !== undefined) {
    options.interrupt = { signal, when: () => cloud.untilFaultsMet(userId) };
  }
  return runOrbit(user, args, options);
}

/** A change that the person's card and the application's plan allow, unless stated otherwise. */
function describe(details: Details): Pick<Scenario, 'plans'> & { needs: ScenarioNeeds } {
  const { direction = 'upgrade', plans = candidates(direction) } = details;
  const possible = direction === 'upgrade' ? canUpgrade : canDowngrade;
  return { plans, needs: details.needs ?? { billing: true, ...possible } };
}

const changesPlan = ({ outcome }: ExpectedEnding): Pick<Scenario, 'changes'> =>
  outcome === 'completed' ? { changes: changePlan } : {};

function inTerminal<const Name extends string>(
  name: Name,
  expected: ExpectedEnding,
  turns: (world: ScenarioWorld) => readonly Turn[],
  details: Details = {},
): Scenario<Name> {
  const { needs, ...plans } = describe(details);
  return {
    name,
    flow: 'plan_change',
    expected,
    ...plans,
    needs: { ...needs, terminal: true },
    ...changesPlan(expected),
    run: (world) => play(world, details, turns(world)),
  };
}

function byFlags<const Name extends string>(
  name: Name,
  expected: ExpectedEnding,
  details: Details = {},
): Scenario<Name> {
  const { needs, ...plans } = describe(details);
  return {
    name,
    flow: 'plan_change',
    expected,
    ...plans,
    needs: { ...needs, terminal: false },
    ...changesPlan(expected),
    run: (world) => play(world, details),
  };
}

const completed: ExpectedEnding = { outcome: 'completed', exitCode: 0 };
const stopped = (
  step: string,
  reason: NonNullable<ExpectedEnding['reason']>,
  exitCode = 1,
): ExpectedEnding => ({ outcome: 'aborted', step, reason, exitCode });
const failed = (step: string, errorClass: string): ExpectedEnding => ({
  outcome: 'failed',
  step,
  errorClass,
  exitCode: 1,
});
const vanished: ExpectedEnding = {
  outcome: 'vanished',
  reason: 'vanished',
  step: 'api_call',
  exitCode: null,
};

const choosePlan = (world: ScenarioWorld): Turn[] => {
  const { newPlan, terms } = answer(world);
  return [newPlan, terms];
};
/** The prompt after changing to a plan that costs money. */
const courtesy = (world: ScenarioWorld): Turn[] =>
  planOf(world) === 'free' ? [] : [answer(world).invoice];

/** Once the request is on its way: its fault must not be left for the person's next change. */
const duringChange = (world: ScenarioWorld, action: Pick<Turn, 'type' | 'signal'>): Turn => ({
  waitFor: prompts.changing,
  act: () => world.cloud.untilFaultsMet(world.userId),
  ...action,
});

/** Longer than a person waits. */
const unanswered = { delay_ms: 20_000 };
const noCard = { billing: false, plan: ['free'] } as const;
const needsACard: Details = { needs: noCard, plans: () => ['starter', 'pro'] };
const anyPlan = { plan: ladder };
const onDearest = { plan: ['pro'] } as const;
const onCheapest = { plan: ['free'] } as const;

/** Every outcome of the plan change flow, for people, agents and CI. */
export const planChangeScenarios = [
  inTerminal('upgraded', completed, (world) => [...choosePlan(world), ...courtesy(world)]),
  inTerminal(
    'upgraded_to_named_plan',
    completed,
    (world) => [answer(world).terms, ...courtesy(world)],
    {
      named: true,
    },
  ),
  inTerminal('upgraded_then_left', completed, (world) => [
    ...choosePlan(world),
    cancelAt('invoice'),
  ]),
  inTerminal('downgraded', completed, (world) => [...choosePlan(world), ...courtesy(world)], {
    direction: 'downgrade',
  }),
  inTerminal('upgrade_terms_declined', stopped('terms', 'declined_terms'), (world) => [
    answer(world).newPlan,
    { waitFor: prompts.terms, type: `n${keys.enter}` },
  ]),
  inTerminal(
    'upgrade_billing_wall',
    stopped('billing', 'billing_required'),
    (world) => [
      { waitFor: prompts.newPlan, type: planNames[planOf(world)] + keys.enter },
      answer(world).billingPage,
    ],
    needsACard,
  ),
  inTerminal('already_on_plan', stopped('plan', 'already_on_plan'), () => [], {
    named: true,
    plans: same,
    needs: anyPlan,
  }),
  inTerminal('upgrade_without_candidates', stopped('plan', 'no_candidates'), () => [], {
    needs: onDearest,
    plans: same,
  }),
  inTerminal('downgrade_without_candidates', stopped('plan', 'no_candidates'), () => [], {
    direction: 'downgrade',
    needs: onCheapest,
    plans: same,
  }),
  inTerminal('upgrade_cancelled_at_plan', stopped('plan', 'cancelled', 2), () => [
    cancelAt('newPlan'),
  ]),
  inTerminal(
    'downgrade_cancelled_at_plan',
    stopped('plan', 'cancelled', 2),
    () => [cancelAt('newPlan')],
    {
      direction: 'downgrade',
    },
  ),
  inTerminal('upgrade_cancelled_at_terms', stopped('terms', 'cancelled', 2), (world) => [
    answer(world).newPlan,
    cancelAt('terms'),
  ]),
  inTerminal(
    'cancelled_during_plan_change',
    stopped('api_call', 'cancelled', 2),
    (world) => [...choosePlan(world), duringChange(world, { type: keys.ctrlC })],
    { fault: unanswered },
  ),
  inTerminal('upgrade_failed', failed('api_call', 'CloudFailureError'), choosePlan, {
    fault: { status: 500 },
  }),
  inTerminal('downgrade_met_conflict', failed('api_call', 'ConflictError'), choosePlan, {
    direction: 'downgrade',
    fault: { status: 409 },
  }),
  inTerminal(
    'killed_during_plan_change',
    vanished,
    (world) => [...choosePlan(world), duringChange(world, { signal: 'SIGKILL' })],
    { fault: unanswered },
  ),
  byFlags('upgraded_by_flags', completed),
  byFlags('downgraded_by_flags', completed, { direction: 'downgrade' }),
  byFlags('upgrade_dry_run_by_flags', { outcome: 'none', exitCode: 0 }, { more: ['--dry-run'] }),
  byFlags('upgrade_terms_not_accepted_by_flags', stopped('terms', 'declined_terms'), {
    acceptTerms: false,
  }),
  byFlags('upgrade_billing_wall_by_flags', stopped('billing', 'billing_required'), needsACard),
  byFlags('billing_required_at_plan_change_by_flags', stopped('api_call', 'billing_required'), {
    fault: { status: 402 },
  }),
  byFlags('already_on_plan_by_flags', stopped('plan', 'already_on_plan'), {
    plans: same,
    needs: anyPlan,
  }),
  byFlags('upgrade_without_candidates_by_flags', stopped('plan', 'no_candidates'), {
    named: false,
    needs: onDearest,
    plans: same,
  }),
  byFlags('downgrade_without_candidates_by_flags', stopped('plan', 'no_candidates'), {
    direction: 'downgrade',
    named: false,
    needs: onCheapest,
    plans: same,
  }),
  byFlags('upgrade_without_plan_by_flags', failed('plan', 'UsageError'), {
    named: false,
    needs: canUpgrade,
  }),
  byFlags('upgrade_rate_limited_by_flags', failed('api_call', 'RateLimitedError'), {
    fault: { status: 429, retry_after: 30 },
  }),
  byFlags('upgrade_failed_by_flags', failed('api_call', 'CloudFailureError'), {
    fault: { status: 503 },
  }),
  byFlags('upgrade_timed_out_by_flags', failed('api_call', 'CloudTimeoutError'), {
    fault: unanswered,
    env: impatient,
  }),
  byFlags('interrupted_during_plan_change_by_flags', stopped('api_call', 'cancelled', 2), {
    fault: unanswered,
    signal: 'SIGINT',
  }),
  byFlags('killed_during_plan_change_by_flags', vanished, { fault: unanswered, signal: 'SIGKILL' }),
] as const satisfies readonly Scenario[];
