export { type Actor, actorGroups, actorOf, isAgent } from './actor.js';
export {
  type AdoptedInvocation,
  Adoption,
  type AdoptionProperty,
  adoptionProperties,
  type Counts,
  compareUse,
  foldValues,
  listedValues,
} from './adoption.js';
export { AgentReport, foldAgents, listedClasses, rankHarder, repeatMs } from './agent-report.js';
export {
  type CatalogAge,
  type CatalogUse,
  type OrderedCatalog,
  orderCatalogs,
  type StoredCatalog,
} from './catalog-order.js';
export {
  CommandList,
  type CommandParts,
  CommandReport,
  compareSuccess,
  foldCommand,
  foldCommandList,
} from './command-reports.js';
export { csvField } from './csv-field.js';
export { csvHeader, csvLine } from './csv-line.js';
export { DurationBucket, durationBounds, fillHistogram } from './duration-histogram.js';
export { ErrorReport, firstReleases, foldErrors } from './error-report.js';
export {
  countOccurrences,
  findOccurrences,
  foldBreakdown,
  type InvocationEvents,
  listedBreakdownValues,
  toQuantile,
} from './event-count.js';
export * from './event-responses.js';
export {
  type ExportedColumn,
  type ExportedEvent,
  exportedColumns,
  readColumn,
} from './exported-event.js';
export {
  buildComparison,
  FlowComparison,
  foldComparison,
} from './flow-comparison.js';
export { type FoldedFlowRun, foldFlowRuns, foldInvocation, toFlowRun } from './flow-run.js';
export {
  type DeclaredFlows,
  editionOf,
  eventRole,
  type FlowShape,
  flowShapes,
  isListed,
  milestoneName,
  type SeenFlowEvent,
} from './flow-shape.js';
export {
  buildFlowTimes,
  FlowTimes,
  type FlowTimesTally,
  foldFlowTimes,
  type TimeSpread,
} from './flow-times.js';
export { bestAttempt, type FreeFunnelDefinition } from './free-funnel.js';
export * from './free-funnel-response.js';
export {
  buildFunnel,
  type EndingCount,
  type FunnelTally,
  foldFunnel,
  share,
} from './funnel.js';
export { type FunnelEvent, funnelEventForm, parseFunnelEvent } from './funnel-event.js';
export { funnelStages, type RunEnding, reachedSteps, withNamedSteps } from './funnel-stages.js';
export * from './intake-responses.js';
export {
  aliasEvents,
  canBeAliased,
  countUsers,
  findGaps,
  foldSummary,
  type IdentityLink,
  sharedIdPrefix,
  stitchIdentities,
} from './invocation-summary.js';
export { differenceFields, type JudgedDifference, judgeDifference } from './judged-difference.js';
export { type NumberBin, numberBins } from './number-bins.js';
export {
  formatPropertyCondition,
  meetsCondition,
  type PropertyCondition,
  type PropertyValue,
  parsePropertyCondition,
  propertyConditionForm,
} from './property-condition.js';
export { quantile } from './quantile.js';
export {
  chooseSignificant,
  probabilityOfRise,
  type RateSample,
  sampleOf,
} from './rate-change.js';
export { type ComparedSample, comparedSampleOf } from './rate-difference.js';
export {
  comparePlaces,
  compareText,
  correctedTime,
  nameTool,
  orderEvents,
  type RecordedEvent,
  soleTool,
} from './recorded-event.js';
export { isRegression, type SuccessCount } from './regression.js';
export {
  count,
  type Declaration,
  declaration,
  declarations,
  flowTools,
  isoTime,
  milliseconds,
  Nullable,
  ratio,
} from './response-fields.js';
export * from './responses.js';
export {
  drawCohorts,
  foldWeeks,
  listedGroups,
  type RetainedInvocation,
  Retention,
  retentionGroups,
  type WeekCount,
} from './retention.js';
export * from './sql-responses.js';
export {
  addDays,
  type CalendarUnit,
  calendarStarts,
  dayIn,
  isTimeZone,
  mondayOf,
  startOfDay,
} from './time-zone.js';
export { foldTotals } from './totals.js';
export { activeDays, foldUsersByDay, measureUptake, type UsersByDay } from './uptake.js';
export { compareVersionsDescending, isRelease } from './version-order.js';
