import { loadBeside } from './load-beside.js';

type Deferred = typeof import('../deferred.js');
type Sending = typeof import('../sending.js');

let deferred: Deferred | undefined;
let sending: Sending | undefined;

/** In place of `load-deferred.ts` in the build for Node.js. */
export function loadDeferred(): Deferred {
  deferred ??= loadBeside<Deferred>('deferred.cjs');
  return deferred;
}

export function loadSending(): Sending {
  sending ??= loadBeside<Sending>('sending.cjs');
  return sending;
}
