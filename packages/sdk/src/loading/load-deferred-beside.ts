import { readFileSync } from 'node:fs';

type Deferred = typeof import('../deferred.js');

let loaded: Deferred | undefined;

/**
 * Loads `deferred.cjs` from beside the built entry; synchronous, since a process that exits waits for
 * nothing. It requires nothing, so it needs no more than to be compiled: the first `require` of a
 * process of ES modules costs Node.js a millisecond.
 */
export function loadDeferred(): Deferred {
  if (loaded !== undefined) return loaded;
  const filename = `${import.meta.dirname}/deferred.cjs`;
  const module = { exports: {} };
  const { compileFunction } = process.getBuiltinModule('node:vm');
  compileFunction(readFileSync(filename, 'utf8'), ['module'], { filename })(module);
  loaded = module.exports as Deferred;
  return loaded;
}
