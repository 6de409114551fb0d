import { runProgram } from './run-program.js';

type Deferred = typeof import('../deferred.js');

/** `deferred.ts`; put in by the build. */
declare const SONDE_DEFERRED: string;

let loaded: Deferred | undefined;

/** In place of `load-deferred.ts` in builds that hold all of it in one file. */
export function loadDeferred(): Deferred {
  loaded ??= runProgram<Deferred>(SONDE_DEFERRED, {});
  return loaded;
}
