import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { ScopeEnd } from '../errors/scope-end.js';
import type { CommandRejection, Telemetry } from '../telemetry.js';
import { runScope } from './run-scope.js';

/** The telemetry of one unit of work, which ends before the process does. */
export interface TelemetryUnit<Definition extends CatalogDefinition> {
  telemetry: Telemetry<Definition>;
  /** Records that the tool refused its arguments. */
  reject(rejection: CommandRejection): void;
  close(end: ScopeEnd): void;
}

/** Runs `body` as a separate invocation, which ends with the outcome of `body`. */
export function runUnit<Definition extends CatalogDefinition>(
  { telemetry, close }: TelemetryUnit<Definition>,
  command: string,
  body: (telemetry: Telemetry<Definition>) => unknown,
  classify: (error: unknown) => ScopeEnd,
): unknown {
  telemetry.startCommand(command);
  const leave = (end: ScopeEnd) => {
    try {
      close(end);
    } catch {
      // An error in telemetry must not reach the tool.
    }
  };
  return runScope(() => body(telemetry), leave, classify);
}
