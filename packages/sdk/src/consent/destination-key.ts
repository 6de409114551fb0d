import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { haveSameOrigin } from '../destinations/destination.js';
import { type Environment, variableName } from '../runtime/variables.js';
import type { TelemetryOptions } from '../telemetry.js';

type Options = Pick<
  TelemetryOptions<CatalogDefinition>,
  'catalog' | 'destination' | 'endpoint' | 'key'
>;

/**
 * The endpoint that a tool has itself, whatever a marker or a variable says; that of the variable where
 * it has none. Empty for a vendor's own; undefined where there is neither.
 */
export function ownEndpoint(
  { catalog, destination, endpoint }: Options,
  environment: Environment,
): string | undefined {
  // It may have been given as an object.
  if (destination !== undefined) return `${destination.endpoint ?? ''}`;
  const given = endpoint || environment[variableName(catalog.tool, 'ENDPOINT')];
  return given && `${given}`;
}

/**
 * The key for an endpoint. A key goes where the endpoint beside it is, and nowhere else: the tool's key
 * to the origin of the tool's own endpoint, that of the variable to the endpoint of the variable or, where
 * there is none, in place of the tool's. A marker names an endpoint and has no key.
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
