import { haveSameOrigin } from '@sonde/destinations';
import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { type Environment, variableName } from '../runtime/variables.js';
import type { TelemetryOptions } from '../telemetry.js';

type Options = Pick<
  TelemetryOptions<CatalogDefinition>,
  'catalog' | 'destination' | 'endpoint' | 'key'
>;

/**
 * The endpoint from the tool's options, or from the variable if the options have none. The marker is
 * ignored. Empty for a vendor's default endpoint; undefined if there is neither.
 */
export function ownEndpoint(
  { catalog, destination, endpoint }: Options,
  environment: Environment,
): string | undefined {
  // Untyped callers may pass a URL object.
  if (destination !== undefined) return `${destination.endpoint ?? ''}`;
  const configured = endpoint || environment[variableName(catalog.tool, 'ENDPOINT')];
  return configured && `${configured}`;
}

/**
 * The key for an endpoint. A key is sent only to the endpoint it was configured with: the tool's key to
 * the origin of the tool's own endpoint; the variable's key to the variable's endpoint or, without one, to
 * the tool's. A marker has an endpoint but no key.
 */
export function keyFor(
  endpoint: string,
  options: Options,
  environment: Environment,
): string | undefined {
  const { catalog, destination } = options;
  const own = ownEndpoint(options, environment);
  const isAt = (other: string | undefined) =>
    other !== undefined &&
    (endpoint === other || haveSameOrigin(destination?.type ?? 'sonde', endpoint, other));
  const variable = (name: string) => environment[variableName(catalog.tool, name)] || undefined;
  return (
    (isAt(variable('ENDPOINT') ?? own) ? variable('KEY') : undefined) ||
    (isAt(own) ? (destination ?? options).key : undefined)
  );
}
