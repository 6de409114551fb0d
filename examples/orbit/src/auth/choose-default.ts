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

/** What commands use from now on when no application is named. */
export interface DefaultChoice {
  /** Undefined when there is none, or it is for somebody to choose later. */
  application: Application | undefined;
  /** Set when the application was created on the way. */
  provisioned: Provisioned | undefined;
}

/**
 * Gives somebody who signed in an application to work with: theirs when there is one, on a terminal the
 * one they choose, or the one they create. Elsewhere a default that is theirs stays.
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
    // A default that somebody else chose here before is none for this account.
    if (readProfiles(settings).default_application !== (application?.id ?? null)) {
      await storeDefaultApplication(context, application?.id ?? null);
    }
  } catch (error) {
    // Its key is still to be shown, and nobody shows it again.
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

/** Undefined when nobody can be asked, or the answer is no. */
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
    // The flow of the creation is a part of this one: its reasons are said here.
    if (error instanceof TermsDeclinedError) flow.abort('declined_terms');
    if (error instanceof BillingRequiredError) flow.abort('billing_required');
    throw error;
  }
}
