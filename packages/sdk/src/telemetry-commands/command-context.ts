import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import type { Host } from '../launch/host.js';
import { spoolDirectory } from '../runtime/home.js';
import type { CommandOutput, TelemetryOptions } from '../telemetry.js';

/** What a tool's telemetry was created with. */
export interface CommandSource {
  options: TelemetryOptions<CatalogDefinition>;
  host: Host;
  /** Decides anew; the entry does, which has what that takes. */
  decide: () => TelemetryDecision;
}

/** What a command works on and writes to. */
export interface CommandContext extends CommandSource {
  output: CommandOutput;
  isJson: boolean;
  /** Of `delete`: what a collector does not confirm is given up. */
  isForgetting: boolean;
}

/** Spool directory of the tool, which may not exist; undefined where there is no usable home. */
export function directoryOf({ options, host }: CommandSource): string | undefined {
  return spoolDirectory(options.catalog.tool, host.environment, options.directory);
}

/** Prints what a command found, as text or as one JSON value. */
export function print(context: CommandContext, json: object, lines: readonly string[]): void {
  const text = context.isJson ? JSON.stringify(json, null, 2) : lines.join('\n');
  if (text !== '') context.output.stdout(`${text}\n`);
}
