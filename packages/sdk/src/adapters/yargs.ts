import { attach, expectMethods, nameCommands } from './attach.js';
import { excess, type Rejection, reject, reportsRejections } from './rejection.js';
import { type AdaptedTelemetry, runBody } from './run-body.js';
import { optOutDescription, runGroupCommand, telemetryGroup } from './telemetry-group.js';
import { type DeclaredFlag, findUndeclared, namesOfFlags, typedFlags } from './typed-flags.js';

/** The used part of a yargs program, version 15 or later. */
export interface YargsProgram {
  option(key: string, options: object): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: yargs' own overloads depend on the options so far
  command(name: string, description: string, builder: any, handler?: any): unknown;
}

type Handler = (parsed: Record<string, unknown>) => unknown;

/** The names of a positional argument; the first is its own. */
interface Positional {
  readonly cmd: readonly [string, ...string[]];
}

interface CommandEntry {
  handler: Handler;
  readonly demanded: readonly Positional[];
  readonly optional: readonly Positional[];
}

/** yargs' options at the current place in the command tree. */
interface YargsOptions {
  readonly key: Readonly<Record<string, unknown>>;
  readonly alias: Readonly<Record<string, readonly string[]>>;
  readonly boolean: readonly string[];
  readonly count: readonly string[];
  /** Flags that must be followed by values. */
  readonly narg: Readonly<Record<string, unknown>>;
}

/** Commands at one place in the command tree. */
interface CommandTables {
  readonly handlers: Readonly<Record<string, CommandEntry>>;
  readonly aliasMap: Readonly<Record<string, string>>;
  readonly defaultCommand?: CommandEntry | undefined;
}

/** yargs' commands at the current place in the command tree. */
interface YargsCommands extends Partial<CommandTables> {
  /** Up to version 16, which does not expose the other tables. */
  getCommandHandlers?(): CommandTables['handlers'];
  /** Names and aliases. */
  getCommands(): readonly string[];
  runCommand(name: string | null, ...rest: unknown[]): unknown;
}

/** A command as help shows it: how it is typed, what it does, whether it is the default, its aliases. */
type ShownCommand = readonly [string, string, boolean, readonly string[]];

interface YargsInternals {
  getCommandInstance(): YargsCommands;
  getContext(): { readonly commands: readonly string[] };
  getUsageInstance(): YargsUsage;
  getValidationInstance?(): YargsValidation;
}

interface YargsUsage {
  getCommands(): readonly ShownCommand[];
  /** Shows a message and ends the process, or throws. The message is null for an error of a handler. */
  fail?(message: string | null, error?: { readonly name?: string }): unknown;
}

/** Checks of arguments; each calls `fail` of {@link YargsUsage} for those that it refuses. */
type YargsValidation = { [Check in keyof typeof checks]?: (...parameters: unknown[]) => unknown };

/** yargs' internals, which its types do not declare. Up to version 16 they are all on one object. */
interface YargsInside extends Partial<YargsInternals> {
  getOptions(): YargsOptions;
  getDemandedCommands?(): { readonly _?: { readonly min: number } };
  parse?(...parameters: unknown[]): unknown;
  getInternalMethods?(): YargsInternals;
}

const internalsOf = (inside: YargsInside): YargsInternals =>
  inside.getInternalMethods?.() ?? (inside as YargsInternals);

/**
 * Reports the command lifecycle of a yargs program: `Command Invoked`, `Command Failed`,
 * `Command Completed`. Call it before the arguments are parsed.
 *
 * A command counts when its handler starts, after validation and all middleware: put checks that must pass
 * first (authentication, for example) into middleware. Nothing is reported for help, version, completion,
 * an unknown command or option. Adds the option `--no-telemetry` and, unless the tool has one, the command
 * `telemetry`.
 *
 * @example
 * ```ts
 * import { createTelemetry } from 'sonde';
 * import { instrument } from 'sonde/yargs';
 * import yargs from 'yargs';
 * import { hideBin } from 'yargs/helpers';
 * import { catalog } from './catalog.js';
 *
 * const telemetry = createTelemetry({ catalog, version: '1.4.0', endpoint: 'https://telemetry.example.com' });
 * const program = yargs(hideBin(process.argv)).command('list', 'list what there is', {}, () => console.log('nothing yet'));
 * instrument(program, telemetry);
 * await program.parseAsync();
 * ```
 */
