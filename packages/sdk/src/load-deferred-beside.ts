type Deferred = typeof import('./deferred.js');

let loaded: Deferred | undefined;

/** Loads `deferred.cjs` from beside the built entry; synchronous, since a process that exits waits for nothing. */
export function loadDeferred(): Deferred {
  loaded ??= process.getBuiltinModule('node:module').createRequire(import.meta.url)(
    './deferred.cjs',
  ) as Deferred;
  return loaded;
}
