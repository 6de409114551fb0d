import type { loadDeferred, loadSending } from './load-deferred.js';

/** Free names of a program, which the build makes parameters of the function around it. */
export interface GivenNames {
  deferredOfEntry?: typeof loadDeferred;
  sendingOfEntry?: typeof loadSending;
}

type Program = (
  module: { exports: unknown },
  deferredOfEntry: GivenNames['deferredOfEntry'],
  sendingOfEntry: GivenNames['sendingOfEntry'],
) => void;

/**
 * Runs a CommonJS program that the build holds as text, within a function, and gives what it exports.
 *
 * An engine reads over a text much faster than over code, so a run that does not need the program pays
 * next to nothing for having it.
 */
export function runProgram<Exports>(text: string, given: GivenNames = {}): Exports {
  const module = { exports: {} };
  let program: Program;
  try {
    // Not `new Function`, which copies the text: what a run allocates decides whether the engine stops
    // to collect it.
    // biome-ignore lint/security/noGlobalEval: it is part of this library
    program = globalThis.eval(text) as Program;
  } catch {
    // A process that was told to make no code of strings still compiles programs.
    program = process.getBuiltinModule('node:vm').runInThisContext(text) as Program;
  }
  program(module, given.deferredOfEntry, given.sendingOfEntry);
  return module.exports as Exports;
}
