import { attach } from './attach.js';
import { excess, type Rejection, reject, reportsRejections } from './rejection.js';
import { type AdaptedTelemetry, runBody } from './run-body.js';
import { optOutDescription, runGroupCommand, telemetryGroup } from './telemetry-group.js';
import { typedFlags } from './typed-flags.js';

/** A value, a promise of it, or a function that returns either: citty accepts all of them everywhere. */
type Resolvable<Value> = Value | Promise<Value> | (() => Value) | (() => Promise<Value>);

/** The used part of an argument of citty. */
interface CittyArgument {
  readonly type?: string | undefined;
  readonly alias?: string | readonly string[] | undefined;
  /** The values of an enumeration. */
  readonly options?: readonly unknown[] | undefined;
}

/** The used part of a command of citty. */
export interface CittyCommand {
  args?: Resolvable<Record<string, CittyArgument>> | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: each command of the record has arguments of its own
  subCommands?: Resolvable<Record<string, Resolvable<any>>> | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the context's type depends on the arguments
  run?: (context: any) => any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  setup?: ((context: any) => any) | undefined;
  meta?: unknown;
}

const optOut = { type: 'boolean', description: optOutDescription } as const;

function resolve<Value>(value: Resolvable<Value>): Value | Promise<Value> {
  return typeof value === 'function' ? (value as () => Value | Promise<Value>)() : value;
}

/** Maps a resolvable when it is resolved; a plain value is mapped at once. */
function change<Value, Result>(
  value: Resolvable<Value>,
  action: (value: Value) => Result,
): Resolvable<Result> {
  const after = (resolved: Value | Promise<Value>) =>
    resolved instanceof Promise ? resolved.then(action) : action(resolved);
  return typeof value === 'function'
    ? ((() => after(resolve(value))) as () => Result)
    : (after(value) as Result);
}

/**
 * Reports the command lifecycle of a citty program: `Command Invoked`, `Command Failed`,
 * `Command Completed`. Returns the command to run instead of `main`.
 *
 * A command counts when its `run` starts: put checks that must pass first (authentication, for example)
 * into `setup` or a plugin. Nothing is reported for help, version, an unknown command or a missing
 * argument. Adds the argument `--no-telemetry` and, unless the tool has one, the command `telemetry`.
 * Lazily loaded commands stay lazy.
 *
 * @example
 * ```ts
 * import { defineCommand, runMain } from 'citty';
 * import { createTelemetry } from 'sonde';
 * import { instrument } from 'sonde/citty';
 * import { catalog } from './catalog.js';
 *
 * const telemetry = createTelemetry({ catalog, version: '1.4.0', endpoint: 'https://telemetry.example.com' });
 * const list = defineCommand({ meta: { name: 'list' }, run: () => console.log('nothing yet') });
 * const main = defineCommand({ meta: { name: 'orbit' }, subCommands: { list } });
 * await runMain(instrument(main, telemetry));
 * ```
 */
export function instrument<Command extends CittyCommand>(
  main: Command,
  telemetry: AdaptedTelemetry,
): Command {
  let instrumented: CittyCommand = main;
  attach(telemetry, 'citty', () => {
    const program = withTelemetryGroup(main, telemetry);
    const declared = program.args ?? {};
    const accepting: CittyCommand = {
      ...program,
      args: change(declared, (args) => ({ ...args, 'no-telemetry': optOut })),
    };
    if (telemetry.mode === 'off') {
      instrumented = accepting;
      return;
    }
    const progress = { isDone: false, isFollowed: reportsRejections(telemetry) };
    const { args = {} } = accepting;
    // citty reads them whenever it runs the program.
    accepting.args = () => {
      progress.isDone = false;
      return resolve(args) as Record<string, CittyArgument>;
    };
    instrumented = wrap(accepting, { path: [], args: [declared], telemetry, progress });
  });
  return instrumented as Command;
}

/**
 * Adds the telemetry commands, unless the program has a command of that name. citty runs the program
 * itself after a subcommand, and treats the first word as an argument if there are no subcommands. Neither
 * may happen to a telemetry command, and a program without subcommands must otherwise run as before.
 */
function withTelemetryGroup(main: CittyCommand, telemetry: AdaptedTelemetry): CittyCommand {
  const { name, description, commands } = telemetryGroup;
  const { run, subCommands } = main;
  let isAnswered = false;
  const group = {
    meta: { name, description },
    subCommands: Object.fromEntries(
      commands.map((command) => [
        command.name,
        {
          meta: command,
          args: Object.fromEntries(
            Object.entries(command.options).map(([option, text]) => [
              option,
              { type: 'boolean', description: text },
            ]),
          ),
          run: ({ args }: { args: Record<string, unknown> }) => {
            isAnswered = true;
            return runGroupCommand(telemetry, command.name, args);
          },
        },
      ]),
    ),
  };
  const after = { ...main };
  if (run !== undefined) after.run = (context) => (isAnswered ? undefined : run(context));
  if (subCommands !== undefined) {
    after.subCommands = change(subCommands, (record) => ({ [name]: group, ...record }));
    return after;
  }
  const words = process.argv.slice(2);
  const [first] = words.filter((word) => !word.startsWith('-'));
  if (first === name) return { ...after, args: {}, subCommands: { [name]: group } };
  const isHelp = words.includes('--help') || words.includes('-h');
  return isHelp ? { ...after, subCommands: { [name]: group } } : main;
}

