import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { ScopeEnd } from '../errors/scope-end.js';
import type { CommandRejection, Telemetry } from '../telemetry.js';
import { runScope } from './run-scope.js';

/** The telemetry of one invocation, and what ends it before the process ends. */
export interface TelemetryUnit<Definition extends CatalogDefinition> {
  telemetry: Telemetry<Definition>;
  /** Records that arguments were refused. */
  reject(rejection: CommandRejection): void;
  close(end: ScopeEnd): void;
}

/** Runs `body` as an invocation of its own, which ends as `body` does. */
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
      // Telemetry that breaks must not break the tool.
    }
  };
  return runScope(() => body(telemetry), leave, classify);
}
