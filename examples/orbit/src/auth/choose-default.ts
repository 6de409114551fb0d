import type { Application } from '../answers.js';
import { createApplication } from '../application/create-application.js';
import { askForApplication } from '../application/find-application.js';
import type { Provisioned } from '../application/provision.js';
import { BillingRequiredError, CliError, TermsDeclinedError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import type { Output } from '../output.js';
import { readProfiles, storeDefaultApplication } from '../profiles.js';
import { ask } from '../prompt.js';
import { describeInvocation } from '../telemetry.js';
import type { AuthFlow } from './auth-flow.js';

/** The application that commands use by default from now on. */
export interface DefaultChoice {
  /** Undefined if there is none, or the choice was postponed. */
  application: Application | undefined;
  /** Set if the application was created during sign-in. */
  provisioned: Provisioned | undefined;
}

/**
 * Chooses the application of a person who has signed in: the only one; on a terminal, a chosen or a
 * new one. Without a terminal, an existing default of this person stays.
 *
 * @throws CancelledError on Ctrl-C; what creating an application throws.
 */
export async function chooseDefault(
  applications: readonly Application[],
  context: CommandContext,
  output: Output,
  flow: AuthFlow,
): Promise<DefaultChoice> {
  const { settings, telemetry } = context;
  const provisioned =
    applications.length === 0 ? await offerToCreate(context, output, flow) : undefined;
  const application = provisioned?.application ?? (await select(applications, context, flow));
  flow.step('profile_configure');
  try {
    // A default of another person on this machine does not count for this account.
    if (readProfiles(settings).default_application !== (application?.id ?? null)) {
      await storeDefaultApplication(context, application?.id ?? null);
    }
  } catch (error) {
    // Its key must still be shown, because it is never shown again.
    if (provisioned === undefined || !(error instanceof CliError)) throw error;
    output.warn(`It is not the default application: ${error.message}`);
  }
  describeInvocation(telemetry, settings);
  return { application, provisioned };
}

async function select(
  applications: readonly Application[],
  context: CommandContext,
  flow: AuthFlow,
): Promise<Application | undefined> {
  const [first, ...others] = applications;
  if (first === undefined) return undefined;
  flow.step('app_select');
  if (others.length === 0) return first;
  const { default_application } = readProfiles(context.settings);
  if (context.settings.isInteractive) {
    return askForApplication(applications, context, default_application);
  }
  return applications.find(({ id }) => id === default_application);
}

/** Undefined without a terminal, or if the answer is no. */
async function offerToCreate(
  context: CommandContext,
  output: Output,
  flow: AuthFlow,
): Promise<Provisioned | undefined> {
  if (!context.settings.isInteractive) return undefined;
  flow.step('app_create');
  const isWanted = await ask(context, (inquirer, promptContext) =>
    inquirer.confirm({ message: 'You have no application yet. Create one?' }, promptContext),
  );
  if (!isWanted) return undefined;
  try {
    return await createApplication({ output: output.format }, context, output);
  } catch (error) {
    // Creating the application is part of this flow, which therefore reports its reasons.
    if (error instanceof TermsDeclinedError) flow.abort('declined_terms');
    if (error instanceof BillingRequiredError) flow.abort('billing_required');
    throw error;
  }
}
