import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { isThenable } from '../runtime/is-thenable.js';
import type { Telemetry } from '../telemetry.js';

/** The part of telemetry that an adapter uses. */
export type AdaptedTelemetry = Pick<
  Telemetry<CatalogDefinition>,
  | 'tool'
  | 'mode'
  | 'decidedBy'
  | 'startCommand'
  | 'endCommand'
  | 'setError'
  | 'rejectCommand'
  | 'runCommand'
>;

/** A command that is about to run. */
export interface RunningCommand {
  /** The command's path below the program; empty for the program itself. */
  path: readonly string[];
  /** Names of the flags that were typed; called when the body starts. */
  flags: () => readonly string[];
  /** Positional arguments by name; only those that the catalog declares are reported. */
  positionals?: () => Readonly<Record<string, unknown>>;
  /**
   * The framework does not await the body, so its errors may become uncaught exceptions. They must not be
   * caught here: if rethrown, Node.js would print a line of this file instead of the tool's.
   */
  uncaught?: boolean;
}

/** Commands for help and configuration, which do not count as use of the tool. */
const unreported = new Set([
  '__complete',
  'autocomplete',
  'completion',
  'completions',
  'help',
  'telemetry',
  'version',
]);

/** A running body. */
interface OpenBody {
  end(outcome?: { error: unknown }): void;
}

const begin = Symbol.for('sonde.begin');
const isRunning = Symbol.for('sonde.isRunning');

/** Telemetry's internal methods for adapters. */
interface Inside {
  /**
   * Starts a command, whose work may continue after its body has ended. Undefined for a command that a running
   * one called: only the outermost counts.
   */
  [begin]?: (...given: Parameters<AdaptedTelemetry['startCommand']>) => OpenBody | undefined;
  /** Whether a command that starts now is part of a running one. */
  [isRunning]?: () => boolean;
}

/** Whether a command is reported; a command that another one calls is not. */
export function isReported(telemetry: AdaptedTelemetry, path: readonly string[]): boolean {
  return (
    // Untyped callers may pass anything.
    typeof telemetry?.tool === 'string' &&
    telemetry.mode !== 'off' &&
    !unreported.has(path[0] ?? '') &&
    (telemetry as Inside)[isRunning]?.() !== true
  );
}

/** Reports that a command starts; undefined if the command is not reported. */
export function beginBody(
  telemetry: AdaptedTelemetry,
  command: RunningCommand,
): OpenBody | undefined {
  const { path } = command;
  if (!isReported(telemetry, path)) return undefined;
  return (telemetry as Inside)[begin]?.(
    [telemetry.tool, ...path].join(' '),
    readSafely(command.flags, []),
    readSafely(command.positionals, {}),
  );
}

/**
 * Runs the body of a command between `startCommand` and `endCommand`. Returns or throws what the body
 * did. If the command is not reported, the body is called directly.
 */
export function runBody<Result>(
  telemetry: AdaptedTelemetry,
  command: RunningCommand,
  body: () => Result,
): Result {
  const open = beginBody(telemetry, command);
  if (open === undefined) return body();
  const threw = (error: unknown): never => {
    // An error with exit code 0, such as commander's help, is not a failure.
    open.end(
      readSafely(() => (error as { exitCode?: unknown }).exitCode === 0, false)
        ? undefined
        : { error },
    );
    throw error;
  };
  let result: Result;
  if (command.uncaught === true) {
    let hasReturned = false;
    try {
      result = body();
      hasReturned = true;
    } finally {
      // The error is unknown here; an uncaught one is seen later.
      if (!hasReturned) open.end({ error: undefined });
    }
  } else {
    try {
      result = body();
    } catch (error) {
      return threw(error);
    }
  }
  if (isThenable(result)) {
    return Promise.resolve(result).then((value) => {
      open.end();
      return value;
    }, threw) as Result;
  }
  open.end();
  return result;
}

/** Calls code that reads a framework's internals, which may change: missing data is better than a broken tool. */
function readSafely<Value>(read: (() => Value) | undefined, otherwise: Value): Value {
  try {
    return read?.() ?? otherwise;
  } catch {
    return otherwise;
  }
}
