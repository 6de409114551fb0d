import type { CatalogJson } from './catalog-json.js';
import type { ErrorCode } from './errors.js';
import type { WireEvent } from './event.js';

/**
 * Why a client lost something: too old, spool too large, refused by the collector, damaged on disk,
 * could not be written. `value` counts property values that were refused; their events were kept.
 */
export const lossReasons = ['age', 'size', 'quarantine', 'corrupt', 'write', 'value'] as const;
export type LossReason = (typeof lossReasons)[number];

/** A client's loss report: its counters since its last accepted batch. */
export interface LossCounters {
  /**
   * Idempotency key, at most 128 characters. A report resent under it counts once, with the largest
   * value of each count. Without an id, the batch's first event identifies the report.
   */
  id?: string;
  recorded: number;
  sent: number;
  /** By {@link LossReason}. */
  dropped: Record<string, number>;
}

/**
 * Pattern of tool names: a command, or a package's name. At most 128 characters.
 */
export const toolNamePattern = '^[A-Za-z0-9@][A-Za-z0-9@/._-]{0,127}$';

/** Data about a batch of events. */
export interface IngestMeta {
  /** Name and version of the client library, for example `sonde/0.1.0`. */
  library?: string;
  /** Name of the tool, as in its catalog; must match {@link toolNamePattern}. */
  tool?: string;
  loss?: LossCounters;
  /** Another collector sends events that it accepted, also from vendors' clients. */
  forwarded?: boolean;
  /**
   * Hash of the catalog the tool was built with: the first 16 hexadecimal digits of SHA-256 over its
   * JSON, as `JSON.stringify` writes it.
   */
  catalog_hash?: string;
  /** The catalog, sent only after a response with `catalog_wanted`. */
  catalog?: CatalogJson;
}

/** Body of `POST /ingest`; a bare {@link WireEvent} is accepted too. */
export interface IngestRequest {
  events: WireEvent[];
  meta?: IngestMeta;
}

/** Why one event of a batch was not stored as an event. */
export interface EventProblem {
  /** Position in the request's `events`. */
  index: number;
  insert_id: string | null;
  code: ErrorCode;
  /** Path of the invalid field, for example `properties.plan`; null for the whole event. */
  field: string | null;
  message: string;
}

/** Body of the 202 response. Everything in it is on disk. */
export interface IngestResponse {
  /** Events stored now, not counting duplicates. */
  accepted: number;
  /** Events known to be stored already, by `insert_id`. No event is ever stored twice. */
  duplicates: number;
  /** Stored in quarantine, with the reason. */
  quarantined: EventProblem[];
  /** Not stored, because they are not objects. */
  rejected: EventProblem[];
  /** True if the collector does not know the catalog of `meta.catalog_hash` and wants it. */
  catalog_wanted?: true;
  /** Present if `meta.catalog` was refused; the events were stored anyway. */
  catalog_refused?: { code: ErrorCode; message: string };
}
