import type { CatalogDefinition } from './catalog/define-catalog.js';
import { openTelemetry } from './create-telemetry.js';
import type { Telemetry, TelemetryOptions } from './telemetry.js';

export type { Destination, DestinationType } from '@sonde/destinations';
export { type Catalog, type CatalogDefinition, defineCatalog } from './catalog/define-catalog.js';
export {
  boolean,
  describe,
  duration,
  integer,
  oneOf,
  optional,
  slug,
  version,
} from './catalog/property.js';
export type { ErrorDescription, ErrorSource } from './errors/describe-error.js';
export type {
  CommandOutcome,
  CommandOutput,
  Delivery,
  EventName,
  FlowName,
  FlowRun,
  FlowStartValues,
  NoticeOptions,
  Telemetry,
  TelemetryMode,
  TelemetryOptions,
  ValuesArgument,
} from './telemetry.js';

/**
 * Creates the telemetry for this run of a tool.
 *
 * Nothing is read, written or sent until an event is recorded. A recorded event is on disk when the call
 * returns; a detached process sends it later. When telemetry is off, no call does anything.
 *
 * @example
 * ```ts
 * import { createTelemetry } from 'sonde';
 * import { catalog } from './catalog.js';
 *
 * export const telemetry = createTelemetry({
 *   catalog,
 *   version: '1.4.0',
 *   endpoint: 'https://telemetry.example.com',
 * });
 * ```
 */
export function createTelemetry<Definition extends CatalogDefinition>(
  options: TelemetryOptions<Definition>,
): Telemetry<Definition> {
  return openTelemetry(options, { path: `${import.meta.dirname}/sender.cjs` });
}