export function instrument(program: YargsProgram, telemetry: AdaptedTelemetry): void {
  attach(telemetry, 'yargs', () => {
    const inside = program as unknown as YargsInside;
    const commands = internalsOf(inside).getCommandInstance();
    expectMethods(program, ['option', 'command', 'getOptions']);
    expectMethods(commands, ['getCommands', 'runCommand']);
    expectMethods(internalsOf(inside), ['getContext', 'getUsageInstance']);
    // yargs parses `--no-telemetry` as `--telemetry=false`, so `telemetry` is declared and hidden.
    program.option('telemetry', { type: 'boolean', hidden: true });
    program.option('no-telemetry', { type: 'boolean', describe: optOutDescription });
    addTelemetryGroup(program, commands, telemetry);
    nameCommands(telemetry, (program as { $0?: unknown }).$0);
    if (telemetry.mode === 'off') return;
    followCommands(inside, commands, telemetry);
    if (reportsRejections(telemetry)) followRejections(inside, telemetry);
  });
}

function tablesOf(inside: YargsInside): CommandTables {
  const { getCommandInstance, getUsageInstance } = internalsOf(inside);
  const { handlers, aliasMap, defaultCommand, getCommandHandlers } = getCommandInstance();
  if (handlers !== undefined && aliasMap !== undefined)
    return { handlers, aliasMap, defaultCommand };
  const known = getCommandHandlers?.() ?? {};
  const aliases: Record<string, string> = {};
  let usual: CommandEntry | undefined;
  for (const [typed, , isDefault, others] of getUsageInstance().getCommands()) {
    const [name = ''] = typed.split(' ');
    for (const alias of others) aliases[alias] = name;
    if (isDefault) usual = known[name];
  }
  return { handlers: known, aliasMap: aliases, defaultCommand: usual };
}

function followCommands(
  inside: YargsInside,
  commands: YargsCommands,
  telemetry: AdaptedTelemetry,
): void {
  const originals = new WeakMap<CommandEntry, Handler>();
  const { runCommand } = commands;
  let path: readonly string[] = [];
  commands.runCommand = function (name, ...rest) {
    const { handlers, aliasMap, defaultCommand } = tablesOf(inside);
    const found = name === null ? undefined : (aliasMap[name] ?? name);
    const entry = (found === undefined ? undefined : handlers[found]) ?? defaultCommand;
    if (entry === undefined) return runCommand.call(this, name, ...rest);
    const canonical = Object.keys(handlers).find((key) => handlers[key] === entry);
    const parents = path.slice(0, internalsOf(inside).getContext().commands.length);
    const here = canonical === undefined || canonical === '$0' ? parents : [...parents, canonical];
    path = here;
    const handler = originals.get(entry) ?? entry.handler;
    originals.set(entry, handler);
    entry.handler = (parsed) =>
      runBody(
        telemetry,
        {
          path: here,
          flags: () => typedFlags(process.argv.slice(2), declaredFlags(inside.getOptions())),
          positionals: () => positionalsOf(entry, parsed),
        },
        () => handler(parsed),
      );
    return runCommand.call(this, name, ...rest);
  };
}

/** Adds the telemetry commands, unless the tool has a command of that name. */
function addTelemetryGroup(
  program: YargsProgram,
  existing: YargsCommands,
  telemetry: AdaptedTelemetry,
): void {
  const { name, description, commands } = telemetryGroup;
  if (existing.getCommands().includes(name)) return;
  program.command(
    name,
    description,
    (group: YargsProgram & { demandCommand(count: 1): unknown }) => {
      for (const command of commands) {
        const options = Object.fromEntries(
          Object.entries(command.options).map(([option, describe]) => [
            option,
            { type: 'boolean', describe },
          ]),
        );
        group.command(
          command.name,
          command.description,
          options,
          (parsed: Record<string, unknown>) => runGroupCommand(telemetry, command.name, parsed),
        );
      }
      return group.demandCommand(1);
    },
  );
}

function declaredFlags({ key, alias, boolean, count }: YargsOptions): DeclaredFlag[] {
  // The keys also contain aliases that have a type.
  const aliases = new Set(Object.keys(key).flatMap((name) => alias[name] ?? []));
  const names = Object.keys(key).filter((name) => !aliases.has(name));
  return names.map((name) => ({
    name,
    aliases: alias[name] ?? [],
    takesValue: !boolean.includes(name) && !count.includes(name),
  }));
}

