export {
  type Destination,
  type DestinationType,
  destinationUrl,
  haveSameOrigin,
} from './destination.js';
export { wireFormatOf } from './format-table.js';
export type { PostResponse } from './post-response.js';
export type { BatchContext, Verdict, WireFormat } from './wire-format.js';
