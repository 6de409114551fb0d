/** How pages and terminals format numbers for people. */
export { contextName } from './context-name.js';
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
export { previousStage } from './previous-stage.js';
export { rateBase } from './rate-base.js';
