export { LossReport, QuarantineReport } from './data-quality.js';
export { type FoldedFlowRun, foldFlowRuns, foldInvocation, toFlowRun } from './flow-run.js';
export { type FlowShape, flowShapes, milestoneName, type SeenFlowEvent } from './flow-shape.js';
export {
  buildFunnel,
  type EndingCount,
  type FunnelTally,
  foldFunnel,
  funnelStages,
  funnelSteps,
  share,
} from './funnel.js';
export {
  countUsers,
  findGaps,
  foldSummary,
  type IdentityLink,
  sharedIdPrefix,
  stitchIdentities,
} from './invocation-summary.js';
export { quantile } from './quantile.js';
export * from './questions.js';
export {
  comparePlaces,
  compareText,
  correctedTime,
  orderEvents,
  type RecordedEvent,
} from './recorded-event.js';
export { isRegression, type SuccessCount } from './regression.js';
export { compareVersionsDescending, isRelease } from './version-order.js';
