import type { Application } from '../answers.js';
import { UsageError } from '../cli-error.js';
import type { CloudClient } from '../cloud-client.js';
import type { CommandContext } from '../context.js';
import { readProfiles } from '../profiles.js';
import { readProjectApplication } from '../project/project-application.js';
import { ask } from '../prompt.js';

/**
 * The application of a command: from the flag, else the project's, else the default, else the only
 * one, else asks.
 *
 * @throws UsageError if there is none, or it is ambiguous; CancelledError on Ctrl-C.
 */
export async function findApplication(
  flag: string | undefined,
  context: CommandContext,
  cloud: CloudClient,
): Promise<Application> {
  const applications = await listYours(context, cloud);
  if (flag !== undefined) return findNamed(flag, applications);
  const inProject = readProjectApplication(process.cwd());
  if (inProject !== undefined) {
    const application = applications.find(({ id }) => id === inProject);
    if (application !== undefined) return application;
    throw new UsageError(`The project's application ${inProject} is not one of yours.`, {
      hint: 'Name another with --app, or correct applicationId in .orbit.yaml.',
    });
  }
  const { default_application } = readProfiles(context.settings);
  const preferred = applications.find(({ id }) => id === default_application);
  return preferred ?? chooseApplication(applications, context);
}

/** @throws UsageError if there is no application. */
export async function listYours(
  context: CommandContext,
  cloud: CloudClient,
): Promise<[Application, ...Application[]]> {
  const [first, ...others] = await context.progress('Looking up your applications', () =>
    cloud.listApplications(),
  );
  if (first === undefined) {
    throw new UsageError('You have no applications yet.', {
      hint: 'Create one with orbit application create.',
    });
  }
  return [first, ...others];
}

/** Finds an application by id or name. @throws UsageError if there is none. */
export function findNamed(wanted: string, applications: readonly Application[]): Application {
  const application = applications.find(({ id, name }) => id === wanted || name === wanted);
  if (application !== undefined) return application;
  throw new UsageError('You have no such application.', {
    hint: `Yours are: ${applications.map(({ name }) => name).join(', ')}.`,
  });
}

/** The only one, else asks. @throws UsageError without a terminal; CancelledError on Ctrl-C. */
async function chooseApplication(
  applications: readonly [Application, ...Application[]],
  context: CommandContext,
): Promise<Application> {
  if (applications.length === 1) return applications[0];
  if (context.settings.isInteractive) return askForApplication(applications, context);
  throw new UsageError('It is not clear which application is meant.', {
    hint: 'Name it with --app, or choose a default with orbit application select.',
  });
}

/**
 * @param preferred Id of the application that Enter selects. Default: the first.
 * @throws CancelledError on Ctrl-C.
 */
export function askForApplication(
  applications: readonly Application[],
  context: CommandContext,
  preferred?: string | null,
): Promise<Application> {
  const current = applications.find(({ id }) => id === preferred);
  return ask(context, (inquirer, promptContext) =>
    inquirer.select(
      {
        message: 'Application:',
        ...(current === undefined ? {} : { default: current }),
        choices: applications.map((application) => ({
          value: application,
          name: `${application.name} (${application.id}, ${application.plan})`,
        })),
      },
      promptContext,
    ),
  );
}
