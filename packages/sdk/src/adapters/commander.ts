import type { CommandRejection } from '../telemetry.js';
import { attach, expectMethods, nameCommands } from './attach.js';
import { excess, reject, reportsRejections } from './rejection.js';
import { type AdaptedTelemetry, runBody } from './run-body.js';
import { optOutDescription, runGroupCommand, telemetryGroup } from './telemetry-group.js';
import { typedFlags } from './typed-flags.js';

/** The used part of an option of commander. */
export interface CommanderOption {
  readonly long?: string | undefined;
  readonly short?: string | undefined;
  /** Whether a value must follow. */
  readonly required: boolean;
  readonly negate: boolean;
  name(): string;
  attributeName(): string;
}

/** The used part of a command of commander, version 6 or later. */
export interface CommanderCommand {
  readonly commands: readonly CommanderCommand[];
  /** In every version, but not in the types of versions 6 and 7. */
  readonly parent?: CommanderCommand | null;
  readonly options?: readonly CommanderOption[];
  name(): string;
  aliases(): readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: a command like this one, under the framework's own type
  command(name: string): any;
  /** Since version 7. */
  getOptionValue?(key: string): unknown;
  /** Since version 8.3. */
  getOptionValueSource?(key: string): string | undefined;
  option(flags: string, description?: string): unknown;
  /** Since version 8. */
  // biome-ignore lint/suspicious/noExplicitAny: commander's own overloads differ between versions
  hook?(event: 'preAction', listener: (thisCommand: any, actionCommand: any) => void): unknown;
}

/** Before version 8, the name is a string. */
interface CommanderArgument {
  readonly name: string | (() => string);
}

type ActionHandler = (this: unknown, ...parameters: unknown[]) => unknown;

/** Commander's internals, and members whose types differ between versions. */
interface CommanderInside {
  /** Since version 11, and the earlier name. */
  readonly registeredArguments?: readonly CommanderArgument[];
  readonly _args?: readonly CommanderArgument[];
  /** Since version 8, and the earlier form. */
  readonly processedArgs?: readonly unknown[];
  readonly args?: readonly unknown[];
  readonly rawArgs?: readonly string[];
  _actionHandler?: ActionHandler | null;
  /** The results of actions, for `parseAsync`. Since version 8, handlers return them instead. */
  readonly _actionResults?: unknown[];
  _enablePositionalOptions?: boolean;
  parse?: (...parameters: unknown[]) => unknown;
  parseAsync?: (...parameters: unknown[]) => unknown;
  unknownOption?: (flag: string) => unknown;
  /** Ends the process, or throws; called for everything that commander refuses. */
  _exit?: (exitCode: number, code: string, message: string) => unknown;
  /** Runs the file of a command that has one. */
  _executeSubCommand?: (...parameters: unknown[]) => unknown;
}

function chainOf(command: CommanderCommand): CommanderCommand[] {
  const chain: CommanderCommand[] = [];
  for (let link: CommanderCommand | null | undefined = command; link; link = link.parent) {
    chain.unshift(link);
  }
  return chain;
}

/** Long names of the flags that were typed, not those from defaults, variables or configuration. */
function flagsOf(command: CommanderCommand): string[] {
  const chain = chainOf(command);
  if (command.getOptionValueSource === undefined) return flagsInArguments(chain);
  const flags = new Set<string>();
  for (const link of chain) {
    for (const option of link.options ?? []) {
      const key = option.attributeName();
      if (link.getOptionValueSource?.(key) !== 'cli') continue;
      // `--color` and `--no-color` share a key; the value tells which of them was typed.
      if (option.negate !== (link.getOptionValue?.(key) === false)) {
        const isPair = link.options?.some(
          (other) => other !== option && other.attributeName() === key,
        );
        if (isPair) continue;
      }
      flags.add(option.name());
    }
  }
  return [...flags];
}

/** For versions that do not report the source of a value. */
function flagsInArguments(chain: readonly CommanderCommand[]): string[] {
  const [program] = chain as readonly CommanderInside[];
  const declared = chain
    .flatMap((link) => link.options ?? [])
    .map((option) => ({
      name: option.name(),
      aliases: option.short === undefined ? [] : [option.short.replace(/^-+/, '')],
      takesValue: option.required,
    }));
  return typedFlags(program?.rawArgs ?? [], declared, true);
}

