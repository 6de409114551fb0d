import type { CatalogDefinition } from './define-catalog.js';
import type { Telemetry } from './telemetry-types.js';

/** What is used of an option of commander. */
export interface CommanderOption {
  readonly long?: string | undefined;
  readonly negate: boolean;
  name(): string;
  attributeName(): string;
}

/** What is used of a command of commander, version 7 or later. */
export interface CommanderCommand {
  readonly parent: CommanderCommand | null;
  readonly options: readonly CommanderOption[];
  name(): string;
  getOptionValue(key: string): unknown;
  getOptionValueSource(key: string): string | undefined;
  option(flags: string, description?: string): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: commander's own overloads differ between versions
  hook(event: 'preAction', listener: (thisCommand: any, actionCommand: any) => void): unknown;
}

type Telemetered = Pick<Telemetry<CatalogDefinition>, 'startCommand' | 'endCommand' | 'mode'>;

type ActionHandler = (this: unknown, ...parameters: unknown[]) => unknown;

function chainOf(command: CommanderCommand): CommanderCommand[] {
  const chain: CommanderCommand[] = [];
  for (let link: CommanderCommand | null = command; link !== null; link = link.parent) {
    chain.unshift(link);
  }
  return chain;
}

/** Long names of the flags that were typed, not those from defaults, variables or configuration. */
function flagsOf(command: CommanderCommand): string[] {
  const flags = new Set<string>();
  for (const link of chainOf(command)) {
    for (const option of link.options) {
      const key = option.attributeName();
      if (link.getOptionValueSource(key) !== 'cli') continue;
      // `--color` and `--no-color` share a key; the value tells which of them was typed.
      if (option.negate !== (link.getOptionValue(key) === false)) {
        const isPair = link.options.some(
          (other) => other !== option && other.attributeName() === key,
        );
        if (isPair) continue;
      }
      flags.add(option.name());
    }
  }
  return [...flags].sort();
}

/**
 * Reports the command lifecycle of a commander program: `Command Invoked`, `Command Failed`,
 * `Command Completed`. Call it after the commands are defined and before `parseAsync`.
 *
 * Nothing is reported for help, version, an unknown command or option, or when a `preAction` hook of
 * the tool throws or exits: checks that must pass before a command counts (authentication, for
 * example) belong in such a hook. Adds `--no-telemetry` to the program unless it is there.
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
export function instrument(program: CommanderCommand, telemetry: Telemetered): void {
  if (!program.options.some((option) => option.long === '--no-telemetry')) {
    program.option('--no-telemetry', 'do not report usage of this run');
  }
  program.hook('preAction', (_thisCommand: unknown, command: CommanderCommand) => {
    if (telemetry.mode === 'off') return;
    wrapAction(command, telemetry);
  });
}

/**
 * Replaces the handler for one run of the action. It is done here, after parsing, so that it runs
 * after all `preAction` hooks, knows when the body ends and how, and covers commands added late.
 */
function wrapAction(command: CommanderCommand, telemetry: Telemetered): void {
  const holder = command as unknown as { _actionHandler?: ActionHandler | null };
  const original = holder._actionHandler;
  if (typeof original !== 'function') return;
  holder._actionHandler = function (this: unknown, ...parameters: unknown[]) {
    holder._actionHandler = original;
    telemetry.startCommand(
      chainOf(command)
        .map((link) => link.name())
        .join(' '),
      flagsOf(command),
    );
    const threw = (error: unknown): never => {
      telemetry.endCommand({ error });
      throw error;
    };
    let result: unknown;
    try {
      result = original.apply(this, parameters);
    } catch (error) {
      return threw(error);
    }
    if (typeof result === 'object' && result !== null && 'then' in result) {
      return Promise.resolve(result).then((value) => {
        telemetry.endCommand();
        return value;
      }, threw);
    }
    telemetry.endCommand();
    return result;
  };
}
