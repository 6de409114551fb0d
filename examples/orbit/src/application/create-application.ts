import { CliError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import type { Output } from '../output.js';
import { readProfiles, storeProfile } from '../profiles.js';
import { chooseApplication } from './choose.js';
import type { CreateFlow } from './create-flow.js';
import type { CreationOptions } from './creation-options.js';
import { reportPlan } from './plans.js';
import { type Provisioned, provisionApplication } from './provision.js';

/** Creates an application and reports it; inside another flow, as part of that one. */
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
  await keepProfile(provisioned, context, output);
  flow.complete({ region: application.region, plan: reportPlan(application.plan) });
  return provisioned;
}

/** The application exists: a profile that cannot be stored causes a warning, not a failure. */
async function keepProfile(
  { application, apiKey }: Provisioned,
  context: CommandContext,
  output: Output,
): Promise<void> {
  const { settings, telemetry } = context;
  try {
    const { id, name, region, plan } = application;
    await storeProfile(context, id, { name, region, plan, api_key: apiKey.key });
    const { applications } = readProfiles(settings);
    telemetry.setInvocationProperties({
      configured_applications: Object.keys(applications).length,
    });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.warn(`The API key was not kept on this machine: ${error.message}`);
  }
}
