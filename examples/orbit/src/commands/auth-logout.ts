import type { CommandContext } from '../context.js';
import { createOutput } from '../output.js';
import { readSession, removeSession } from '../session.js';

/** Forgets the stored session. */
export async function authLogout(context: CommandContext): Promise<void> {
  const { settings, telemetry } = context;
  const output = createOutput('text');
  const session = readSession({ ...settings, token: undefined });
  if (session === undefined) {
    output.note('You were not signed in.');
  } else {
    // While the user is still attached; what follows is anonymous.
    telemetry.track('CLI Auth Logout', { flow: 'logout' });
    removeSession(settings);
    telemetry.clearUser();
    output.note('Signed out.');
  }
  if (settings.token !== undefined) output.note('ORBIT_TOKEN is still set.');
}