/** The kind of rejection of each check. */
const checks = {
  nonOptionCount: (place: Place, argv: Parsed): Rejection => {
    const { length } = wordsOf(place, argv);
    const { min = 0 } = place.inside.getDemandedCommands?.()._ ?? {};
    return length < min ? missing(place) : tooMany(place, argv);
  },
  positionalCount: missing,
  requiredArguments: missing,
  unknownArguments: (place: Place, argv: Parsed): Rejection => {
    const declared = declaredFlags(place.inside.getOptions());
    const typed = findUndeclared(process.argv.slice(2), declared);
    return typed === undefined
      ? tooMany(place, argv)
      : { kind: 'unknown_flag', path: pathOf(place), typed, declared: namesOfFlags(declared) };
  },
  unknownCommands: tooMany,
  recommendCommands: (place: Place, typed: string): Rejection =>
    excess(pathOf(place), typed, commandsOf(place)),
  limitedChoices: invalid,
  implications: missing,
  conflicting: invalid,
};

interface Parsed {
  readonly _: readonly unknown[];
}

/** The position of yargs in the command tree. */
interface Place {
  readonly inside: YargsInside;
  /** While the default command runs, yargs no longer lists the others. */
  beside: readonly string[][];
}

const pathOf = ({ inside }: Place) => internalsOf(inside).getContext().commands;
const commandsOf = ({ inside, beside }: Place): string[][] => {
  const { aliasMap } = tablesOf(inside);
  const names = internalsOf(inside).getCommandInstance().getCommands();
  return [...names.map((name) => [aliasMap[name] ?? name, name]), ...beside];
};

function missing(place: Place): Rejection {
  return { kind: 'missing_argument', path: pathOf(place) };
}
function invalid(place: Place): Rejection {
  return { kind: 'invalid_value', path: pathOf(place) };
}

/** The words that are not names of the commands on the path. */
function wordsOf(place: Place, argv: Parsed): readonly unknown[] {
  return argv._.slice(pathOf(place).length);
}
function tooMany(place: Place, argv: Parsed): Rejection {
  const commands = commandsOf(place);
  const known = new Set<unknown>(commands.flat());
  const typed = wordsOf(place, argv).find((word) => !known.has(word));
  return excess(pathOf(place), typed, commands);
}

/** Reports arguments that yargs refuses, just before it shows a message. */
function followRejections(inside: YargsInside, telemetry: AdaptedTelemetry): void {
  const usage = internalsOf(inside).getUsageInstance();
  const validation = internalsOf(inside).getValidationInstance?.() ?? {};
  const commands = internalsOf(inside).getCommandInstance();
  const { fail } = usage;
  const { parse } = inside;
  const { runCommand } = commands;
  const place: Place = { inside, beside: [] };
  commands.runCommand = function (name, ...rest) {
    place.beside = [];
    if (name === null) place.beside = commandsOf(place);
    return runCommand.call(this, name, ...rest);
  };
  let find: (() => Rejection) | undefined;
  let isRejected = false;
  inside.parse = function (...parameters) {
    isRejected = false;
    return parse?.apply(this, parameters);
  };
  for (const name of Object.keys(checks) as (keyof typeof checks)[]) {
    const check = validation[name];
    validation[name] = function (...parameters) {
      const describe = checks[name] as (place: Place, first: unknown) => Rejection;
      find = () => describe(place, parameters[0]);
      try {
        return check?.apply(this, parameters);
      } finally {
        find = undefined;
      }
    };
  }
  usage.fail = function (message, error) {
    // Without a check, the parser itself refused a value, or a flag has none.
    const describe =
      find ??
      (error?.name === 'YError'
        ? () => {
            const flags = Object.keys(inside.getOptions().narg);
            return flags.some((flag) => message?.includes(flag)) ? missing(place) : invalid(place);
          }
        : undefined);
    if (describe !== undefined && !isRejected) {
      isRejected = true;
      reject(telemetry, describe);
    }
    return fail?.call(this, message, error);
  };
}

function positionalsOf(
  { demanded, optional }: CommandEntry,
  parsed: Record<string, unknown>,
): Record<string, unknown> {
  const names = [...demanded, ...optional].map(({ cmd: [name] }) => name);
  return Object.fromEntries(names.map((name) => [name, parsed[name]]));
}
