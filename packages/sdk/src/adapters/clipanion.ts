import { attach, expectMethods, nameCommands } from './attach.js';
import { excess, type Rejection, reject, reportsRejections } from './rejection.js';
import { type AdaptedTelemetry, runBody } from './run-body.js';
import { optOutDescription, runGroupCommand, telemetryGroup } from './telemetry-group.js';
import { type DeclaredFlag, findUndeclared, namesOfFlags, typedFlags } from './typed-flags.js';

/** The used part of a command of clipanion. */
interface ClipanionCommand {
  path: string[];
  execute(): Promise<unknown>;
}

/** The used part of a clipanion program, versions 3 and 4. */
export interface ClipanionProgram {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of version 4, and the program's own context
  process(...parameters: any[]): ClipanionCommand;
  // biome-ignore lint/suspicious/noExplicitAny: the context's type is the program's own
  register(commandClass: any): void;
}

interface CommandClass {
  new (): object;
  readonly paths?: readonly (readonly string[])[];
}

interface ClipanionOption {
  /** Up to version 3, and since version 4. */
  readonly names?: readonly string[];
  readonly nameSet?: readonly string[];
  readonly arity: number;
}

interface CommandBuilder {
  readonly options: readonly ClipanionOption[];
  addOption(option: object): void;
}

/** Not in clipanion's public types. */
interface ClipanionInside {
  readonly registrations: ReadonlyMap<CommandClass, { readonly builder: CommandBuilder }>;
}

/**
 * Reports the command lifecycle of a clipanion program: `Command Invoked`, `Command Failed`,
 * `Command Completed`. Call it after the commands are registered and before `run` or
 * `runExit`.
 *
 * A command counts when its `execute` starts, once its options are valid: put checks that must pass first
 * (authentication, for example) into `validateAndExecute` of a base class. Nothing is reported for help,
 * version and other built-in commands, an unknown command or option. Adds `--no-telemetry` to each command
 * and, unless the tool has one, the command `telemetry`.
 *
 * @example
 * ```ts
 * import { Cli, Command } from 'clipanion';
 * import { createTelemetry } from 'sonde';
 * import { instrument } from 'sonde/clipanion';
 * import { catalog } from './catalog.js';
 *
 * const telemetry = createTelemetry({ catalog, version: '1.4.0', endpoint: 'https://telemetry.example.com' });
 * class ListCommand extends Command {
 *   static override paths = [['list']];
 *   async execute() {
 *     this.context.stdout.write('nothing yet\n');
 *   }
 * }
 * const cli = new Cli({ binaryName: 'orbit' });
 * cli.register(ListCommand);
 * instrument(cli, telemetry);
 * await cli.runExit(process.argv.slice(2));
 * ```
 */
export function instrument(program: ClipanionProgram, telemetry: AdaptedTelemetry): void {
  attach(telemetry, 'clipanion', () => {
    const { registrations } = program as unknown as ClipanionInside;
    expectMethods(program, ['process', 'register']);
    for (const { builder } of registrations.values()) builder.options.forEach(namesOf);
    acceptOptOut(program, registrations);
    addTelemetryGroup(program, registrations, telemetry);
    nameCommands(telemetry, (program as { binaryName?: unknown }).binaryName);
    if (telemetry.mode !== 'off') followCommands(program, registrations, telemetry);
  });
}

/** Adds `--no-telemetry` to every command, including those registered later. */
function acceptOptOut(
  program: ClipanionProgram,
  registrations: ClipanionInside['registrations'],
): void {
  const accept = (commandClass: CommandClass) => {
    const builder = registrations.get(commandClass)?.builder;
    if (builder === undefined || isBuiltIn(commandClass) || knowsOptOut(builder)) return;
    builder.addOption({
      names: ['--no-telemetry'],
      description: optOutDescription,
      arity: 0,
      hidden: false,
      required: false,
      allowBinding: false,
    });
  };
  for (const commandClass of registrations.keys()) accept(commandClass);
  const { register } = program;
  program.register = function (commandClass) {
    register.call(this, commandClass);
    accept(commandClass);
  };
}

function followCommands(
  program: ClipanionProgram,
  registrations: ClipanionInside['registrations'],
  telemetry: AdaptedTelemetry,
): void {
  const { process } = program;
  const isFollowed = reportsRejections(telemetry);
  program.process = function (...parameters) {
    const [first] = parameters;
    const input: string[] = Array.isArray(first) ? first : first.input;
    let command: ClipanionCommand;
    try {
      command = process.apply(this, parameters);
    } catch (error) {
      if (isFollowed) reject(telemetry, () => rejectionOf(error, input, registrations));
      throw error;
    }
    const commandClass = command.constructor as CommandClass;
    const builder = registrations.get(commandClass)?.builder;
    // Help is a command that is not registered.
    if (builder === undefined || isBuiltIn(commandClass)) return command;
    const execute = command.execute;
    command.execute = function () {
      return runBody(
        telemetry,
        {
          path: pathOf(commandClass),
          flags: () => typedFlags(input, declaredFlags(builder)),
          // A command's options are its properties; only arguments declared in the catalog are read.
          positionals: () => ({ ...command }),
        },
        () => execute.call(this),
      );
    };
    return command;
  };
}

