import type { IngestMeta, WireEvent } from '@sonde/protocol';
import type { PostResponse } from './post-response.js';

/** What a response means for the events of a request. */
export type Verdict =
  /** All were accepted, except those that the server rejected or, if it is a collector, quarantined. */
  | {
      kind: 'done';
      rejected: { index: number; code: string }[];
      quarantined?: { index: number; code: string }[];
      wantsCatalog: boolean;
    }
  /** None was accepted because some are invalid: those at `indexes`, if the response names them. */
  | { kind: 'refused'; code: string; indexes: readonly number[] }
  /**
   * None was accepted: resend all of them later, after `waitMs` if the vendor documents a time. If the
   * response names events at `indexes`, only they have to wait.
   */
  | { kind: 'later'; reason: string; waitMs?: number; indexes?: readonly number[] };

/** The data that a request needs in addition to its events. */
export interface BatchContext {
  key: string | undefined;
  /** Name and version of the library, for example `sonde/0.1.0`. */
  library: string;
  /** Name of the tool that recorded the events, all of them; empty if unknown. */
  tool: string;
  /** ISO 8601. */
  sentAt: string;
  /** For a collector. */
  meta: IngestMeta;
  /** How often these events were sent before. Default 0. */
  retryCount?: number;
  /** The events are old and many; see `backlogUrl`. Default false. */
  isBacklog?: boolean;
  /** How a vendor's format encodes one event. Default: as an event of the SDK. */
  encodeEvent?: (event: WireEvent, context: BatchContext) => object;
}

/** One protocol: how requests are encoded and responses are judged. */
export interface WireFormat {
  /** Maximum number of events in a request. */
  maxEvents: number;
  /** Maximum size of a request body before compression. */
  maxBodyBytes: number;
  /** Maximum size of a body with one event, before compression. */
  maxEventBytes: number;
  /** Whether the body is sent gzip-compressed. */
  compresses: boolean;
  /** The body, and headers in addition to those of every JSON request. */
  encode(
    events: readonly WireEvent[],
    context: BatchContext,
  ): { headers: Record<string, string>; body: string };
  /** @param events Those of the request, in the same order. */
  judge(response: PostResponse, events: readonly WireEvent[]): Verdict;
}
