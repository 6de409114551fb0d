import { readFileSync } from 'node:fs';
import { type GivenNames, runProgram } from './run-program.js';

/**
 * Loads a program from beside the built entry; synchronous, since a process that exits waits for
 * nothing. It requires nothing, so it needs no more than to be compiled: the first `require` of a
 * process of ES modules costs Node.js a millisecond.
 */
export function loadBeside<Exports>(name: string, given?: GivenNames): Exports {
  return runProgram<Exports>(readFileSync(`${import.meta.dirname}/${name}`, 'utf8'), given);
}
