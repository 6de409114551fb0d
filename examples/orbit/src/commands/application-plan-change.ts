import type { Application } from '../answers.js';
import { offerInvoice, stopAtBillingWall } from '../application/billing.js';
import {
  choosePlanChange,
  type PlanChange,
  type PlanChangeOptions,
  stopOnPlan,
} from '../application/plan-change.js';
import type { Direction, PlanChangeFlow } from '../application/plan-change-flow.js';
import { formatPrice, reportPlan } from '../application/plans.js';
import { CliError } from '../cli-error.js';
import { CloudRefusalError, PaymentRequiredError } from '../cloud-errors.js';
import type { CommandContext } from '../context.js';
import { createOutput, type Output, type OutputFormat } from '../output.js';
import { updateProfile } from '../profiles.js';

/** Changes an application to a more expensive or a cheaper plan; `--dry-run` prints which. */
export async function applicationPlanChange(
  direction: Direction,
  options: PlanChangeOptions & { output: OutputFormat },
  context: CommandContext,
): Promise<void> {
  const output = createOutput(options.output);
  if (options.dryRun === true) {
    printDryRun(await choosePlanChange(direction, options, context, undefined), output);
    return;
  }
  const requested = options.plan === undefined ? {} : { requested_plan: reportPlan(options.plan) };
  const { change, application } = await context.telemetry.runFlow(
    'plan_change',
    { direction, ...requested },
    (flow) => changePlan(direction, options, context, output, flow),
  );
  printChanged(change, application, output);
  if (change.plan.priceCents > 0) await offerInvoice(change.account, context);
}

async function changePlan(
  direction: Direction,
  options: PlanChangeOptions,
  context: CommandContext,
  output: Output,
  flow: PlanChangeFlow,
): Promise<{ change: PlanChange; application: Application }> {
  const change = await choosePlanChange(direction, options, context, flow);
  flow.step('api_call');
  const application = await applyPlan(change, context, output, flow);
  flow.step('profile_configure');
  await keepPlan(application, context, output);
  flow.complete({
    from_plan: reportPlan(change.from),
    to_plan: reportPlan(change.plan.id),
  });
  return { change, application };
}

async function applyPlan(
  { application, plan, account, cloud }: PlanChange,
  context: CommandContext,
  output: Output,
  flow: PlanChangeFlow,
): Promise<Application> {
  try {
    return await context.progress(`Changing to the ${plan.name} plan`, () =>
      cloud.applyPlan(application.id, plan),
    );
  } catch (error) {
    if (error instanceof PaymentRequiredError) {
      return stopAtBillingWall(plan, account, context, flow, error);
    }
    if (error instanceof CloudRefusalError && error.refusal.code === 'already_on_plan') {
      return stopOnPlan(application, plan, flow, error);
    }
    if (!(error instanceof CloudRefusalError)) {
      output.warn(
        'The service may have changed the plan all the same; see orbit application list.',
      );
    }
    throw error;
  }
}

/** The plan has been changed: a profile that cannot be stored causes a warning, not a failure. */
async function keepPlan(
  { id, plan }: Application,
  context: CommandContext,
  output: Output,
): Promise<void> {
  try {
    await updateProfile(context, id, { plan });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.warn(`The plan was not noted on this machine: ${error.message}`);
  }
}

function printChanged({ from, plan }: PlanChange, after: Application, output: Output) {
  output.result(
    `${after.name} (${after.id}) went from ${from} to ${plan.id}, ${formatPrice(plan)}.`,
    {
      application: { id: after.id, name: after.name, region: after.region, plan: plan.id },
      from_plan: from,
      to_plan: plan.id,
      price_cents: plan.priceCents,
      currency: plan.currency,
    },
  );
}

function printDryRun({ application, from, plan, account }: PlanChange, output: Output): void {
  output.result(
    [
      `Would put ${application.name} (${application.id}) from ${from} on the ${plan.id} plan, ${formatPrice(plan)}.`,
      `Terms: ${plan.terms.url}`,
    ].join('\n'),
    {
      dry_run: true,
      application: { id: application.id, name: application.name, region: application.region },
      from_plan: from,
      to_plan: plan.id,
      price_cents: plan.priceCents,
      currency: plan.currency,
      terms: plan.terms,
      user_id: account.userId,
    },
  );
}
