import type { IngestMeta, WireEvent } from '@sonde/protocol';
import type { PostAnswer } from './post-answer.js';

/** What an answer means for the events that were sent. */
export type Verdict =
  /** They are safe, except those that are refused for good. */
  | { kind: 'done'; rejected: { index: number; code: string }[]; wantsCatalog: boolean }
  /** None was taken for the sake of some: of `indexes` where the answer names them. */
  | { kind: 'refused'; code: string; indexes: readonly number[] }
  /** Not now: all of them are to be sent again later. */
  | { kind: 'later'; reason: string };

/** What is sent beside the events. */
export interface BatchContext {
  settings: {
    key: string | undefined;
    /** Name and version of the library, for example `sonde/0.1.0`. */
    library: string;
    catalog: { tool: string };
  };
  /** ISO 8601. */
  sentAt: string;
  meta: IngestMeta;
}

/** How one protocol writes events and answers. */
export interface WireFormat {
  /** The largest body, before compression. */
  maxBodyBytes: number;
  /** The largest event as it is written. */
  maxEventBytes: number;
  compresses: boolean;
  encode(
    events: readonly WireEvent[],
    context: BatchContext,
  ): { headers: Record<string, string>; body: string };
  judge(answer: PostAnswer): Verdict;
}
