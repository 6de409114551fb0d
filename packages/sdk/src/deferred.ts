/**
 * What few runs need: in a file of its own, which {@link loadDeferred} loads, so that no other run
 * pays for it.
 */

export { giveNotice } from './consent/notice.js';
export { haveSameOrigin } from './destinations/destination.js';
export { createFlowRuns } from './flows/flow-runs.js';
export { createFlowKeeper } from './flows/kept-flow-runs.js';
export { initProject } from './project/init-project.js';
export { readMarker } from './project/project-marker.js';
export { classifyError } from './recording/classify-error.js';
export { createAnonymousId } from './recording/create-anonymous-id.js';
export { runUnit } from './recording/run-unit.js';
export { makeDirectory } from './spool/make-directory.js';
export { findMissingPermission } from './surroundings/deno-permissions.js';
export { detectCi } from './surroundings/detect-ci.js';
export { nameCi } from './surroundings/name-ci.js';
export { watchOtherRuntime } from './surroundings/watch-other-runtime.js';
