import { type Choice, chooseApplication } from '../application/choose.js';
import { createApplication } from '../application/create-application.js';
import type { CreationOptions } from '../application/creation-options.js';
import { formatPrice } from '../application/plans.js';
import type { Provisioned } from '../application/provision.js';
import { CliError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { createOutput, type Output } from '../output.js';
import { readProfiles, storeDefaultApplication } from '../profiles.js';
import { ask } from '../prompt.js';

/** Creates an application with an API key on a plan; `--dry-run` prints what it would create. */
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
  // With JSON output, ask no further questions.
  if (options.output === 'text') await offerAsDefault(provisioned, context, output);
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

/** A courtesy after the work is done: Ctrl-C here means no. */
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
    if (wanted) await storeDefaultApplication(context, application.id);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.note('The default application stays as it was.');
  }
}
