import { type Choice, chooseApplication } from '../application/choose.js';
import type { CreateFlow } from '../application/create-flow.js';
import type { CreationOptions } from '../application/creation-options.js';
import { formatPrice, reportPlan } from '../application/plans.js';
import { type Provisioned, provisionApplication } from '../application/provision.js';
import { CliError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { createOutput, type Output } from '../output.js';
import { readProfiles, storeDefaultApplication, storeProfile } from '../profiles.js';
import { ask } from '../prompt.js';

/** Creates an application with an API key on a plan; with `--dry-run` says what it would create. */
export async function applicationCreate(
  options: CreationOptions,
  context: CommandContext,
): Promise<void> {
  const output = createOutput(options.output);
  if (options.dryRun === true) {
    printDryRun(await chooseApplication(options, context, undefined), output);
    return;
  }
  const provisioned = await createApplication(options, context, output);
  printCreated(provisioned, output);
  await offerAsDefault(provisioned, context, output);
}

/** Creates an application, and reports it: inside another flow as a part of that one. */
export function createApplication(
  options: CreationOptions,
  context: CommandContext,
  output: Output,
): Promise<Provisioned> {
  return context.telemetry.runFlow('application_create', {}, (flow) =>
    create(options, context, output, flow),
  );
}

async function create(
  options: CreationOptions,
  context: CommandContext,
  output: Output,
  flow: CreateFlow,
): Promise<Provisioned> {
  const choice = await chooseApplication(options, context, flow);
  const provisioned = await provisionApplication(choice, context, output, flow);
  const { application } = provisioned;
  flow.step('profile_configure');
  context.telemetry.setInvocationProperties({ app_id: application.id });
  keepProfile(provisioned, context, output);
  flow.complete({ region: application.region, plan: reportPlan(application.plan) });
  return provisioned;
}

/** The application exists: a profile that cannot be kept is worth a warning, not a failure. */
function keepProfile(
  { application, apiKey }: Provisioned,
  { settings, telemetry }: CommandContext,
  output: Output,
): void {
  try {
    const { id, name, region, plan } = application;
    storeProfile(settings, id, { name, region, plan, api_key: apiKey.key });
    const { applications } = readProfiles(settings);
    telemetry.setInvocationProperties({
      configured_applications: Object.keys(applications).length,
    });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.warn(`The API key was not kept on this machine: ${error.message}`);
  }
}

function printCreated({ application, apiKey }: Provisioned, output: Output): void {
  const { id, name, region, plan, createdAt } = application;
  output.result(
    `Created ${name} (${id}) in ${region} on the ${plan} plan.\nAPI key: ${apiKey.key}`,
    {
      application: { id, name, region, plan, created_at: createdAt },
      api_key: apiKey,
    },
  );
  output.note('The service does not show the key again.');
}

function printDryRun({ name, plan, region, account }: Choice, output: Output): void {
  output.result(
    [
      `Would create ${name} in ${region} on the ${plan.id} plan, ${formatPrice(plan)}.`,
      `Terms: ${plan.terms.url}`,
    ].join('\n'),
    {
      dry_run: true,
      application: { name, region, plan: plan.id },
      price_cents: plan.priceCents,
      currency: plan.currency,
      terms: plan.terms,
      user_id: account.userId,
    },
  );
}

/** A courtesy after the fact: Ctrl-C here means no. */
async function offerAsDefault(
  { application }: Provisioned,
  context: CommandContext,
  output: Output,
): Promise<void> {
  if (!context.settings.isInteractive) return;
  try {
    const { default_application } = readProfiles(context.settings);
    if (default_application === null || default_application === application.id) return;
    const wanted = await ask(context, (inquirer, promptContext) =>
      inquirer.confirm({ message: `Use ${application.name} by default?` }, promptContext),
    );
    if (wanted) storeDefaultApplication(context.settings, application.id);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.note('The default application stays as it was.');
  }
}
