import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { ownEndpoint } from '../consent/destination-key.js';
import { join, lstatSync, readdirSync } from '../runtime/node-modules.js';
import type { Environment } from '../runtime/variables.js';
import { anonymousIdPath } from '../spool/anonymous-id.js';
import { adoptIdentity, type Collector, type Identity, readIdentity } from '../spool/identity.js';
import type { TelemetryOptions } from '../telemetry.js';

/** The collector at an endpoint, with the protocol that the tool uses. */
export const collectorAt = (
  { destination }: Pick<TelemetryOptions<CatalogDefinition>, 'destination'>,
  endpoint: string,
): Collector => ({ type: destination?.type ?? 'sonde', endpoint });

/** The ids of an installation. */
interface KnownIdentities {
  identities: Identity[];
  /** Paths of unreadable files or directories, which may contain more ids. */
  unreadable: string[];
}

/** Attempts, 1 ms apart, to wait for another process that is writing an id file. */
const attempts = 20;

/** Reads every current and former id of this installation. Adopts an earlier release's id first. */
export function readIdentities(
  directory: string,
  options: TelemetryOptions<CatalogDefinition>,
  environment: Environment,
): KnownIdentities {
  const first = readIdentity(anonymousIdPath(directory));
  if (first?.collectors.length === 0) {
    adoptIdentity(directory, first, collectorAt(options, ownEndpoint(options, environment) ?? ''));
  }
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    // Without a directory, nothing was sent.
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { identities: [], unreadable: isMissing ? [] : [directory] };
  }
  const known: KnownIdentities = { identities: [], unreadable: [] };
  for (const name of names.sort()) {
    if (!/^(anonymous-id(-\w+)?|former-id-[\w-]+)$/.test(name)) continue;
    const path = join(directory, name);
    const identity = readWrittenIdentity(path);
    if (identity !== undefined) known.identities.push(identity);
    else if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) known.unreadable.push(path);
  }
  return known;
}

/** Reads an id file, which another process may be writing; undefined if it cannot be read. */
function readWrittenIdentity(path: string): Identity | undefined {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const identity = readIdentity(path);
    if (identity !== null) return identity;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
  return undefined;
}
