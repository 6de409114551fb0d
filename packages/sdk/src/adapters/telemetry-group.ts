import { telemetryCommands } from '../telemetry-commands/command-list.js';
import type { AdaptedTelemetry } from './run-body.js';

/** The help text of `--no-telemetry`. */
export const optOutDescription = 'do not report usage of this run';

/** The command with which users see and change what is reported. */
export const telemetryGroup = {
  name: 'telemetry',
  description: 'see and change what is reported about usage',
  commands: telemetryCommands,
} as const;

/** Runs one of the group's commands, and sets the process's exit code. */
export async function runGroupCommand(
  telemetry: Pick<AdaptedTelemetry, 'runCommand'>,
  name: string,
  /** The arguments as parsed by the framework. */
  typed: Readonly<Record<string, unknown>>,
): Promise<void> {
  const command = telemetryCommands.find((known) => known.name === name);
  const names = Object.keys(command?.options ?? {}).filter((option) => typed[option] === true);
  process.exitCode = await telemetry.runCommand([name, ...names.map((option) => `--${option}`)]);
}
