import type { CommandRejection } from '../telemetry.js';
import { type AdaptedTelemetry, isReported } from './run-body.js';

/** Arguments that a framework refused. */
export interface Rejection extends Pick<CommandRejection, 'kind' | 'typed' | 'declared'> {
  /** The part of the command's path that was found, below the program. */
  path: readonly string[];
}

/** Whether the tool reports refused arguments; if not, adapters leave the framework's parser alone. */
export function reportsRejections(telemetry: AdaptedTelemetry): boolean {
  const internal = telemetry as { [name: symbol]: unknown };
  return telemetry.mode !== 'off' && internal[Symbol.for('sonde.usageErrors')] === true;
}

/**
 * Reports that a framework refused the arguments. `find` reads the framework's internals, which may
 * change: if it throws, nothing is reported.
 */
export function reject(telemetry: AdaptedTelemetry, find: () => Rejection | undefined): void {
  try {
    const rejection = find();
    if (rejection === undefined || !isReported(telemetry, rejection.path)) return;
    const { path, ...rest } = rejection;
    telemetry.rejectCommand({ ...rest, command: [telemetry.tool, ...path].join(' ') });
  } catch {
    // The framework reports the error to the user, as it does without telemetry.
  }
}

/**
 * One argument too many: if there are commands, an unknown command.
 *
 * @param commands Names of the commands below the path.
 */
export function excess(
  path: readonly string[],
  typed: unknown,
  commands: NonNullable<CommandRejection['declared']>,
): Rejection {
  return commands.length === 0
    ? { kind: 'invalid_value', path }
    : { kind: 'unknown_command', path, typed: `${typed}`, declared: commands };
}
