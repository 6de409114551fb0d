import { invocationText } from './embedded-texts.js';
import { loadDeferred, loadSending } from './load-deferred.js';
import { runProgram } from './run-program.js';

type Program = typeof import('../recording/invocation.js');

let program: Program | undefined;

/** In place of `invocation.ts` in builds that hold all of it in one file: what only a run needs that records. */
export const createInvocation: Program['createInvocation'] = (input) => {
  program ??= runProgram<Program>(invocationText(), {
    deferredOfEntry: loadDeferred,
    sendingOfEntry: loadSending,
  });
  return program.createInvocation(input);
};
