import { text as readText } from 'node:stream/consumers';
import { UsageError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { createOutput } from '../output.js';
import { storeSession } from '../session.js';
import { askForToken } from '../sign-in.js';

export interface AuthLoginOptions {
  tokenStdin?: true;
}

/** Takes a token, checks it with the service and keeps it for later runs. */
export async function authLogin(options: AuthLoginOptions, context: CommandContext): Promise<void> {
  const { settings, telemetry } = context;
  const output = createOutput('text');
  await telemetry.runFlow('auth', { flow: 'login', no_browser: true }, async (flow) => {
    flow.step('token_entry');
    const token = await enterToken(options, context);
    flow.step('token_check');
    const cloud = context.connect(token);
    const account = await context.progress('Checking the token', () => cloud.getAccount());
    flow.step('apps_fetch');
    const applications = await context.progress('Looking up your applications', () =>
      cloud.listApplications(),
    );
    flow.step('profile_configure');
    storeSession(settings, { token, userId: account.userId });
    telemetry.identify(account.userId);
    flow.complete();
    output.note(`Signed in as ${account.name}, with ${countOf(applications.length)}.`);
    if (settings.token !== undefined) {
      output.note('ORBIT_TOKEN is set and goes before this session.');
    }
  });
}

async function enterToken(options: AuthLoginOptions, context: CommandContext): Promise<string> {
  if (options.tokenStdin === true) {
    const token = (await readText(process.stdin)).trim();
    if (token === '' || /\s/.test(token)) {
      throw new UsageError('There is no token on standard input.', {
        hint: 'Give one line, for example: orbit auth login --token-stdin < token-file',
      });
    }
    return token;
  }
  if (!context.settings.isInteractive) {
    throw new UsageError('There is no terminal to ask for a token.', {
      hint: 'Give it on standard input: orbit auth login --token-stdin < token-file',
    });
  }
  return askForToken(context);
}

function countOf(applications: number): string {
  if (applications === 0) return 'no applications yet';
  return applications === 1 ? 'one application' : `${applications} applications`;
}
