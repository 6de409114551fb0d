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

/** A flow that has a step for signing in. */
export interface FlowWithSignIn {
  step(step: 'auth'): void;
}

/**
 * The service, for whoever is signed in; where nobody is and somebody can be asked, signs in first. A
 * session that has expired is renewed silently whenever a request needs it.
 *
 * @param flow Of the command that caused it, where that has a step for it. Signing in is part of that
 *   command, and no attempt of its own.
 * @throws AuthenticationRequiredError when there is nobody to ask; CancelledError on Ctrl-C; what
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

/** As {@link connectSignedIn}, with the account of whoever it is. */
export async function ensureSignedIn(
  context: CommandContext,
  flow?: FlowWithSignIn,
): Promise<SignedIn> {
  const cloud = await connectSignedIn(context, flow);
  const account = await context.progress('Checking your session', () => cloud.getAccount());
  context.telemetry.setUser(account.userId);
  return { cloud, account };
}
