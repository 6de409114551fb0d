import { attach, nameCommands } from './attach.js';
import { excess, type Rejection, reject, reportsRejections } from './rejection.js';
import { type AdaptedTelemetry, beginBody } from './run-body.js';
import { optOutDescription, runGroupCommand, telemetryGroup } from './telemetry-group.js';

/** The result of oclif's parser. */
interface ParserOutput {
  readonly args: Readonly<Record<string, unknown>>;
  readonly raw: readonly {
    readonly type: string;
    readonly flag?: string;
    readonly input: string;
  }[];
}

/** The used part of a command of oclif. */
interface OclifCommand {
  run(): Promise<unknown>;
  parse(options?: unknown, argv?: string[]): Promise<ParserOutput>;
}

interface OclifFlag {
  readonly [property: string]: unknown;
}

/** The used part of a command that is not loaded yet, or of its class. */
interface OclifCommandClass {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly pluginName?: string;
  readonly plugin?: { readonly name?: string };
  flags?: Record<string, OclifFlag>;
  baseFlags?: Record<string, OclifFlag>;
  readonly prototype: OclifCommand;
}

interface PrerunOptions {
  readonly argv: string[];
  readonly Command: OclifCommandClass;
}

interface OclifConfig {
  readonly bin?: string;
  /** Between the words of a command; `:` by default. */
  readonly topicSeparator?: string;
  readonly commands: readonly OclifCommandClass[];
  readonly topics?: readonly { readonly name: string }[];
  runHook?(event: string, options: { readonly id?: string }): Promise<unknown>;
  /** By id; not in oclif's public types. */
  readonly _commands?: Map<string, OclifCommandClass>;
}

const optOut = 'no-telemetry';

/** Shared by two copies of this file: a tool may load it with `require`, while oclif imports it. */
const place = globalThis as { [key: symbol]: AdaptedTelemetry | undefined };
const key = Symbol.for('sonde.oclif');

/**
 * Reports the command lifecycle of an oclif program: `Command Invoked`, `Command Failed`,
 * `Command Completed`. Call it before `execute` or `run`, and add `"sonde"` to the `plugins` in the
 * `oclif` section of the tool's `package.json`; the plugin's hooks do the rest.
 *
 * A command counts when its arguments have been parsed in `run`, or when `run` starts if `init` of a base
 * class has parsed them: put checks that must pass first (authentication, for example) into an `init` or
 * `prerun` hook, or into `init`. Nothing is reported for help, version, completion, an unknown command or
 * flag. Each command accepts `--no-telemetry`.
 *
 * @example
 * ```ts
 * import { execute } from '@oclif/core';
 * import { createTelemetry } from 'sonde';
 * import { instrument } from 'sonde/oclif';
 * import { catalog } from './catalog.js';
 *
 * instrument(createTelemetry({ catalog, version: '1.4.0', endpoint: 'https://telemetry.example.com' }));
 * await execute({ dir: import.meta.url });
 * ```
 */
export function instrument(telemetry: AdaptedTelemetry): void {
  place[key] = telemetry;
}

/** The plugin's commands, `telemetry:status` and so on. For oclif. */
export const commands = Object.fromEntries(
  telemetryGroup.commands.map(({ name, description, options }) => [
    `${telemetryGroup.name}:${name}`,
    {
      summary: description,
      args: {},
      flags: Object.fromEntries(
        Object.entries(options).map(([option, text]) => [
          option,
          { name: option, type: 'boolean', description: text },
        ]),
      ),
      run: async (argv: readonly string[]) => {
        const adapted = place[key];
        const typed = Object.keys(options).map((option) => [option, argv.includes(`--${option}`)]);
        if (adapted !== undefined) await runGroupCommand(adapted, name, Object.fromEntries(typed));
      },
    },
  ]),
);

/**
 * The plugin's `init` hook: shows `--no-telemetry` in the help of each command, and keeps the tool's own
 * command `telemetry` if it has one. For oclif.
 */