/** What a command inherits from its parents. */
interface CommandScope {
  path: readonly string[];
  /** Declared arguments of the commands on the path, this one's last. */
  args: readonly Resolvable<Record<string, CittyArgument>>[];
  telemetry: AdaptedTelemetry;
  /** Shared by all commands. */
  progress: Progress;
}

/** The progress of a run. */
interface Progress {
  isDone: boolean;
  isFollowed: boolean;
  /** The command whose arguments citty parses, or has parsed. */
  entered?: Entered;
}

interface Entered {
  scope: CommandScope;
  isParsed: boolean;
  /** Commands of the program. */
  names: readonly string[];
}

/**
 * Follows citty's progress with a command. When citty refuses arguments, it shows the usage, for which it reads
 * `meta`: if no command has run by then, the arguments were refused.
 */
function follow(command: CittyCommand, own: Entered): void {
  const { scope } = own;
  const { progress, telemetry } = scope;
  const { args, meta, setup } = command;
  command.setup = (context) => {
    own.isParsed = true;
    return setup?.(context);
  };
  Object.defineProperties(command, {
    args: {
      enumerable: true,
      get() {
        const depth = progress.entered?.scope.path.length ?? -1;
        if (scope.path.length > depth) progress.entered = own;
        return args;
      },
    },
    meta: {
      enumerable: true,
      get() {
        const { entered, isDone } = progress;
        // citty also reads `meta` while it searches for an alias.
        const isEntered = scope.path.length <= (entered?.scope.path.length ?? -1);
        if (entered && isEntered && !isDone && !process.argv.slice(2).some(isAsked)) {
          progress.isDone = true;
          reject(telemetry, () => rejectionOf(entered));
        }
        return meta;
      },
    },
  });
}

/** Whether a flag shows the usage or the version, without an error. */
const isAsked = (word: string) => ['--help', '-h', '--version', '-v'].includes(word);

function rejectionOf({ scope, isParsed, names }: Entered): Rejection {
  const { path, args } = scope;
  const words = process.argv.slice(2);
  if (isParsed) {
    const [typed] = words.filter((word) => !word.startsWith('-')).slice(path.length);
    return typed === undefined ? { kind: 'missing_argument', path } : excess(path, typed, names);
  }
  const declared = args.at(-1);
  const isInvalid =
    typeof declared === 'object' &&
    !(declared instanceof Promise) &&
    Object.entries(declared).some(
      ([name, { type, options = [] }]) =>
        type === 'enum' &&
        words.some((word, index) => {
          const [flag, value = words[index + 1]] = word.split('=', 2);
          return flag === `--${name}` && value !== undefined && !options.includes(value);
        }),
    );
  return { kind: isInvalid ? 'invalid_value' : 'missing_argument', path };
}

function wrap(command: CittyCommand, scope: CommandScope): CittyCommand {
  const { run, subCommands } = command;
  const wrapped = { ...command };
  const own: Entered = { scope, isParsed: false, names: [] };
  if (subCommands !== undefined) {
    wrapped.subCommands = change(subCommands, (record) => {
      own.names = Object.keys(record);
      return Object.fromEntries(
        Object.entries(record).map(([name, child]) => [
          name,
          change(child as Resolvable<CittyCommand>, (resolved) =>
            wrap(resolved, {
              ...scope,
              path: [...scope.path, name],
              args: [...scope.args, resolved.args ?? {}],
            }),
          ),
        ]),
      );
    });
  }
  if (run !== undefined) wrapped.run = (context) => runReported(context, () => run(context), scope);
  if (scope.progress.isFollowed) follow(wrapped, own);
  return wrapped;
}

/** citty runs a command's parents after the command; only the command itself was invoked. */
async function runReported(
  context: { readonly args?: Readonly<Record<string, unknown>> },
  body: () => unknown,
  scope: CommandScope,
): Promise<unknown> {
  const { telemetry, progress } = scope;
  if (progress.isDone) {
    try {
      return await body();
    } catch (error) {
      telemetry.setError(error);
      throw error;
    }
  }
  progress.isDone = true;
  const flags = await flagsOf(scope);
  // Only arguments declared in the catalog are read.
  const positionals = () => context.args ?? {};
  return runBody(telemetry, { path: scope.path, flags: () => flags, positionals }, body);
}

async function flagsOf(scope: CommandScope): Promise<string[]> {
  const levels = await Promise.all(scope.args.map((args) => resolve(args)));
  const declared = levels
    .flatMap((args) => Object.entries(args))
    .filter(([, { type }]) => type !== 'positional')
    .map(([name, { type, alias }]) => ({
      name,
      aliases: typeof alias === 'string' ? [alias] : (alias ?? []),
      takesValue: type === 'string' || type === 'enum',
    }));
  return typedFlags(process.argv.slice(2), declared, true);
}
