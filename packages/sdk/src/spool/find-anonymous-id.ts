import { anonymousIdPath } from './anonymous-id.js';
import { type Collector, identityPathFor, originOf, readIdentity } from './identity.js';

/** This installation's id for a collector; undefined if there is none. Does not create one. */
export function findAnonymousId(directory: string, collector: Collector): string | undefined {
  const origin = originOf(collector);
  const first = readIdentity(anonymousIdPath(directory));
  // An earlier release used one file for all collectors.
  const isFirst =
    first?.collectors.length === 0 || first?.collectors.some((known) => originOf(known) === origin);
  return (isFirst ? first : readIdentity(identityPathFor(directory, origin)))?.id;
}
