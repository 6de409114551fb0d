import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { ownEndpoint } from '../consent/destination-key.js';
import { join, readdirSync } from '../runtime/node-modules.js';
import type { Environment } from '../runtime/variables.js';
import { anonymousIdPath } from '../spool/anonymous-id.js';
import {
  adoptIdentity,
  type Collector,
  type Identity,
  identityPathFor,
  originOf,
  readIdentity,
} from '../spool/identity.js';
import type { TelemetryOptions } from '../telemetry.js';

/** The collector at an endpoint, with the protocol that the tool uses. */
export const collectorAt = (
  { destination }: Pick<TelemetryOptions<CatalogDefinition>, 'destination'>,
  endpoint: string,
): Collector => ({ type: destination?.type ?? 'sonde', endpoint });

/** This installation's id for a collector; undefined if there is none yet. Creates none. */
export function findAnonymousId(directory: string, collector: Collector): string | undefined {
  const origin = originOf(collector);
  const first = readIdentity(anonymousIdPath(directory));
  // An earlier release used one file for all collectors.
  const isFirst =
    first?.collectors.length === 0 || first?.collectors.some((known) => originOf(known) === origin);
  return (isFirst ? first : readIdentity(identityPathFor(directory, origin)))?.id;
}

/** Every current and former id of this installation. Adopts an earlier release's id first. */
export function readIdentities(
  directory: string,
  options: TelemetryOptions<CatalogDefinition>,
  environment: Environment,
): Identity[] {
  const first = readIdentity(anonymousIdPath(directory));
  if (first?.collectors.length === 0) {
    adoptIdentity(directory, first, collectorAt(options, ownEndpoint(options, environment) ?? ''));
  }
  let names: string[] = [];
  try {
    names = readdirSync(directory);
  } catch {
    // There is no directory, so nothing was sent.
  }
  return names
    .filter((name) => /^(anonymous-id(-\w+)?|former-id-[\w-]+)$/.test(name))
    .sort()
    .flatMap((name) => readIdentity(join(directory, name)) ?? []);
}
