import type { CatalogJson } from './catalog-json.js';
import type { ErrorCode } from './errors.js';
import type { WireEvent } from './event.js';

/**
 * Why a client lost something: too old, spool too large, refused by the collector, damaged on disk,
 * could not be written. `value` counts property values that were refused; their events were kept.
 */
export const lossReasons = ['age', 'size', 'quarantine', 'corrupt', 'write', 'value'] as const;
export type LossReason = (typeof lossReasons)[number];

/** Counters of one client since its last accepted batch: its own account of what it lost. */
export interface LossCounters {
  /**
   * Names the account, at most 128 characters: whenever it is told again under this id it counts once,
   * the largest of each count. Without one it is named by the batch's first event.
   */
  id?: string;
  recorded: number;
  sent: number;
  /** By {@link LossReason}. */
  dropped: Record<string, number>;
}

/**
 * What names of tools match: the command as typed, or a package's name. At most 128 characters.
 */
export const toolNamePattern = '^[A-Za-z0-9@][A-Za-z0-9@/._-]{0,127}$';

/** Travels beside the events of a batch. */
export interface IngestMeta {
  /** Name and version of the client library, for example `sonde/0.1.0`. */
  library?: string;
  /** Name of the tool, as in its catalog; must match {@link toolNamePattern}. */
  tool?: string;
  loss?: LossCounters;
  /**
   * Hash of the catalog the tool was built with: the first 16 hexadecimal digits of SHA-256 over its
   * JSON, as `JSON.stringify` writes it.
   */
  catalog_hash?: string;
  /** The whole catalog, sent only after an answer asked for it with `catalog_wanted`. */
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
  /** Path of the offending field, for example `properties.plan`; null when it is the whole event. */
  field: string | null;
  message: string;
}

/** Body of the 202 answer. Everything in it is on disk. */
export interface IngestAnswer {
  /** Events stored now, not counting duplicates. */
  accepted: number;
  /** Events already stored under the same `insert_id`, as far as is known; never stored twice either way. */
  duplicates: number;
  /** Kept aside, durably, with the reason. */
  quarantined: EventProblem[];
  /** Not kept: not an object, so there is nothing that could be repaired. */
  rejected: EventProblem[];
  /** Present and true when the collector does not know the catalog of `meta.catalog_hash` and would keep it. */
  catalog_wanted?: true;
  /** Present when `meta.catalog` was not kept; the events were stored all the same. */
  catalog_refused?: { code: ErrorCode; message: string };
}
