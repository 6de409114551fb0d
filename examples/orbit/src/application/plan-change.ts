import type { Account, Application, Plan } from '../answers.js';
import { AlreadyOnPlanError, NoCandidatesError, UsageError } from '../cli-error.js';
import type { CloudClient } from '../cloud-client.js';
import type { CommandContext } from '../context.js';
import { ask } from '../prompt.js';
import { ensureSignedIn } from '../sign-in.js';
import { checkBilling } from './billing.js';
import { findApplication } from './find-application.js';
import type { Direction, PlanChangeFlow } from './plan-change-flow.js';
import { describePlan, findPlan, formatPrice } from './plans.js';
import { acceptTerms } from './terms.js';

/** Flags of `orbit application upgrade` and `orbit application downgrade`. */
export interface PlanChangeOptions {
  app?: string;
  plan?: string;
  acceptTerms?: true;
  dryRun?: true;
}

/** All choices before a plan is changed. */
export interface PlanChange {
  application: Application;
  /** Id of the application's current plan. */
  from: string;
  plan: Plan;
  account: Account;
  cloud: CloudClient;
}

/** Takes each choice from its flag, else asks, else names the missing flag. */
export async function choosePlanChange(
  direction: Direction,
  options: PlanChangeOptions,
  context: CommandContext,
  flow: PlanChangeFlow | undefined,
): Promise<PlanChange> {
  const { cloud, account } = await ensureSignedIn(context, flow);
  flow?.step('application');
  const application = await findApplication(options.app, context, cloud);
  context.telemetry.setInvocationProperties({ app_id: application.id });
  flow?.step('plan');
  const plans = await context.progress('Looking up plans', () => cloud.listPlans());
  const current = findPlan(plans, application.plan);
  const offer = { application, plans, current, account };
  const plan = await choosePlan(direction, options.plan, offer, context, flow);
  flow?.step('billing');
  await checkBilling(plan, account, context, flow);
  flow?.step('terms');
  if (flow !== undefined) await acceptTerms(plan, options.acceptTerms, context, flow);
  return { application, from: current?.id ?? application.plan, plan, account, cloud };
}

interface Offer {
  application: Application;
  plans: readonly Plan[];
  /** Undefined if it is no longer offered. */
  current: Plan | undefined;
  account: Account;
}

async function choosePlan(
  direction: Direction,
  flag: string | undefined,
  offer: Offer,
  context: CommandContext,
  flow: PlanChangeFlow | undefined,
): Promise<Plan> {
  const { application, account } = offer;
  const candidates = findCandidates(direction, offer);
  if (flag !== undefined) return findRequested(direction, flag, offer, candidates, flow);
  if (candidates.length === 0) {
    flow?.abort('no_candidates');
    const isUpgrade = direction === 'upgrade';
    throw new NoCandidatesError(
      `${application.name} is on the ${isUpgrade ? 'most expensive' : 'cheapest'} plan, ${offer.current?.id ?? application.plan}.`,
      { hint: `Use orbit application ${isUpgrade ? 'downgrade' : 'upgrade'} for the others.` },
    );
  }
  if (!context.settings.isInteractive) {
    throw new UsageError(`The ${direction} needs a plan.`, { hint: hintAt(candidates) });
  }
  return ask(context, (inquirer, promptContext) =>
    inquirer.select(
      {
        message: `Plan for ${application.name}, now ${describeCurrent(offer)}:`,
        choices: candidates.map((plan) => ({ value: plan, name: describePlan(plan, account) })),
      },
      promptContext,
    ),
  );
}

/**
 * The price of a plan that is no longer offered is unknown: then every other plan is a candidate.
 */
function findCandidates(direction: Direction, { current, plans }: Offer): Plan[] {
  if (current === undefined) return [...plans];
  return plans.filter(({ priceCents }) =>
    direction === 'upgrade' ? priceCents > current.priceCents : priceCents < current.priceCents,
  );
}

function findRequested(
  direction: Direction,
  id: string,
  { application, plans, current }: Offer,
  candidates: readonly Plan[],
  flow: PlanChangeFlow | undefined,
): Plan {
  const plan = findPlan(plans, id);
  if (plan === undefined) {
    throw new UsageError('There is no such plan.', { hint: hintAt(plans) });
  }
  if (plan === current) {
    return stopOnPlan(application, plan, flow);
  }
  if (candidates.includes(plan)) return plan;
  if (plan.priceCents === current?.priceCents) {
    throw new UsageError(`The ${plan.id} plan costs as much as the present one.`, {
      hint: candidates.length === 0 ? 'There is no other plan.' : hintAt(candidates),
    });
  }
  const other = direction === 'upgrade' ? 'downgrade' : 'upgrade';
  throw new UsageError(
    `From ${current?.id ?? application.plan} to ${plan.id} is ${other === 'upgrade' ? 'an' : 'a'} ${other}.`,
    { hint: `Use orbit application ${other}.` },
  );
}

/**
 * There is nothing to change, as found by orbit or the service. @throws AlreadyOnPlanError always.
 */
export function stopOnPlan(
  application: Application,
  plan: Plan,
  flow: PlanChangeFlow | undefined,
  cause?: unknown,
): never {
  flow?.abort('already_on_plan');
  throw new AlreadyOnPlanError(`${application.name} is on the ${plan.id} plan already.`, {
    hint: 'Choose another with --plan.',
    cause,
  });
}

function hintAt(plans: readonly Plan[]): string {
  return `Choose with --plan: ${plans.map(({ id }) => id).join(', ')}.`;
}

function describeCurrent({ application, current }: Offer): string {
  return current === undefined ? application.plan : `${current.name} at ${formatPrice(current)}`;
}
