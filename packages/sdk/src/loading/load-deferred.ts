import * as deferred from '../deferred.js';

/**
 * Loads what few runs need.
 *
 * Here, and in a build for bundlers, it is part of the same file; the build for Node.js puts
 * `load-deferred-beside.ts` in place of this one.
 */
export function loadDeferred(): typeof deferred {
  return deferred;
}
