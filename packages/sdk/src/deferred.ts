/**
 * What few runs need: in a file of its own, which {@link loadDeferred} loads, so that no other run
 * pays for it.
 */
export { classifyError } from './classify-error.js';
export { createAnonymousId } from './create-anonymous-id.js';
export { findMissingPermission } from './deno-permissions.js';
export { createFlowRuns } from './flow-runs.js';
export { flushEvery } from './flush-interval.js';
export { initProject } from './init-project.js';
export { createFlowKeeper } from './kept-flow-runs.js';
export { makeDirectory } from './make-directory.js';
export { nameCi } from './name-ci.js';
export { giveNotice } from './notice.js';
export { runUnit } from './run-unit.js';
export { runSender, startSender, writeSenderSettings } from './start-sender.js';
export { watchOtherRuntime } from './watch-other-runtime.js';
