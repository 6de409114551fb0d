export { restoreBackup } from './backup/restore-backup.js';
export { isDataDirectory, readDataOwner } from './data-directory.js';
export { openEmbeddedStore } from './embedded-store.js';
export { toExported } from './event-row.js';
export type {
  DeadLetter,
  EventKey,
  EventPlace,
  ForwarderState,
  ForwardingStore,
  PlacedEvent,
  RecordedRange,
} from './forwarding/forwarding-store.js';
export { inspectStore } from './inspect-store.js';
export { type MoveOptions, moveStore } from './move/move-store.js';
export type { Page } from './page.js';
export type {
  AbsorbResult,
  AppendResult,
  AuditEntry,
  AuditFilter,
  AuditPage,
  BackupSummary,
  DeletionForward,
  DeletionOptions,
  DeletionPage,
  DeletionPreview,
  EmbeddedStoreOptions,
  ExportedQuarantined,
  LifeStore,
  ObservedCommit,
  Person,
  PersonDeletion,
  PersonRecord,
  QuarantineReason,
  QuarantineRetry,
  QuarantineSelection,
  ReplayPage,
  RetentionPreview,
  RetentionRun,
  ServerStoreOptions,
  Store,
  StoreLeader,
  StoreOptions,
  StoreRole,
  TeamChange,
  TeamRecord,
  TeamStore,
  WaitingForward,
} from './port.js';
export type { Query } from './queries/query.js';
export { queries } from './queries.js';
export type {
  Batch,
  QuarantinedEvent,
  StoredCatalogUse,
  StoredEvent,
  StoredLoss,
} from './records.js';
export { readServerAddresses } from './server/server-address.js';
export { inspectServerStore, openServerStore } from './server-store.js';
export { checkQuarantinedId } from './sql/quarantined.js';
export { type ScopeFilters, scopeFilters } from './sql/scope.js';
