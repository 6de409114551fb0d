import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { AuthenticationRequiredError } from './cli-error.js';
import { type CompletionShell, completionScripts, completionShells } from './completion.js';
import type { CommandContext } from './context.js';
import type { Release } from './release.js';
import { readSession } from './session.js';
import { describeInvocation } from './telemetry.js';

/** Commands about orbit itself. */
const selfService = new Set(['telemetry', 'completion']);

/** The subcommand of the program that contains this command. */
function topOf(command: Command): Command {
  let top = command;
  while (top.parent?.parent) top = top.parent;
  return top;
}

function outputOption(): Option {
  return new Option('-o, --output <format>', 'how results are printed')
    .choices(['text', 'json'])
    .default('text');
}

function timeoutOption(): Option {
  return new Option(
    '--timeout <seconds>',
    'how long to wait for the browser (default: 300)',
  ).argParser((value) => {
    if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
    throw new InvalidArgumentError('Give whole seconds, 1 to 9999.');
  });
}

const signInHelp = `
The browser must run on this machine, because the service redirects it to a local port. Without a
browser, set ORBIT_TOKEN.

In a terminal, orbit then asks for the default application, or creates the first one.`;

function applicationOption(): Option {
  return new Option('--app <application>', "an application's name or id");
}

function planChangeHelp(direction: 'upgrade' | 'downgrade'): string {
  return `
The application is that of --app, else the project's, else the default, else your only one;
otherwise orbit asks in a terminal. Without a terminal, --plan and --accept-terms are required.

Example:
  orbit application ${direction} --app sparrow --plan ${direction === 'upgrade' ? 'pro' : 'free'} --accept-terms -o json`;
}

const completionHelp = `
To load it in every new shell, add to
  ~/.bashrc                    source <(orbit completion bash)
  ~/.zshrc, after compinit     source <(orbit completion zsh)
  ~/.config/fish/config.fish   orbit completion fish | source`;

/**
 * orbit's command tree. Each command's code is loaded when it runs.
 *
 * @param context Called when a command runs, so that help and usage errors need none.
 */
export function createProgram(release: Release, context: () => CommandContext): Command {
  const program = new Command('orbit')
    .description('Applications on Orbit, from the command line')
    .version(release.version, '-V, --version', 'print the version')
    .option('--no-telemetry', 'report nothing about this run')
    .showHelpAfterError('(see --help)')
    // With the same prefix as orbit's other errors.
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'Error: ')) })
    .configureHelp({ showGlobalOptions: true });

  /** Commands that need a session stop before they begin. */
  const needsSession = new Set<Command>();
  /** Without a browser there is no point in waiting. */
  const opensBrowser = new Set<Command>();
  program.hook('preAction', (_program, command) => {
    // They are not reported, and must always work.
    if (selfService.has(topOf(command).name())) return;
    const { settings, telemetry } = context();
    // On a terminal, the user signs in during the command.
    const canSignIn = settings.isInteractive && command !== authStatus;
    if (needsSession.has(command) && !canSignIn && readSession(settings) === undefined) {
      throw new AuthenticationRequiredError();
    }
    if (opensBrowser.has(command) && command.opts().browser === true && !settings.hasBrowser) {
      throw new AuthenticationRequiredError(
        'There is no browser here to sign in with.',
        'Set ORBIT_TOKEN. If a person can read the output, --no-browser prints the address to open.',
      );
    }
    describeInvocation(telemetry, settings);
  });

  const auth = program.command('auth').description('sign in and out');
  for (const kind of ['login', 'signup'] as const) {
    opensBrowser.add(
      auth
        .command(kind)
        .description(
          kind === 'login' ? 'sign in with your browser' : 'create an account and sign in',
        )
        .option('--no-browser', 'print the address to open, and open nothing')
        .addOption(timeoutOption())
        .addOption(outputOption())
        .addHelpText('after', signInHelp)
        .action(async (options) => {
          const { authLogin } = await import('./commands/auth-login.js');
          await authLogin(kind, options, context());
        }),
    );
  }
  auth
    .command('logout')
    .description('end the session, here and at the service')
    .addOption(outputOption())
    .action(async (options) => {
      const { authLogout } = await import('./commands/auth-logout.js');
      await authLogout(options, context());
    });
  const authStatus = auth
    .command('status')
    .description('show who is signed in')
    .addOption(outputOption())
    .action(async (options) => {
      const { authStatus: status } = await import('./commands/auth-status.js');
      await status(options, context());
    });
  needsSession.add(authStatus);

  const application = program
    .command('application')
    .description('create, list and change applications');
  application
    .command('create')
    .description('create an application')
    .option('--name <name>', 'its name: lower-case letters, digits and -')
    .option('--region <region>', 'where it runs, for example eu-1')
    .option('--plan <plan>', 'its id, such as free or pro')
    .option('--accept-terms', "accept the plan's terms")
    .option('--dry-run', 'show what would be created, and create nothing')
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
On a terminal orbit asks for what is missing. Elsewhere --name and --accept-terms are needed;
the plan is free and the region the service's first unless you say otherwise.

Example:
  orbit application create --name sparrow --plan free --region eu-1 --accept-terms -o json`,
    )
    .action(async (options) => {
      const { applicationCreate } = await import('./commands/application-create.js');
      await applicationCreate(options, context());
    });
  needsSession.add(
    application
      .command('list')
      .description('list your applications')
      .addOption(outputOption())
      .action(async (options) => {
        const { applicationList } = await import('./commands/application-list.js');
        await applicationList(options, context());
      }),
  );

  needsSession.add(
    application
      .command('select')
      .description('choose the default application')
      .addOption(applicationOption())
      .option('--dry-run', 'show what would be chosen, and change nothing')
      .addOption(outputOption())
      .action(async (options) => {
        const { applicationSelect } = await import('./commands/application-select.js');
        await applicationSelect(options, context());
      }),
  );
  for (const direction of ['upgrade', 'downgrade'] as const) {
    needsSession.add(
      application
        .command(direction)
        .description(`change to a ${direction === 'upgrade' ? 'more expensive' : 'cheaper'} plan`)
        .addOption(applicationOption())
        .option('--plan <plan>', 'its id, such as free or pro')
        .option('--accept-terms', "accept the plan's terms")
        .option('--dry-run', 'show what would change, and change nothing')
        .addOption(outputOption())
        .addHelpText('after', planChangeHelp(direction))
        .action(async (options) => {
          const { applicationPlanChange } = await import('./commands/application-plan-change.js');
          await applicationPlanChange(direction, options, context());
        }),
    );
  }

  program
    .command('init')
    .description('make this directory a project: write .orbit.yaml')
    .option('--app <application>', 'the application that the project is for, by name or id')
    .option('--telemetry-endpoint <url>', 'where usage of orbit in this project is reported')
    .addOption(
      new Option(
        '--telemetry-keep-flushed <answer>',
        'keep copies of what was reported from this project',
      ).choices(['yes', 'no']),
    )
    .addOption(
      new Option(
        '--telemetry-disabled <answer>',
        'report nothing about usage of orbit in this project',
      ).choices(['yes', 'no']),
    )
    .option('--dry-run', 'show what would be written, and write nothing')
    .addOption(outputOption())
    .action(async (options) => {
      const { init } = await import('./commands/init.js');
      await init(options, context());
    });
  program
    .command('completion')
    .description('print a script that completes command lines in your shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(completionShells))
    .addHelpText('after', completionHelp)
    .action((shell: CompletionShell) => {
      process.stdout.write(completionScripts[shell]);
    });
  return program;
}