export async function init({ config }: { config: OclifConfig }): Promise<void> {
  const adapted = place[key];
  if (adapted === undefined) return;
  attach(adapted, 'oclif', () => {
    nameCommands(adapted, config.bin, config.topicSeparator ?? ':');
    changeCommands(config);
    if (reportsRejections(adapted)) followUnknown(config, adapted);
  });
}

function changeCommands(config: OclifConfig): void {
  const isOfTool = ({ id, pluginName }: OclifCommandClass) =>
    pluginName !== 'sonde' && id.split(':', 1)[0] === telemetryGroup.name;
  if (config.commands.some(isOfTool)) {
    for (const id of Object.keys(commands)) {
      if (config._commands?.get(id)?.pluginName === 'sonde') config._commands.delete(id);
    }
  }
  for (const command of config.commands) {
    command.flags ??= {};
    command.flags[optOut] ??= {
      name: optOut,
      type: 'boolean',
      description: optOutDescription,
      helpGroup: 'GLOBAL',
      allowNo: false,
    };
  }
}

/** The plugin's `prerun` hook: follows the command that is about to run. For oclif. */
export async function prerun({ argv, Command }: PrerunOptions): Promise<void> {
  const adapted = place[key];
  if (adapted === undefined) return;
  attach(adapted, 'oclif', () => {
    if (!(optOut in { ...Command.baseFlags, ...Command.flags })) removeOptOut(argv);
    if (adapted.mode !== 'off' && !isHelp(Command)) follow(Command, adapted);
  });
}

/** Reports unknown commands. A hook for the same event would change the tool's behaviour. */
function followUnknown(config: OclifConfig, telemetry: AdaptedTelemetry): void {
  const { runHook } = config;
  if (runHook === undefined) return;
  config.runHook = function (event, options) {
    if (event === 'command_not_found') {
      reject(telemetry, () => {
        const words = (options.id ?? '').split(':');
        const known = [
          ...config.commands.map(({ id, aliases = [] }) => [id, ...aliases]),
          ...(config.topics ?? []).map(({ name }) => [name]),
        ].map((names) => names.map((name) => name.split(':')));
        const isTopic = (length: number) =>
          known
            .flat()
            .some((path) => words.slice(0, length).every((word, index) => word === path[index]));
        const depth = words.findIndex((_, index) => !isTopic(index + 1));
        const path = words.slice(0, depth);
        const below = known
          .filter(([name]) => path.every((word, index) => word === name?.[index]))
          .map((names) => names.flatMap((name) => name[depth] ?? []))
          .filter((names) => names.length > 0);
        return excess(path, words[depth], below);
      });
    }
    return runHook.call(this, event, options);
  };
}

/** Errors of oclif's parser, by class name. */
interface ParserError {
  readonly constructor: { readonly name: string };
  readonly message: string;
  /** In errors for unknown flags and unexpected arguments. */
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
  /** In errors for flags that fail a validation. */
  readonly failed?: readonly { readonly validationFn?: string }[];
}

function rejectionOf(
  error: ParserError,
  path: readonly string[],
  { flags, baseFlags }: OclifCommandClass,
): Rejection | undefined {
  switch (error.constructor.name) {
    case 'NonExistentFlagsError':
      return {
        kind: 'unknown_flag',
        path,
        typed: error.flags?.[0]?.replace(/^-+/, '').split('=', 1)[0],
        declared: Object.entries({ ...baseFlags, ...flags }).map(
          ([name, { char, aliases }]) => [name, char ?? [], aliases ?? []].flat() as string[],
        ),
      };
    case 'RequiredArgsError':
      return { kind: 'missing_argument', path };
    case 'UnexpectedArgsError':
      return excess(path, error.args?.[0], []);
    case 'FailedFlagValidationError': {
      const isMissing = error.failed?.some(({ validationFn }) => validationFn === 'required');
      return { kind: isMissing ? 'missing_argument' : 'invalid_value', path };
    }
    case 'InvalidArgsSpecError':
      return undefined;
    default:
      if (/^Flag --\S+ expects /.test(error.message)) return { kind: 'missing_argument', path };
      return 'oclif' in error || error.message.startsWith('Parsing -')
        ? { kind: 'invalid_value', path }
        : undefined;
  }
}

