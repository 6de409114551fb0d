import type { CommandContext } from '../context.js';
import { createOutput, formatTable, type OutputFormat } from '../output.js';
import { connectSignedIn } from '../sign-in.js';

/** Lists the applications of whoever is signed in. */
export async function applicationList(
  options: { output: OutputFormat },
  context: CommandContext,
): Promise<void> {
  const cloud = await connectSignedIn(context);
  const applications = await context.progress('Looking up your applications', () =>
    cloud.listApplications(),
  );
  const output = createOutput(options.output);
  output.result(
    applications.length === 0
      ? ''
      : formatTable([
          ['NAME', 'ID', 'REGION', 'PLAN', 'CREATED'],
          ...applications.map(({ name, id, region, plan, createdAt }) => [
            name,
            id,
            region,
            plan,
            createdAt.slice(0, 10),
          ]),
        ]),
    {
      applications: applications.map(({ name, id, region, plan, createdAt }) => ({
        name,
        id,
        region,
        plan,
        created_at: createdAt,
      })),
    },
  );
  if (applications.length === 0) {
    output.note('You have no applications yet. Create one with orbit application create.');
  }
}
