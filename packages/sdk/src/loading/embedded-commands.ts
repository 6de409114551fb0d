import { loadDeferred, loadSending } from './load-deferred.js';
import { runProgram } from './run-program.js';

type Commands = typeof import('../commands.js');

/** `commands.ts`; put in by the build. */
declare const SONDE_COMMANDS: string;

/** In place of `load-commands.ts` in builds that hold all of it in one file. */
export const loadCommands = async (): Promise<Commands> =>
  runProgram<Commands>(SONDE_COMMANDS, {
    deferredOfEntry: loadDeferred,
    sendingOfEntry: loadSending,
  });
