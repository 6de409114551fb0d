import { runProgram } from './run-program.js';

type Deferred = typeof import('../deferred.js');
type Sending = typeof import('../sending.js');

/** `deferred.ts` and `sending.ts`; put in by the build. */
declare const SONDE_DEFERRED: string;
declare const SONDE_SENDING: string;

let deferred: Deferred | undefined;
let sending: Sending | undefined;

/** In place of `load-deferred.ts` in builds that hold all of it in one file. */
export function loadSending(): Sending {
  sending ??= runProgram<Sending>(SONDE_SENDING);
  return sending;
}

export function loadDeferred(): Deferred {
  deferred ??= runProgram<Deferred>(SONDE_DEFERRED);
  return deferred;
}
