import type { Account } from './answers.js';
import { AuthenticationRequiredError } from './cli-error.js';
import type { CloudClient } from './cloud-client.js';
import type { CommandContext } from './context.js';
import { ask } from './prompt.js';
import { readSession, storeSession } from './session.js';

export interface SignedIn {
  cloud: CloudClient;
  account: Account;
}

/** Asks for a token, without showing it. @throws CancelledError on Ctrl-C. */
export async function askForToken(context: CommandContext): Promise<string> {
  const token = await ask(context, (inquirer, promptContext) =>
    inquirer.password(
      {
        message: 'Token:',
        mask: '*',
        validate: (value) => value.trim() !== '' || 'Paste the token you were given.',
      },
      promptContext,
    ),
  );
  return token.trim();
}

/**
 * The account of whoever is signed in; where nobody is and somebody can be asked, signs in first.
 *
 * @throws AuthenticationRequiredError when there is nobody to ask; UnauthorizedError when the service
 *   does not accept the token; CancelledError on Ctrl-C.
 */
export async function ensureSignedIn(context: CommandContext): Promise<SignedIn> {
  const { settings, telemetry } = context;
  const session = readSession(settings);
  if (session === undefined && !settings.isInteractive) throw new AuthenticationRequiredError();
  const token = session?.token ?? (await askForToken(context));
  const cloud = context.connect(token);
  const account = await context.progress('Checking your session', () => cloud.getAccount());
  if (session === undefined) {
    storeSession(settings, { token, userId: account.userId });
    telemetry.identify(account.userId);
  } else {
    telemetry.setUser(account.userId);
  }
  return { cloud, account };
}