function positionalsOf(command: CommanderInside): Record<string, unknown> {
  const declared = command.registeredArguments ?? command._args ?? [];
  const values = command.processedArgs ?? command.args ?? [];
  return Object.fromEntries(
    declared.map((argument, index) => [
      typeof argument.name === 'string' ? argument.name : argument.name(),
      values[index],
    ]),
  );
}

/**
 * Reports the command lifecycle of a commander program: `Command Invoked`, `Command Failed`,
 * `Command Completed`. Call it after the commands are defined and before `parse` or `parseAsync`.
 *
 * A command counts when its `preAction` hooks have run: put checks that must pass first (authentication,
 * for example) into such a hook. Nothing is reported for help, version, an unknown command or option, or
 * if a hook throws or exits. Adds the option `--no-telemetry` and the command `telemetry` to the program,
 * unless it has them.
 *
 * @example
 * ```ts
 * import { Command } from 'commander';
 * import { createTelemetry } from 'sonde';
 * import { instrument } from 'sonde/commander';
 * import { catalog } from './catalog.js';
 *
 * const telemetry = createTelemetry({ catalog, version: '1.4.0', endpoint: 'https://telemetry.example.com' });
 * const program = new Command('orbit');
 * program.command('list').action(() => console.log('nothing yet'));
 * instrument(program, telemetry);
 * await program.parseAsync();
 * ```
 */
export function instrument(program: CommanderCommand, telemetry: AdaptedTelemetry): void {
  attach(telemetry, 'commander', () => {
    const inside: CommanderInside = program as CommanderInside;
    const handler = inside._actionHandler;
    if (handler !== null && typeof handler !== 'function') throw new Error('it has no actions');
    expectMethods(program, ['name', 'aliases', 'command', 'option', 'parse']);
    acceptOptOut(program, inside._enablePositionalOptions === true);
    addTelemetryGroup(program, telemetry);
    if (telemetry.decidedBy === '--no-telemetry') tellExecutables(program);
    nameCommands(telemetry, program.name());
    if (telemetry.mode === 'off') return;
    if (reportsRejections(telemetry)) followRejections(program, telemetry);
    const parsing = { isSync: false };
    const wrap = (command: CommanderCommand) => wrapAction(command, telemetry, parsing);
    if (program.hook === undefined) {
      // Without hooks, no check can prevent the action from running.
      followParse(inside, parsing, () => eachReported(program, wrap));
      return;
    }
    followParse(inside, parsing);
    program.hook('preAction', (_thisCommand: unknown, command: CommanderCommand) => wrap(command));
  });
}

/** By commander's code of a refusal. */
const rejectionKinds: Readonly<Record<string, CommandRejection['kind']>> = {
  'commander.unknownOption': 'unknown_flag',
  'commander.missingArgument': 'missing_argument',
  'commander.optionMissingArgument': 'missing_argument',
  'commander.missingMandatoryOptionValue': 'missing_argument',
  'commander.invalidArgument': 'invalid_value',
  'commander.invalidOptionArgument': 'invalid_value',
  'commander.conflictingOption': 'invalid_value',
};

/** Reports arguments that commander refuses, just before it throws or exits. */
function followRejections(program: CommanderCommand, telemetry: AdaptedTelemetry): void {
  const followed = new WeakSet<object>();
  const inside: CommanderInside = program as CommanderInside;
  // Commands may be added until the arguments are parsed.
  for (const method of ['parse', 'parseAsync'] as const) {
    const parse = inside[method];
    inside[method] = function (...parameters) {
      eachReported(program, (command) => {
        if (followed.has(command)) return;
        followed.add(command);
        followExit(command, telemetry);
      });
      return parse?.apply(this, parameters);
    };
  }
}

function followExit(command: CommanderCommand, telemetry: AdaptedTelemetry): void {
  const inside: CommanderInside = command as CommanderInside;
  const { unknownOption, _exit } = inside;
  let unknown: string | undefined;
  inside.unknownOption = function (flag) {
    unknown = flag;
    return unknownOption?.call(this, flag);
  };
  inside._exit = function (exitCode, code, message) {
    reject(telemetry, () => {
      const chain = chainOf(command);
      const path = chain.slice(1).map((link) => link.name());
      if (code === 'commander.unknownCommand' || code === 'commander.excessArguments') {
        const declared = inside.registeredArguments ?? inside._args ?? [];
        const first = code === 'commander.unknownCommand' ? 0 : declared.length;
        const commands = command.commands.map((child) => [child.name(), ...child.aliases()]);
        return excess(path, inside.args?.[first], commands);
      }
      const kind = rejectionKinds[code];
      if (kind !== 'unknown_flag') return kind && { kind, path };
      const options = chain.flatMap((link) => link.options ?? []);
      return {
        kind,
        path,
        typed: unknown?.replace(/^-+/, '').split('=', 1)[0],
        declared: options.map((option) =>
          [option.name(), option.short?.replace('-', '') ?? []].flat(),
        ),
      };
    });
    return _exit?.call(this, exitCode, code, message);
  };
}

