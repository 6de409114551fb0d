import type { EventPlace, ForwarderState } from '@sonde/store';

/** Sends the events of a time range once more, or for the first time. Times are in milliseconds. */
export interface Backfill {
  id: string;
  /** By the time at which clients recorded the events. */
  from: number;
  to: number;
  /** Later events are sent as new ones. */
  last_commit: number;
  /** The last event done; null before the first. */
  place: EventPlace | null;
  done: number;
  /** Includes repeats that were not merged when it began. */
  total: number;
  state: 'running' | 'finished' | 'cancelled';
  requested_by: string;
  started_at: number;
  finished_at: number | null;
}

/** What a forwarder must not forget. Times are in milliseconds since 1970. */
export interface Progress {
  /** The last event done. */
  cursor: EventPlace;
  paused: boolean;
  /** Events, since the forwarder exists. */
  sent: number;
  refused: number;
  /** Requests that failed and were sent again. */
  retried: number;
  last_sent_at: number | null;
  /** Why the last request failed; null if it succeeded. */
  failure: { since: number; reason: string; is_key_refused: boolean } | null;
  backfill: Backfill | null;
}

/** Before all events of a commit. */
export function startOf(commit: number): EventPlace {
  return { at: commit, invocation_id: '', sequence: 0, timestamp: 0, position: 0, insert_id: '' };
}

/** A new forwarder starts with the events after this commit. */
export function startAfter(commit: number): Progress {
  return {
    cursor: startOf(commit + 1),
    ...{ paused: false, sent: 0, refused: 0, retried: 0 },
    ...{ last_sent_at: null, failure: null, backfill: null },
  };
}

/** As stored by this version. */
export function readProgress({ body }: ForwarderState): Progress {
  return body as unknown as Progress;
}

export function toState(project: string, forwarder: string, progress: Progress): ForwarderState {
  return {
    project,
    forwarder,
    body: structuredClone(progress) as unknown as ForwarderState['body'],
  };
}
