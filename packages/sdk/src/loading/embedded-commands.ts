import { loadDeferred, loadSending } from './load-deferred.js';
import { runProgram } from './run-program.js';

/** `commands.ts`; put in by the build. */
declare const SONDE_COMMANDS: string;

/** In place of `commands.ts` in builds that hold all of it in one file. */
export const { runTelemetryCommand } = runProgram<typeof import('../commands.js')>(SONDE_COMMANDS, {
  deferredOfEntry: loadDeferred,
  sendingOfEntry: loadSending,
});