function isHelp({ id, plugin, pluginName }: OclifCommandClass): boolean {
  return (
    /^@oclif\/plugin-(help|version|autocomplete)$/.test(pluginName ?? plugin?.name ?? '') ||
    id === 'help'
  );
}

/** What is known of one command, an object that oclif makes for each run. */
interface Followed {
  output?: ParserOutput;
  isParsing: boolean;
  isRunning: boolean;
  body?: ReturnType<typeof beginBody>;
}

/** Classes whose methods are wrapped: a process may run a command several times. */
const following = new WeakSet<OclifCommandClass>();

/** Wraps two methods of the class: `parse` shows when arguments are valid, `run` when the body starts and ends. */
function follow(Command: OclifCommandClass, telemetry: AdaptedTelemetry): void {
  if (following.has(Command)) return;
  following.add(Command);
  const own = Command.prototype;
  const { run, parse } = own;
  // The name of a single-command program is a symbol's text.
  const path = /^[\w:-]+$/.test(Command.id) ? Command.id.split(':') : [];
  const known = new WeakMap<OclifCommand, Followed>();
  const stateOf = (command: OclifCommand): Followed => {
    const state = known.get(command) ?? { isParsing: false, isRunning: false };
    known.set(command, state);
    return state;
  };
  const begin = (state: Followed) => {
    const { output } = state;
    state.body = beginBody(telemetry, {
      path,
      flags: () => (output === undefined ? [] : namesOf(output)),
      positionals: () => output?.args ?? {},
    });
  };
  const isFollowed = reportsRejections(telemetry);
  // A command may inherit from another one, and then has the methods of both.
  const isOther = (command: OclifCommand) => command.constructor.prototype !== own;
  own.parse = async function (options, argv) {
    if (isOther(this)) return parse.call(this, options, argv);
    const state = stateOf(this);
    state.isParsing = true;
    let parsed: ParserOutput;
    try {
      parsed = await parse.call(this, options, argv);
    } catch (error) {
      if (isFollowed) reject(telemetry, () => rejectionOf(error as ParserError, path, Command));
      throw error;
    }
    const isFirst = state.output === undefined;
    state.output ??= parsed;
    if (isFirst && state.isRunning) begin(state);
    return parsed;
  };
  own.run = async function (this: OclifCommand) {
    if (isOther(this)) return run.call(this);
    const state = stateOf(this);
    state.isRunning = true;
    if (state.output !== undefined) begin(state);
    try {
      const result = run.call(this);
      // A command that does not parse its arguments first cannot reject them.
      if (!state.isParsing) begin(state);
      const value = await result;
      state.body?.end();
      return value;
    } catch (error) {
      state.body?.end(isExit(error) ? undefined : { error });
      throw error;
    }
  };
}

/** `this.exit(3)` also throws; the exit code reports it. */
function isExit(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 'EEXIT';
}

/** Removed from the array that the command receives, which would reject it as an unknown flag. */
function removeOptOut(argv: string[]): void {
  for (let index = 0; index < argv.length && argv[index] !== '--'; ) {
    if (argv[index] === `--${optOut}`) argv.splice(index, 1);
    else index += 1;
  }
}

function namesOf({ raw }: ParserOutput): string[] {
  const names = raw.flatMap(({ type, flag, input }) =>
    type !== 'flag' || flag === undefined ? [] : [input === `--no-${flag}` ? `no-${flag}` : flag],
  );
  return [...new Set(names)];
}
