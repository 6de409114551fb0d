import type { Account, Application } from '../answers.js';
import { signInWithBrowser } from '../auth/browser-sign-in.js';
import { chooseDefault, type DefaultChoice } from '../auth/choose-default.js';
import { createSessionCredentials } from '../auth/session-credentials.js';
import type { CommandContext } from '../context.js';
import { createOutput, type Output, type OutputFormat } from '../output.js';
import type { StoredSession } from '../session.js';

/** Flags of `orbit auth login` and `orbit auth signup`. */
export interface AuthLoginOptions {
  /** False with `--no-browser`. */
  browser: boolean;
  /** Seconds. */
  timeout?: number;
  output: OutputFormat;
}

interface SignedInWithDefault extends DefaultChoice {
  session: StoredSession;
  account: Account;
  applications: readonly Application[];
}

/**
 * Signs in with the browser, or creates an account there, and chooses the default application.
 *
 * A user who runs this wants a tool that is ready to use: with a session and, on a terminal, with
 * an application. So the flow completes when both are stored, and Ctrl-C at the prompt stops it at
 * that step. The session is stored as soon as it exists; the message at the end is a courtesy.
 */
export async function authLogin(
  kind: 'login' | 'signup',
  options: AuthLoginOptions,
  context: CommandContext,
): Promise<void> {
  const output = createOutput(options.output);
  const { telemetry, settings } = context;
  const noBrowser = !options.browser;
  const signedIn = await telemetry.runFlow(
    'auth',
    { flow: kind, no_browser: noBrowser },
    async (flow): Promise<SignedInWithDefault> => {
      const { session, tokens } = await signInWithBrowser(
        context,
        {
          noBrowser,
          isNewAccount: kind === 'signup',
          ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
        },
        flow,
      );
      try {
        flow.step('apps_fetch');
        const cloud = context.connect(createSessionCredentials(context, tokens));
        const [account, applications] = await context.progress(
          'Looking up your applications',
          async () => [await cloud.getAccount(), await cloud.listApplications()],
        );
        const choice = await chooseDefault(applications, context, output, flow);
        flow.complete();
        return { ...choice, session, account, applications };
      } catch (error) {
        output.note('You are signed in all the same.');
        throw error;
      }
    },
  );
  print(signedIn, context, output);
  if (settings.token !== undefined) output.note('ORBIT_TOKEN is set and goes before this session.');
}

function print(
  { session, account, applications, application, provisioned }: SignedInWithDefault,
  { settings }: CommandContext,
  output: Output,
): void {
  const lines = [`Signed in as ${account.name}, with ${countOf(applications, provisioned)}.`];
  if (application !== undefined) {
    lines.push(`${application.name} (${application.id}) is used by default.`);
  }
  if (provisioned !== undefined) lines.push(`API key: ${provisioned.apiKey.key}`);
  output.result(lines.join('\n'), {
    cloud_url: settings.cloudUrl,
    user_id: account.userId,
    name: account.name,
    session_store: session.store,
    default_application: application?.id ?? null,
    ...(provisioned === undefined
      ? {}
      : { application: provisioned.application, api_key: provisioned.apiKey }),
  });
  if (provisioned !== undefined) output.note('The service does not show the key again.');
  if (application === undefined) {
    output.note(
      applications.length === 0
        ? 'Create one with orbit application create.'
        : 'Choose one with orbit application select.',
    );
  }
}

function countOf(
  { length }: readonly Application[],
  provisioned: DefaultChoice['provisioned'],
): string {
  if (length === 0) {
    return provisioned === undefined ? 'no applications yet' : 'a first application';
  }
  return length === 1 ? 'one application' : `${length} applications`;
}
