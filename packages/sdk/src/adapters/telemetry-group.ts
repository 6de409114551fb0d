import { telemetryCommands } from '../telemetry-commands/command-list.js';
import type { AdaptedTelemetry } from './run-body.js';

/** What help says about `--no-telemetry`. */
export const optOutDescription = 'do not report usage of this run';

/** The command under which a tool's users see and change what is reported. */
export const telemetryGroup = {
  name: 'telemetry',
  description: 'see and change what is reported about usage',
  commands: telemetryCommands,
} as const;

/** Runs one of the group's commands, and has the process exit with its code. */
export async function runGroupCommand(
  telemetry: Pick<AdaptedTelemetry, 'runCommand'>,
  name: string,
  /** What the framework made of the arguments. */
  typed: Readonly<Record<string, unknown>>,
): Promise<void> {
  const command = telemetryCommands.find((known) => known.name === name);
  const names = Object.keys(command?.options ?? {}).filter((option) => typed[option] === true);
  process.exitCode = await telemetry.runCommand([name, ...names.map((option) => `--${option}`)]);
}
