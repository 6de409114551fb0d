import { attach, expectMethods, nameCommands } from './attach.js';
import { excess, type Rejection, reject, reportsRejections } from './rejection.js';
import { type AdaptedTelemetry, runBody } from './run-body.js';
import { optOutDescription, runGroupCommand, telemetryGroup } from './telemetry-group.js';
import { type DeclaredFlag, findUndeclared, namesOfFlags, typedFlags } from './typed-flags.js';

/** The used part of an option of cac. */
interface CacOption {
  readonly name: string;
  readonly names: readonly string[];
  readonly isBoolean?: boolean | undefined;
}

/** The used part of a command of cac. */
interface CacCommand {
  isMatched(name: string): boolean;
  readonly args: readonly { readonly value: string }[];
  readonly name: string;
  readonly aliasNames?: readonly string[];
  readonly options: readonly CacOption[];
  // biome-ignore lint/suspicious/noExplicitAny: the parameters are the command's own
  commandAction?: ((...parameters: any[]) => any) | undefined;
}

/** The used part of a cac program. */
export interface CacProgram {
  readonly commands: readonly CacCommand[];
  readonly globalCommand: CacCommand;
  readonly rawArgs: readonly string[];
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly matchedCommand?: CacCommand | undefined;
  option(rawName: string, description: string): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: a command of the framework's own type
  command(rawName: string, description?: string): any;
  // biome-ignore lint/suspicious/noExplicitAny: the return type depends on cac's version
  parse(argv?: string[], options?: { run?: boolean | undefined }): any;
  runMatchedCommand(): unknown;
}

/**
 * Reports the command lifecycle of a cac program: `Command Invoked`, `Command Failed`,
 * `Command Completed`. Call it before `parse`.
 *
 * A command counts when its action starts. cac has no hook before an action: put checks that must pass
 * first (authentication, for example) between `parse(argv, { run: false })` and `runMatchedCommand`.
 * Nothing is reported for help, version, an unknown option or a missing argument. Adds the option
 * `--no-telemetry` and the command `telemetry` to the program, unless it has them.
 *
 * @example
 * ```ts
 * import { cac } from 'cac';
 * import { createTelemetry } from 'sonde';
 * import { instrument } from 'sonde/cac';
 * import { catalog } from './catalog.js';
 *
 * const telemetry = createTelemetry({ catalog, version: '1.4.0', endpoint: 'https://telemetry.example.com' });
 * const cli = cac('orbit');
 * cli.command('list', 'List what there is').action(() => console.log('nothing yet'));
 * cli.help();
 * instrument(cli, telemetry);
 * cli.parse();
 * ```
 */
export function instrument(program: CacProgram, telemetry: AdaptedTelemetry): void {
  attach(telemetry, 'cac', () => {
    expectMethods(program, ['option', 'command', 'parse', 'runMatchedCommand']);
    if (!program.globalCommand.options.some((option) => option.name === 'telemetry')) {
      program.option('--no-telemetry', sentence(optOutDescription));
    }
    addTelemetryCommand(program, telemetry);
    nameCommands(telemetry, (program as { name?: unknown }).name);
    if (telemetry.mode === 'off') return;
    if (reportsRejections(telemetry)) followRejections(program, telemetry);
    followCommands(program, telemetry);
  });
}

function followCommands(program: CacProgram, telemetry: AdaptedTelemetry): void {
  const { parse, runMatchedCommand } = program;
  let isParsing = false;
  program.parse = function (...parameters) {
    isParsing = true;
    try {
      return parse.apply(this, parameters);
    } finally {
      isParsing = false;
    }
  };
  program.runMatchedCommand = function () {
    const command = this.matchedCommand;
    const action = command?.commandAction;
    if (command === undefined || action === undefined) return runMatchedCommand.call(this);
    command.commandAction = function (this: unknown, ...parameters) {
      return runBody(
        telemetry,
        {
          path: pathOf(command),
          flags: () => typedFlags(program.rawArgs.slice(2), declaredFlags(program, command)),
          positionals: () =>
            Object.fromEntries(
              command.args.map(({ value }, index) => [value, program.args[index]]),
            ),
          // `parse` does not return the action's promise.
          uncaught: isParsing,
        },
        () => action.apply(this, parameters),
      );
    };
    try {
      return runMatchedCommand.call(this);
    } finally {
      command.commandAction = action;
    }
  };
}

