import type * as deferred from '../deferred.js';

/** A free name of the embedded program. */
declare const deferredOfEntry: () => typeof deferred;

/** In place of `load-deferred.ts` in what is embedded: as the entry loads it, so that both share it. */
export const loadDeferred: () => typeof deferred = deferredOfEntry;
