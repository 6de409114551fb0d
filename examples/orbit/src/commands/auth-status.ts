import type { CommandContext } from '../context.js';
import { createOutput, type OutputFormat } from '../output.js';
import { readSession, type Session } from '../session.js';
import { ensureSignedIn } from '../sign-in.js';

/** Shows who is signed in, according to the service, and where the session is stored. */
export async function authStatus(
  options: { output: OutputFormat },
  context: CommandContext,
): Promise<void> {
  const { settings } = context;
  const { account } = await ensureSignedIn(context);
  // Read afterwards: the request may have replaced a session that had ended.
  const session = readSession(settings);
  createOutput(options.output).result(
    `Signed in to ${settings.cloudUrl} as ${account.name} (${account.userId}), ${describe(session)}.`,
    {
      cloud_url: settings.cloudUrl,
      user_id: account.userId,
      name: account.name,
      source: session?.source ?? null,
      session_store: session?.source === 'browser' ? session.store : null,
    },
  );
}

function describe(session: Session | undefined): string {
  if (session?.source === 'environment') return 'by ORBIT_TOKEN';
  return session?.store === 'keyring'
    ? "with the session in the system's keyring"
    : 'with the session in a file that only you can read';
}