/** cac's checks of a command's arguments; each throws. */
const checks = {
  checkUnknownOptions: (program: CacProgram, command: CacCommand): Rejection => {
    const declared = declaredFlags(program, command);
    return {
      kind: 'unknown_flag',
      path: pathOf(command),
      typed: findUndeclared(program.rawArgs.slice(2), declared),
      declared: namesOfFlags(declared),
    };
  },
  checkOptionValue: missing,
  checkRequiredArgs: missing,
  /** Since version 7. */
  checkUnusedArgs: (program: CacProgram, command: CacCommand): Rejection =>
    excess(
      pathOf(command),
      program.args[command.args.length],
      // A command with another name would be in this list.
      command.name === '' ? commandsOf(program) : [],
    ),
};
type Checks = { [Check in keyof typeof checks]?: () => unknown };

const pathOf = ({ name }: CacCommand) => (name === '' ? [] : name.split(' '));
const commandsOf = ({ commands }: CacProgram) =>
  commands
    .filter(({ name }) => name !== '')
    .map(({ name, aliasNames = [] }) => [name, ...aliasNames]);

function missing(_program: CacProgram, command: CacCommand): Rejection {
  return { kind: 'missing_argument', path: pathOf(command) };
}

/** Reports arguments that cac refuses, and unknown commands. */
function followRejections(program: CacProgram, telemetry: AdaptedTelemetry): void {
  const { runMatchedCommand } = program;
  program.runMatchedCommand = function () {
    const command = this.matchedCommand;
    if (command === undefined) return runMatchedCommand.call(this);
    const checked = command as Checks;
    const names = Object.keys(checks) as (keyof typeof checks)[];
    for (const name of names) {
      const check = checked[name];
      if (check === undefined) continue;
      checked[name] = function () {
        try {
          return check.call(this);
        } catch (error) {
          reject(telemetry, () => checks[name](program, command));
          throw error;
        }
      };
    }
    try {
      return runMatchedCommand.call(this);
    } finally {
      // Restores the methods of the class.
      for (const name of names) delete checked[name];
    }
  };
  // The event for unknown commands. A listener of the tool may exit, so this one comes first.
  const events = program as Events;
  for (const method of ['emit', 'dispatchEvent'] as const) {
    const dispatch = events[method];
    if (typeof dispatch !== 'function') continue;
    events[method] = function (event, ...rest) {
      const { help, version } = program.options;
      const type = typeof event === 'string' ? event : event.type;
      if (type === 'command:*' && !help && !version) {
        reject(telemetry, () => excess([], program.args[0], commandsOf(program)));
      }
      return dispatch.call(this, event, ...rest);
    };
  }
}

type Dispatch = (event: string | { readonly type: string }, ...rest: unknown[]) => unknown;
/** An EventEmitter up to version 6, an EventTarget since. */
interface Events {
  emit?: Dispatch;
  dispatchEvent?: Dispatch;
}

/** Adds the telemetry commands, unless the tool has a command of that name. cac has no subcommands. */
function addTelemetryCommand(program: CacProgram, telemetry: AdaptedTelemetry): void {
  const { name, description, commands } = telemetryGroup;
  if (program.commands.some((command) => command.isMatched(name))) return;
  const names = commands.map((command) => command.name).join(', ');
  const group = program
    .command(`${name} <action>`, `${sentence(description)}: ${names}`)
    .action((action: string, typed: Record<string, unknown>) =>
      runGroupCommand(telemetry, action, typed),
    );
  const options = Object.assign({}, ...commands.map((command) => command.options));
  for (const [option, text] of Object.entries<string>(options)) {
    group.option(`--${option}`, sentence(text));
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function declaredFlags(program: CacProgram, command: CacCommand): DeclaredFlag[] {
  return [...program.globalCommand.options, ...command.options].map(
    ({ name, names, isBoolean }) => ({ name, aliases: names, takesValue: isBoolean !== true }),
  );
}
