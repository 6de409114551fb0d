import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { Telemetry } from '../telemetry.js';

/** What an adapter needs of the telemetry it reports to. */
export type AdaptedTelemetry = Pick<
  Telemetry<CatalogDefinition>,
  'tool' | 'mode' | 'startCommand' | 'endCommand' | 'setError' | 'runCommand'
>;

/** A command that is about to run. */
export interface RunningCommand {
  /** Names from the one below the program to the command itself; empty for the program itself. */
  path: readonly string[];
  /** Names of the flags that were typed; asked for when the body begins. */
  flags: () => readonly string[];
  /** Positional arguments by name, of which only those are reported that the catalog declares. */
  positionals?: () => Readonly<Record<string, unknown>>;
  /**
   * The body is called by code that does not wait, so that what it throws may reach the user as an
   * uncaught exception. It must not be caught on its way: thrown again it would be printed with a
   * line of this file in place of the tool's. How the process ends says what happened.
   */
  uncaught?: boolean;
}

/** Helps the user to type or to decide; none of it is the use of a command. */
const unreported = new Set([
  '__complete',
  'autocomplete',
  'completion',
  'completions',
  'help',
  'telemetry',
  'version',
]);

/** Frameworks let one command call another: only the outermost counts. */
const started = new WeakSet<object>();

/** A body that has begun. */
interface OpenBody {
  end(outcome?: { error: unknown }): void;
}

/** Reports that a command begins; undefined when nothing is to be reported about it. */
export function beginBody(
  telemetry: AdaptedTelemetry,
  command: RunningCommand,
): OpenBody | undefined {
  const { path } = command;
  if (unreported.has(path[0] ?? '') || started.has(telemetry) || telemetry.mode === 'off') {
    return undefined;
  }
  started.add(telemetry);
  telemetry.startCommand(
    [telemetry.tool, ...path].join(' '),
    ask(command.flags, []),
    ask(command.positionals, {}),
  );
  return { end: (outcome) => telemetry.endCommand(outcome) };
}

/**
 * Runs the body of a command between `startCommand` and `endCommand`. Gives back or throws what the
 * body did; where nothing is reported there is nothing between the framework and the body.
 */
export function runBody<Result>(
  telemetry: AdaptedTelemetry,
  command: RunningCommand,
  body: () => Result,
): Result {
  const open = beginBody(telemetry, command);
  if (open === undefined) return body();
  const threw = (error: unknown): never => {
    open.end({ error });
    throw error;
  };
  let result: Result;
  if (command.uncaught === true) {
    result = body();
  } else {
    try {
      result = body();
    } catch (error) {
      return threw(error);
    }
  }
  if (typeof result === 'object' && result !== null && 'then' in result) {
    return Promise.resolve(result).then((value) => {
      open.end();
      return value;
    }, threw) as Result;
  }
  open.end();
  return result;
}

/** Frameworks change inside; a run of which less is known is better than a tool that breaks. */
function ask<Answer>(question: (() => Answer) | undefined, otherwise: Answer): Answer {
  try {
    return question?.() ?? otherwise;
  } catch {
    return otherwise;
  }
}
