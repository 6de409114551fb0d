import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { loadDeferred } from '../loading/load-deferred.js';
import { type Environment, variableName } from '../surroundings/variables.js';
import type { TelemetryOptions } from '../telemetry-types.js';

/**
 * The endpoint that a tool has itself, whatever a marker or a variable says; that of the variable where
 * it has none, empty where there is neither, or for a vendor's own.
 */
export function ownEndpoint(
  {
    catalog,
    destination,
    endpoint,
  }: Pick<TelemetryOptions<CatalogDefinition>, 'catalog' | 'destination' | 'endpoint'>,
  environment: Environment,
): string {
  if (destination !== undefined) return destination.endpoint ?? '';
  return endpoint || environment[variableName(catalog.tool, 'ENDPOINT')] || '';
}

/**
 * The key for an endpoint. A key goes where the endpoint beside it is, and nowhere else: the tool's key
 * to the origin of the tool's own endpoint, that of the variable to the endpoint of the variable or, where
 * there is none, in place of the tool's. A marker names an endpoint and has no key.
 */
export function keyFor(
  endpoint: string,
  options: TelemetryOptions<CatalogDefinition>,
  environment: Environment,
): string | undefined {
  const { catalog, destination } = options;
  const own = ownEndpoint(options, environment);
  const isOwn =
    endpoint === own || loadDeferred().haveSameOrigin(destination?.type ?? 'sonde', endpoint, own);
  const isByVariable = Boolean(environment[variableName(catalog.tool, 'ENDPOINT')]);
  const variable =
    isOwn || isByVariable ? environment[variableName(catalog.tool, 'KEY')] : undefined;
  return variable || (isOwn ? (destination ?? options).key : undefined);
}
