import { CliError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { createOutput, formatTable, type OutputFormat } from '../output.js';
import { readProfiles } from '../profiles.js';
import { readProjectApplication } from '../project/project-application.js';
import { connectSignedIn } from '../sign-in.js';

/** Lists the user's applications. */
export async function applicationList(
  options: { output: OutputFormat },
  context: CommandContext,
): Promise<void> {
  const cloud = await connectSignedIn(context);
  const applications = await context.progress('Looking up your applications', () =>
    cloud.listApplications(),
  );
  const output = createOutput(options.output);
  const used = findUsedByDefault(context);
  output.result(
    applications.length === 0
      ? ''
      : formatTable([
          ['NAME', 'ID', 'REGION', 'PLAN', 'CREATED', 'DEFAULT'],
          ...applications.map(({ name, id, region, plan, createdAt }) => [
            name,
            id,
            region,
            plan,
            createdAt.slice(0, 10),
            id === used ? 'yes' : '',
          ]),
        ]),
    {
      applications: applications.map(({ name, id, region, plan, createdAt }) => ({
        name,
        id,
        region,
        plan,
        created_at: createdAt,
        is_default: id === used,
      })),
    },
  );
  if (applications.length === 0) {
    output.note('You have no applications yet. Create one with orbit application create.');
  }
}

/** Id of the application that commands here use by default. */
function findUsedByDefault({ settings }: CommandContext): string | null {
  try {
    return readProjectApplication(process.cwd()) ?? readProfiles(settings).default_application;
  } catch (error) {
    // The list works without it.
    if (error instanceof CliError) return null;
    throw error;
  }
}
