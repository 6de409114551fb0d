import { loadBeside } from './load-beside.js';
import { loadDeferred, loadSending } from './load-deferred.js';

type Program = typeof import('../recording/invocation.js');

let program: Program | undefined;

/** In place of `invocation.ts` in the build for Node.js: what only a run needs that records. */
export const createInvocation: Program['createInvocation'] = (input) => {
  program ??= loadBeside<Program>('recording.cjs', {
    deferredOfEntry: loadDeferred,
    sendingOfEntry: loadSending,
  });
  return program.createInvocation(input);
};
