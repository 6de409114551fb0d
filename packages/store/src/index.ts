export { openEmbeddedStore } from './embedded-store.js';
export type {
  AppendResult,
  Batch,
  EmbeddedStoreOptions,
  ExportedEvent,
  Page,
  QuarantinedEvent,
  Store,
  StoredEvent,
  StoredLoss,
} from './port.js';
