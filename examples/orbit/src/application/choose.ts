import type { Account, Plan, Region } from '../answers.js';
import { UsageError } from '../cli-error.js';
import type { CloudClient } from '../cloud-client.js';
import type { CommandContext } from '../context.js';
import { ask } from '../prompt.js';
import { ensureSignedIn } from '../sign-in.js';
import { checkBilling } from './billing.js';
import type { CreateFlow } from './create-flow.js';
import type { CreationOptions } from './creation-options.js';
import { describePlan, findPlan } from './plans.js';
import { acceptTerms } from './terms.js';

/** All choices before something is created. */
export interface Choice {
  name: string;
  account: Account;
  cloud: CloudClient;
  plan: Plan;
  region: string;
  /** As offered by the service, the default first. */
  regions: readonly Region[];
}

/** Takes each choice from its flag, else asks, else uses the default or names the missing flag. */
export async function chooseApplication(
  options: CreationOptions,
  context: CommandContext,
  flow: CreateFlow | undefined,
): Promise<Choice> {
  flow?.step('name');
  const name = await chooseName(options.name, context);
  const { cloud, account } = await ensureSignedIn(context, flow);
  flow?.step('plan');
  const plan = await choosePlan(options.plan, context, cloud, account);
  await checkBilling(plan, account, context, flow);
  flow?.step('terms');
  if (flow !== undefined) await acceptTerms(plan, options.acceptTerms, context, flow);
  flow?.step('region');
  const regions = await context.progress('Looking up regions', () => cloud.listRegions());
  const region = await chooseRegion(options.region, context, regions);
  return { name, account, cloud, plan, region, regions };
}

const namePattern = /^[a-z][a-z0-9-]{1,39}$/;
const nameRule = 'Use 2 to 40 lower-case letters, digits and -, and begin with a letter.';

async function chooseName(flag: string | undefined, context: CommandContext): Promise<string> {
  if (flag !== undefined) {
    if (namePattern.test(flag)) return flag;
    throw new UsageError('That is not a name for an application.', { hint: nameRule });
  }
  if (!context.settings.isInteractive) {
    throw new UsageError('The application needs a name.', { hint: 'Give it with --name.' });
  }
  return ask(context, (inquirer, promptContext) =>
    inquirer.input(
      {
        message: 'Name of the application:',
        validate: (value) => namePattern.test(value) || nameRule,
      },
      promptContext,
    ),
  );
}

async function choosePlan(
  flag: string | undefined,
  context: CommandContext,
  cloud: CloudClient,
  account: Account,
): Promise<Plan> {
  const plans = await context.progress('Looking up plans', () => cloud.listPlans());
  if (flag !== undefined || !context.settings.isInteractive) {
    const plan = findPlan(plans, flag ?? 'free');
    if (plan !== undefined) return plan;
    throw new UsageError('There is no such plan.', {
      hint: `Choose with --plan: ${plans.map(({ id }) => id).join(', ')}.`,
    });
  }
  return ask(context, (inquirer, promptContext) =>
    inquirer.select(
      {
        message: 'Plan:',
        choices: plans.map((plan) => ({ value: plan, name: describePlan(plan, account) })),
      },
      promptContext,
    ),
  );
}

async function chooseRegion(
  flag: string | undefined,
  context: CommandContext,
  regions: readonly Region[],
): Promise<string> {
  if (flag !== undefined || !context.settings.isInteractive) {
    const region = flag === undefined ? regions[0] : regions.find(({ id }) => id === flag);
    if (region !== undefined) return region.id;
    throw new UsageError('There is no such region.', {
      hint: `Choose with --region: ${regions.map(({ id }) => id).join(', ')}.`,
    });
  }
  return askForRegion('Region:', context, regions);
}

/** @throws CancelledError on Ctrl-C. */
export function askForRegion(
  message: string,
  context: CommandContext,
  regions: readonly Region[],
): Promise<string> {
  return ask(context, (inquirer, promptContext) =>
    inquirer.select(
      { message, choices: regions.map(({ id, name }) => ({ value: id, name: `${id} ${name}` })) },
      promptContext,
    ),
  );
}
