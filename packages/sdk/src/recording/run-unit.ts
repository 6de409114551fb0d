import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { ScopeEnd } from '../flows/flow-runs.js';
import type { TelemetryUnit } from '../telemetry-facade.js';
import type { Telemetry } from '../telemetry-types.js';
import { runScope } from './run-scope.js';

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
