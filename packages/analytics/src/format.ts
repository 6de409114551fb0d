/** How pages and terminals format numbers, and put results into words, for people. */
export { contextName } from './context-name.js';
export { csvField } from './csv-field.js';
export { formatDuration, formatOffset } from './format-duration.js';
export {
  type Change,
  formatCompact,
  formatCount,
  formatPercent,
  formatQuantity,
  none,
  pointChange,
  relativeChange,
} from './format-number.js';
export { formatFunnelEvent, parseFunnelEvent } from './funnel-event.js';
export { previousStage } from './previous-stage.js';
export { printable } from './printable.js';
export {
  formatPropertyCondition,
  type PropertyCondition,
  type PropertyValue,
  parsePropertyCondition,
} from './property-condition.js';
export { rateBase } from './rate-base.js';
export {
  describeDrop,
  describeReplay,
  isReplayFailed,
  type ReplayResult,
  replayPages,
} from './replay.js';
export { addDays, calendarStarts, dayIn, isTimeZone, startOfDay } from './time-zone.js';
