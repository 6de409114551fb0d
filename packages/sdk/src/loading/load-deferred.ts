import * as deferred from '../deferred.js';
import * as sending from '../sending.js';

/**
 * Loads what few runs need.
 *
 * Here it is part of the same file; the build for Node.js puts `load-deferred-beside.ts` in place of
 * this module, and one that holds all of it in one file `embedded-deferred.ts`.
 */
export function loadDeferred(): typeof deferred {
  return deferred;
}

/** Loads what starts a sender. */
export function loadSending(): typeof sending {
  return sending;
}
