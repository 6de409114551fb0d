import type * as deferred from '../deferred.js';
import type * as sending from '../sending.js';

/** Free names of the embedded program. */
declare const deferredOfEntry: () => typeof deferred;
declare const sendingOfEntry: () => typeof sending;

/** In place of `load-deferred.ts` in what is embedded: as the entry loads it, so that both share it. */
export const loadDeferred: () => typeof deferred = deferredOfEntry;
export const loadSending: () => typeof sending = sendingOfEntry;
