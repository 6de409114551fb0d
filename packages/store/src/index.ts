export { restoreBackup } from './backup/restore-backup.js';
export { isDataDirectory, readDataOwner } from './data-directory.js';
export { openEmbeddedStore } from './embedded-store.js';
export { inspectStore } from './inspect-store.js';
export type {
  AppendResult,
  AuditEntry,
  AuditFilter,
  AuditPage,
  BackupSummary,
  Batch,
  DeletionOptions,
  DeletionPage,
  DeletionPreview,
  EmbeddedStoreOptions,
  ExportedEvent,
  ExportedQuarantined,
  LifeStore,
  ObservedCommit,
  Page,
  Person,
  PersonDeletion,
  PersonRecord,
  QuarantinedEvent,
  RetentionPreview,
  RetentionRun,
  Store,
  StoredCatalogUse,
  StoredEvent,
  StoredLoss,
  TeamChange,
  TeamRecord,
  TeamStore,
} from './port.js';
