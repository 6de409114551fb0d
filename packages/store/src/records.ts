import type { EventProblem, Json, LossReason, Properties } from '@sonde/protocol';

/**
 * One event, normalised and validated, as it goes into the store.
 *
 * Everything but `received_at` and `sent_at` was fixed by the client when it recorded the event, or
 * derived from that, so that a repeat is equal.
 */
export interface StoredEvent {
  /** The Sonde project, from the write key; not the tool's `project_id`. */
  project: string;
  event: string;
  insert_id: string;
  distinct_id: string;
  /** Milliseconds since 1970 by the client's clock, between the years 2000 and 2100. */
  timestamp: number;
  /** Milliseconds since 1970 by the client's clock; null when the client did not say. */
  sent_at: number | null;
  /** Milliseconds since 1970 by the collector's clock. */
  received_at: number;
  /** Empty when there is none, as are the ids and the flow below. */
  anonymous_id: string;
  user_id: string;
  project_id: string;
  flow: string;
  flow_run_id: string;
  /** The tool it comes from; empty when that is not known. */
  tool: string;
  /** Never empty: a foreign event without one gets a stable one from its insert id. */
  invocation_id: string;
  /** 0 for a foreign event without one. */
  sequence: number;
  /** Whether the client's time, corrected, is too far from the arrival to be believed. */
  doubtful_time: boolean;
  /** As received, base properties included. */
  properties: Properties;
}

/** A quarantined event with the reason. */
export interface QuarantinedEvent extends EventProblem {
  project: string;
  received_at: number;
  /** The event as it arrived, as far as it is JSON. */
  body: Json;
}

/** What the client of a batch says of itself since the batch before. */
export interface StoredLoss {
  project: string;
  /** The same when the account is told again: it counts once then, the largest of each count. */
  batch_id: string;
  received_at: number;
  recorded: number;
  sent: number;
  dropped: Partial<Record<LossReason, number>>;
}

/** Events of a version of a tool came with a catalog. */
export interface StoredCatalogUse {
  project: string;
  hash: string;
  /** Empty when the events say none. */
  version: string;
  /** Corrected time of the latest of them, in milliseconds since 1970. */
  last_seen: number;
}

/** One request's worth, committed together or not at all. */
export interface Batch {
  events: StoredEvent[];
  quarantined: QuarantinedEvent[];
  /** Absent when the client gave no account. */
  loss?: StoredLoss;
}

/** One line of the export: the wire form, completed by what the collector added. */
export interface ExportedEvent {
  event: string;
  distinct_id: string;
  insert_id: string;
  timestamp: string;
  sent_at: string | null;
  received_at: string;
  anonymous_id: string | null;
  user_id: string | null;
  project_id: string | null;
  invocation_id: string;
  sequence: number;
  flow: string | null;
  flow_run_id: string | null;
  /** Absent when it is not known. */
  tool?: string;
  doubtful_time: boolean;
  properties: Properties;
}