/**
 * A command with its own file runs as another process, to which commander does not pass `--no-telemetry`.
 * If it is a tool with telemetry, of any name, it finds the opt-out in its environment.
 */
function tellExecutables(program: CommanderCommand): void {
  eachReported(program, (command) => {
    const inside: CommanderInside = command as CommanderInside;
    const execute = inside._executeSubCommand;
    inside._executeSubCommand = function (...parameters) {
      // biome-ignore lint/style/noProcessEnv: the environment is what the child inherits
      process.env.DO_NOT_TRACK = '1';
      return execute?.apply(this, parameters);
    };
  });
}

/** Calls `visit` for a command and its subcommands, except those that are never reported. */
function eachReported(command: CommanderCommand, visit: (command: CommanderCommand) => void): void {
  visit(command);
  for (const child of command.commands) {
    if (child.name() !== telemetryGroup.name) eachReported(child, visit);
  }
}

/** The program's options also apply to its commands, unless options are positional. */
function acceptOptOut(command: CommanderCommand, isPositional: boolean): void {
  if (!command.options?.some((option) => option.long === '--no-telemetry')) {
    command.option('--no-telemetry', optOutDescription);
  }
  if (isPositional) for (const child of command.commands) acceptOptOut(child, true);
}

/** Adds the telemetry commands, unless the tool has a command of that name. */
function addTelemetryGroup(program: CommanderCommand, telemetry: AdaptedTelemetry): void {
  const { name, description, commands } = telemetryGroup;
  const isTaken = program.commands.some((command) =>
    [command.name(), ...command.aliases()].includes(name),
  );
  if (isTaken) return;
  const group: CommanderCommand = program.command(name).description(description);
  const added = group.commands;
  // Created lazily, when commander or a completion reads them: creating six commands takes longer than
  // recording an event, and few runs need them.
  Object.defineProperty(group, 'commands', {
    configurable: true,
    enumerable: true,
    get() {
      Object.defineProperty(group, 'commands', { value: added, writable: true });
      for (const command of commands) {
        const child = group
          .command(command.name)
          .description(command.description)
          .action((typed: Record<string, unknown>) =>
            runGroupCommand(telemetry, command.name, typed),
          );
        for (const [option, text] of Object.entries(command.options)) {
          child.option(`--${option}`, text);
        }
      }
      return added;
    },
  });
}

/**
 * Distinguishes `parse`, which throws errors, from `parseAsync`, which rejects with them. Before version 8,
 * `parseAsync` calls `parse` and throws too.
 */
function followParse(
  program: CommanderInside,
  parsing: { isSync: boolean },
  prepare?: () => void,
): void {
  const parse = program.parse;
  if (parse === undefined) return;
  program.parse = function (...parameters) {
    parsing.isSync = true;
    prepare?.();
    return parse.apply(this, parameters);
  };
}

/** Commands whose handler is currently replaced. */
const wrapped = new WeakSet<object>();

/**
 * Replaces the handler for one run of the action. Doing so after parsing means that it runs after all
 * `preAction` hooks, sees when and how the body ends, and covers commands that were added late.
 */
function wrapAction(
  command: CommanderCommand,
  telemetry: AdaptedTelemetry,
  parsing: { isSync: boolean },
): void {
  const holder = command as CommanderInside;
  const original = holder._actionHandler;
  if (typeof original !== 'function' || wrapped.has(holder)) return;
  wrapped.add(holder);
  const chain = chainOf(command);
  holder._actionHandler = function (this: unknown, ...parameters: unknown[]) {
    holder._actionHandler = original;
    wrapped.delete(holder);
    const results = (chain[0] as CommanderInside)._actionResults;
    const index = results?.length ?? 0;
    const outcome = runBody(
      telemetry,
      {
        path: chain.slice(1).map((link) => link.name()),
        flags: () => flagsOf(command),
        positionals: () => positionalsOf(holder),
        uncaught: parsing.isSync,
      },
      () => original.apply(this, parameters) ?? results?.[index],
    );
    // The caller of the action must also wait for what follows here.
    if (results !== undefined && index in results) results[index] = outcome;
    return outcome;
  };
}
