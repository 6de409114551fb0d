import type { Account } from './answers.js';
import { signInWithBrowser } from './auth/browser-sign-in.js';
import { createSessionCredentials } from './auth/session-credentials.js';
import { AuthenticationRequiredError } from './cli-error.js';
import { type CloudClient, staticCredentials } from './cloud-client.js';
import type { CommandContext } from './context.js';
import { readSession } from './session.js';

export interface SignedIn {
  cloud: CloudClient;
  account: Account;
}

/** A flow with a step for signing in. */
export interface FlowWithSignIn {
  step(step: 'auth'): void;
}

/**
 * The service with the user's session; without one, on a terminal, signs in first. An expired
 * session is renewed silently when a request needs it.
 *
 * @param flow The command's flow, if it has a step for signing in. Signing in is part of that
 *   command, not a separate flow.
 * @throws AuthenticationRequiredError without a terminal; CancelledError on Ctrl-C; what
 *   {@link signInWithBrowser} throws.
 */
export async function connectSignedIn(
  context: CommandContext,
  flow?: FlowWithSignIn,
): Promise<CloudClient> {
  flow?.step('auth');
  const { settings } = context;
  const session = readSession(settings);
  if (session?.source === 'environment') return context.connect(staticCredentials(session.token));
  if (session === undefined) {
    if (!settings.isInteractive) throw new AuthenticationRequiredError();
    process.stderr.write('You are not signed in.\n');
    const { tokens } = await signInWithBrowser(context, { noBrowser: false });
    return context.connect(createSessionCredentials(context, tokens));
  }
  return context.connect(createSessionCredentials(context));
}

/** Like {@link connectSignedIn}, with the user's account. */
export async function ensureSignedIn(
  context: CommandContext,
  flow?: FlowWithSignIn,
): Promise<SignedIn> {
  const cloud = await connectSignedIn(context, flow);
  const account = await context.progress('Checking your session', () => cloud.getAccount());
  context.telemetry.setUser(account.userId);
  return { cloud, account };
}
