import { deferredText, sendingText } from './embedded-texts.js';
import { runProgram } from './run-program.js';

type Deferred = typeof import('../deferred.js');
type Sending = typeof import('../sending.js');

let deferred: Deferred | undefined;
let sending: Sending | undefined;

/** In place of `load-deferred.ts` in builds that hold all of it in one file. */
export function loadSending(): Sending {
  sending ??= runProgram<Sending>(sendingText());
  return sending;
}

export function loadDeferred(): Deferred {
  deferred ??= runProgram<Deferred>(deferredText());
  return deferred;
}
