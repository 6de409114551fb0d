export type {
  CatalogJson,
  CommandDeclaration,
  ErrorClassDeclaration,
  EventDeclaration,
  FlowDeclaration,
  MilestoneDeclaration,
  PropertyDeclaration,
  PropertyType,
} from './catalog-json.js';
export {
  anonymousIdOf,
  type DeletionReceipt,
  type DeletionRequest,
  deletionSecretPattern,
} from './deletion.js';
export { type ErrorCode, type ErrorEntry, errorTable, SondeError } from './errors.js';
export {
  type BaseProperties,
  basePropertyNames,
  type FlowRole,
  flowRole,
  type Json,
  lifecycleEvents,
  linkPropertyNames,
  type Properties,
  type RejectionKind,
  rejectionKinds,
  type WireEvent,
} from './event.js';
export {
  type EventProblem,
  type IngestMeta,
  type IngestRequest,
  type IngestResponse,
  type LossCounters,
  type LossReason,
  lossReasons,
  toolNamePattern,
} from './ingest.js';
export { defaultLimits, type Limits } from './limits.js';
