import type { IngestMeta, WireEvent } from '@sonde/protocol';
import type { PostResponse } from './post-response.js';

/** What a response means for the events of a request. */
export type Verdict =
  /** All were accepted, except those listed in `rejected`, which are quarantined. */
  | { kind: 'done'; rejected: { index: number; code: string }[]; wantsCatalog: boolean }
  /** None was accepted because some are invalid: those at `indexes`, if the response names them. */
  | { kind: 'refused'; code: string; indexes: readonly number[] }
  /** None was accepted: resend all of them later. */
  | { kind: 'later'; reason: string };

/** The data that a request needs in addition to its events. */
export interface BatchContext {
  key: string | undefined;
  /** Name and version of the library, for example `sonde/0.1.0`. */
  library: string;
  /** Name of the tool that recorded the events; empty if unknown. */
  tool: string;
  /** ISO 8601. */
  sentAt: string;
  meta: IngestMeta;
}

/** One protocol: how requests are encoded and responses are judged. */
export interface WireFormat {
  /** Maximum size of a request body before compression. */
  maxBodyBytes: number;
  /** Maximum size of a body with one event, before compression. */
  maxEventBytes: number;
  compresses: boolean;
  encode(
    events: readonly WireEvent[],
    context: BatchContext,
  ): { headers: Record<string, string>; body: string };
  judge(response: PostResponse): Verdict;
}
