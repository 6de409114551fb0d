import type { Application } from '../answers.js';
import { askForApplication, findNamed, listYours } from '../application/find-application.js';
import { UsageError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { createOutput, type OutputFormat } from '../output.js';
import { readProfiles, storeDefaultApplication } from '../profiles.js';
import { readProjectApplication } from '../project/project-application.js';
import { connectSignedIn } from '../sign-in.js';

/** Flags of `orbit application select`. */
export interface SelectOptions {
  app?: string;
  dryRun?: true;
  output: OutputFormat;
}

/** Chooses the application that commands use by default. */
export async function applicationSelect(
  options: SelectOptions,
  context: CommandContext,
): Promise<void> {
  const { settings, telemetry } = context;
  const cloud = await connectSignedIn(context);
  // Before asking: a file that cannot be read cannot be changed either.
  const { default_application: before } = readProfiles(settings);
  const applications = await listYours(context, cloud);
  const { id, name, region, plan } = await choose(options, context, applications);
  const isDryRun = options.dryRun === true;
  if (!isDryRun) {
    await storeDefaultApplication(context, id);
    telemetry.setInvocationProperties({ app_id: id });
  }
  const output = createOutput(options.output);
  output.result(
    isDryRun ? `Would use ${name} (${id}) by default.` : `${name} (${id}) is used by default.`,
    {
      ...(isDryRun ? { dry_run: true } : {}),
      application: { id, name, region, plan },
      previous_default_application: before,
    },
  );
  const inProject = readProjectApplication(process.cwd());
  if (inProject !== undefined && inProject !== id) {
    const other = applications.find((application) => application.id === inProject);
    output.note(`In this project it is still ${other?.name ?? inProject}, by .orbit.yaml.`);
  }
}

async function choose(
  { app }: SelectOptions,
  context: CommandContext,
  applications: readonly Application[],
): Promise<Application> {
  if (app !== undefined) return findNamed(app, applications);
  if (context.settings.isInteractive) return askForApplication(applications, context);
  throw new UsageError('There is no terminal to ask which application.', {
    hint: `Name it with --app: ${applications.map(({ name }) => name).join(', ')}.`,
  });
}
