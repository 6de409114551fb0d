import { commandsText } from './embedded-texts.js';
import { loadDeferred, loadSending } from './load-deferred.js';
import { runProgram } from './run-program.js';

type Commands = typeof import('../commands.js');

/** In place of `load-commands.ts` in builds that hold all of it in one file. */
export const loadCommands = async (): Promise<Commands> =>
  runProgram<Commands>(commandsText(), {
    deferredOfEntry: loadDeferred,
    sendingOfEntry: loadSending,
  });
