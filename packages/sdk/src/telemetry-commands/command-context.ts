import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import type { Host } from '../launch/host.js';
import { spoolDirectories, spoolDirectory } from '../runtime/home.js';
import type { CommandOutput, TelemetryOptions } from '../telemetry.js';

/** The options and the process of a tool's telemetry. */
export interface CommandSource {
  options: TelemetryOptions<CatalogDefinition>;
  host: Host;
  /** Decides again, since a command may have changed the setting. */
  decide: () => TelemetryDecision;
}

/** The context of a command: the telemetry's options, the process and the output. */
export interface CommandContext extends CommandSource {
  output: CommandOutput;
  isJson: boolean;
  /** For `delete`: forget collectors that do not confirm. */
  isForgetting: boolean;
}

/** The tool's spool directory, which may not exist; undefined if there is no usable home directory. */
export function directoryOf({ options, host }: CommandSource): string | undefined {
  return spoolDirectory(options.catalog.tool, host.environment, options.directory);
}

/**
 * The spool directory, and the one of runs whose variables were removed, which may also have events.
 */
export function directoriesOf({ options, host }: CommandSource): string[] {
  return spoolDirectories(options.catalog.tool, host.environment, options.directory);
}

/** Prints a command's result, as text or as one JSON value. */
export function print(context: CommandContext, json: object, lines: readonly string[]): void {
  const text = context.isJson ? JSON.stringify(json, null, 2) : lines.join('\n');
  if (text !== '') context.output.stdout(`${text}\n`);
}
