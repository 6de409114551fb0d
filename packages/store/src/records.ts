import type { EventProblem, Json, LossReason, Properties } from '@sonde/protocol';

/**
 * One event, normalised and validated, as it is stored.
 *
 * Everything except `received_at` and `sent_at` was fixed by the client when it recorded the event,
 * or derived from that, so that a repeat is equal.
 */
export interface StoredEvent {
  /** The Sonde project, from the write key; not the tool's `project_id`. */
  project: string;
  event: string;
  insert_id: string;
  distinct_id: string;
  /** Milliseconds since 1970 by the client's clock, between the years 2000 and 2100. */
  timestamp: number;
  /** Milliseconds since 1970 by the client's clock; null if the client did not send it. */
  sent_at: number | null;
  /** Milliseconds since 1970 by the collector's clock. */
  received_at: number;
  /** The ids and the flow are empty if there are none. */
  anonymous_id: string;
  user_id: string;
  project_id: string;
  flow: string;
  flow_run_id: string;
  /** The tool that sent it; empty if unknown. */
  tool: string;
  /** Never empty: a foreign event without one gets a stable one from its insert id. */
  invocation_id: string;
  /** 0 for a foreign event without one. */
  sequence: number;
  /** Index of the event in its request: orders foreign events that tie. */
  position: number;
  /** Whether the corrected client's time is implausibly far from the arrival. */
  doubtful_time: boolean;
  /**
   * Code of the reason why it is not as its catalog declares, such as `event_undeclared`; empty if
   * it is.
   */
  undeclared: string;
  /** As received, base properties included; values have the types of their properties. */
  properties: Properties;
}

/** A quarantined event with the reason. */
export interface QuarantinedEvent extends EventProblem {
  project: string;
  /** The tool that sent it; empty if unknown. */
  tool?: string;
  received_at: number;
  /** When the reason was found, in milliseconds since 1970. Default: when it arrived. */
  checked_at?: number;
  /** The event as it arrived, if it is JSON. */
  body: Json;
}

/** A client's loss report, for the time since its previous batch. */
export interface StoredLoss {
  project: string;
  /**
   * Id of the report; a report resent under it counts once, with the largest value of each count.
   */
  batch_id: string;
  received_at: number;
  recorded: number;
  sent: number;
  dropped: Partial<Record<LossReason, number>>;
}

/** A version of a tool sent events with this catalog. */
export interface StoredCatalogUse {
  project: string;
  hash: string;
  /** Empty if the events have no version. */
  version: string;
  /** Corrected time of the latest of these events, in milliseconds since 1970. */
  last_seen: number;
}

/** The content of one request, committed together or not at all. */
export interface Batch {
  events: StoredEvent[];
  quarantined: QuarantinedEvent[];
  /** Absent if the client sent no loss report. */
  loss?: StoredLoss;
}
