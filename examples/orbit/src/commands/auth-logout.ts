import { openProvider } from '../auth/provider.js';
import { CliError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { withSessionLock } from '../file-lock.js';
import { createOutput, type OutputFormat } from '../output.js';
import { readStoredSession, readTokens, removeSession } from '../session.js';

/** A person who signs out while offline does not want to wait for the service. */
const revocationTimeoutMs = 5000;

/** Ends the session: removes it from this machine, and revokes it at the service. */
export async function authLogout(
  options: { output: OutputFormat },
  context: CommandContext,
): Promise<void> {
  const output = createOutput(options.output);
  const ended = isSignedIn(context)
    ? await withSessionLock(context, () => end(context))
    : undefined;
  const isRevoked =
    ended?.refreshToken === undefined ? undefined : await revoke(ended.refreshToken, context);
  if (isRevoked === false) {
    output.warn('The service could not be reached: there the session expires if it is not used.');
  }
  output.result(ended === undefined ? 'You were not signed in.' : 'Signed out.', {
    was_signed_in: ended !== undefined,
    is_revoked: isRevoked ?? null,
  });
  if (context.settings.token !== undefined) output.note('ORBIT_TOKEN is still set.');
}

/** An unreadable session exists, and will be removed. */
function isSignedIn({ settings }: CommandContext): boolean {
  try {
    return readStoredSession(settings) !== undefined;
  } catch {
    return true;
  }
}

async function end(context: CommandContext): Promise<{ refreshToken: string | undefined }> {
  const { telemetry } = context;
  const tokens = await readTokens(context).catch(() => undefined);
  // While the user is still known; later events are anonymous.
  telemetry.track('CLI Auth Logout', { flow: 'logout' });
  await removeSession(context);
  telemetry.clearUser();
  return { refreshToken: tokens?.refreshToken };
}

/** Whether the service has revoked it. On this machine the session has ended in any case. */
async function revoke(refreshToken: string, { service }: CommandContext): Promise<boolean> {
  const signal = AbortSignal.any([service.signal, AbortSignal.timeout(revocationTimeoutMs)]);
  try {
    const provider = await openProvider({ ...service, signal });
    await provider.revoke(refreshToken);
    return true;
  } catch (error) {
    if (error instanceof CliError) return false;
    throw error;
  }
}