/** Errors of clipanion's parser. */
interface SyntaxProblem {
  readonly clipanion?: { readonly type: string };
  readonly candidates?: readonly { readonly reason: string | null }[];
}

/** The refused arguments; undefined for other errors. */
function rejectionOf(
  error: unknown,
  input: readonly string[],
  registrations: ClipanionInside['registrations'],
): Rejection | undefined {
  const { clipanion, candidates = [] } = error as SyntaxProblem;
  const words = input.filter((word) => !word.startsWith('-'));
  const commands = [...registrations]
    .filter(([commandClass]) => !isBuiltIn(commandClass))
    .flatMap(([commandClass, { builder }]) =>
      pathsOf(commandClass).map((typed) => ({ typed, path: pathOf(commandClass), builder })),
    );
  const depth = Math.max(0, ...commands.map(({ typed }) => countShared(typed, words)));
  const within = commands.filter(({ typed }) => countShared(typed, words) === depth);
  const found = within.find(({ typed }) => typed.length === depth);
  const path = found?.path ?? words.slice(0, depth);
  // The value of an option is not valid.
  if (clipanion?.type === 'usage') return { kind: 'invalid_value', path };
  if (clipanion?.type !== 'none') return undefined;
  const gave = (beginning: RegExp) => candidates.some(({ reason }) => beginning.test(reason ?? ''));
  if (gave(/^(Unsupported|Invalid) option name/)) {
    const declared = (found ? [found] : within).flatMap(({ builder }) => declaredFlags(builder));
    const typed = findUndeclared(input, declared);
    return { kind: 'unknown_flag', path, typed, declared: namesOfFlags(declared) };
  }
  // The command was found but did not match: a required option is missing.
  const isWhole = depth > 0 && found !== undefined && !gave(/^Extraneous/);
  if (gave(/^Not enough/) || isWhole || words.length === depth) {
    return { kind: 'missing_argument', path };
  }
  const below = within.filter(({ typed }) => typed.length > depth);
  return excess(
    path,
    words[depth],
    below.map((command) => [command.path[depth] ?? '', command.typed[depth] ?? '']),
  );
}

const pathsOf = ({ paths = [[]] }: CommandClass) => paths;
const pathOf = (commandClass: CommandClass) =>
  pathsOf(commandClass).find((path) => path.length > 0) ?? [];

/** The number of equal words at the start of two lists. */
function countShared(path: readonly string[], words: readonly string[]): number {
  const length = path.findIndex((word, index) => word !== words[index]);
  return length < 0 ? path.length : length;
}

/** Adds the telemetry commands, unless the tool has a command of that name. */
function addTelemetryGroup(
  program: ClipanionProgram,
  registrations: ClipanionInside['registrations'],
  telemetry: AdaptedTelemetry,
): void {
  const { name: group, description: category, commands } = telemetryGroup;
  const classes = [...registrations.keys()];
  const isTaken = classes.some(({ paths = [] }) => paths.some(([first]) => first === group));
  const Command = classes.map(rootOf)[0];
  if (isTaken || Command === undefined) return;
  const flag = (name: string, description: string) => ({
    [Command.isOption]: true,
    definition: (builder: CommandBuilder) =>
      builder.addOption({ names: [`--${name}`], description, arity: 0, allowBinding: false }),
    transformer: (_builder: unknown, _key: string, state: { options: { name: string }[] }) =>
      state.options.some((typed) => typed.name === `--${name}`),
  });
  for (const { name, description, options } of commands) {
    program.register(
      class extends Command {
        static override paths = [[group, name]];
        static usage = { category, description };
        constructor() {
          super();
          for (const [option, text] of Object.entries(options)) {
            Object.assign(this, { [option]: flag(option, text) });
          }
        }
        async execute() {
          await runGroupCommand(telemetry, name, { ...(this as object) });
          return process.exitCode;
        }
      },
    );
  }
}

/** The framework's base class, found through one of the tool's commands, so that nothing is imported. */
function rootOf(commandClass: CommandClass): CommandClass & { readonly isOption: symbol } {
  let root = commandClass;
  for (let above = root; above !== Function.prototype; above = Object.getPrototypeOf(above)) {
    root = above;
  }
  return root as CommandClass & { readonly isOption: symbol };
}

/** The built-in commands are spelled as flags: `--version`, `--clipanion=definitions`. */
function isBuiltIn({ paths = [] }: CommandClass): boolean {
  return paths.length > 0 && paths.every(([first]) => first?.startsWith('-') === true);
}

function knowsOptOut({ options }: CommandBuilder): boolean {
  return options.some((option) => namesOf(option).includes('--no-telemetry'));
}

function namesOf({ names, nameSet }: ClipanionOption): readonly string[] {
  const known = names ?? nameSet;
  if (!Array.isArray(known)) throw new Error('its options have no names');
  return known;
}

function declaredFlags(builder: CommandBuilder): DeclaredFlag[] {
  return builder.options.map((option) => {
    const names = namesOf(option);
    const bare = names.map((name) => name.replace(/^-+/, ''));
    const long = names.findIndex((name) => name.startsWith('--'));
    return { name: bare[Math.max(0, long)] ?? '', aliases: bare, takesValue: option.arity > 0 };
  });
}
