import { AuthenticationRequiredError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { createOutput, type OutputFormat } from '../output.js';
import { readSession } from '../session.js';

/** Says who is signed in, as the service sees it. */
export async function authStatus(
  options: { output: OutputFormat },
  context: CommandContext,
): Promise<void> {
  const { settings, telemetry } = context;
  const session = readSession(settings);
  if (session === undefined) throw new AuthenticationRequiredError();
  const cloud = context.connect(session.token);
  const account = await context.progress('Checking your session', () => cloud.getAccount());
  telemetry.setUser(account.userId);
  const source = session.source === 'environment' ? 'ORBIT_TOKEN' : 'orbit auth login';
  createOutput(options.output).result(
    `Signed in to ${settings.cloudUrl} as ${account.name} (${account.userId}), by ${source}.`,
    {
      cloud_url: settings.cloudUrl,
      user_id: account.userId,
      name: account.name,
      source: session.source,
    },
  );
}
