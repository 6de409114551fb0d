export { backlogFormatOf, backlogUrl } from './backlog.js';
export {
  type Destination,
  type DestinationType,
  destinationUrl,
  haveSameOrigin,
} from './destination.js';
export { foreignEncoderOf } from './foreign-event.js';
export { wireFormatOf } from './format-table.js';
export type { PostResponse } from './post-response.js';
export { retryAfterMs } from './retry-after.js';
export type { BatchContext, Verdict, WireFormat } from './wire-format.js';
