import type { Json } from '@sonde/protocol';
import type { Page } from '../page.js';
import type { StoredEvent } from '../records.js';

/** A place in an order of events: by these fields, one after the other. */
export interface EventPlace {
  /**
   * The commit, or the time at which the client recorded the event, in milliseconds since 1970.
   */
  at: number;
  invocation_id: string;
  sequence: number;
  timestamp: number;
  /** Index in the request. */
  position: number;
  insert_id: string;
}

export interface PlacedEvent {
  place: EventPlace;
  event: StoredEvent;
}

/** Events after a place. */
export interface Backlog {
  /** Includes repeats that are not merged yet. */
  events: number;
  /** Commit of the first one, which is about its time in milliseconds since 1970; null if none. */
  oldest: number | null;
}

/** Events by the time at which clients recorded them, in milliseconds since 1970. */
export interface RecordedRange {
  /** Inclusive. */
  from: number;
  /** Exclusive. */
  to: number;
  /** Only events of this commit and earlier ones. */
  lastCommit: number;
}

/** How far the forwarder of a project is. */
export interface ForwarderState {
  project: string;
  forwarder: string;
  body: { [key: string]: Json };
}

/** The sorting key of an event within its project. */
export interface EventKey {
  /** In days since 1970, by the client's clock. */
  day: number;
  event: string;
  invocation_id: string;
  sequence: number;
  insert_id: string;
}

/**
 * `waiting` is to be sent again. A `settled` one was sent, dropped, or its event no longer exists.
 */
export type DeadLetterState = 'dead' | 'waiting' | 'settled';

/** An event that a destination refused for good. */
export interface DeadLetter extends EventKey {
  project: string;
  forwarder: string;
  /** When the collector received the event, in milliseconds since 1970. */
  received_at: number;
  /** Why it was refused. */
  code: string;
  /** HTTP status of the refusal; 0 if no request was sent. */
  status: number;
  /** Start of the text of the refusing response; empty if there was none. */
  response: string;
  /** Milliseconds since 1970. */
  refused_at: number;
  state: DeadLetterState;
}

export interface DeadLetterPage {
  /** Those that are dead or waiting, newest first. */
  dead_letters: DeadLetter[];
  next_cursor: string | null;
}

/** Changes that are written together. */
export interface ForwardingChange {
  states: readonly ForwarderState[];
  deadLetters: readonly DeadLetter[];
}

/**
 * What forwarders read and write, on their own connection, so that they block neither events nor
 * queries.
 */
export interface ForwardingStore {
  /** A commit up to which everything can be read, at least since the start; 0 is before all events. */
  readonly lastCommit: number;
  /**
   * Events after a place, by commit, each once per commit. An event stored before commits were
   * numbered is not among them.
   */
  readCommitted(project: string, after: EventPlace, limit: number): Promise<PlacedEvent[]>;
  countCommitted(project: string, after: EventPlace): Promise<Backlog>;
  /** Events of a range after a place, by the time at which they were recorded, each once. */
  readRecorded(
    project: string,
    range: RecordedRange,
    after: EventPlace | null,
    limit: number,
  ): Promise<PlacedEvent[]>;
  /** Includes repeats that are not merged yet. */
  countRecorded(project: string, range: RecordedRange): Promise<number>;
  /** The events with these keys that still exist, in any order. */
  readEvents(project: string, keys: readonly EventKey[]): Promise<StoredEvent[]>;

  /**
   * Commits a change durably, dead letters first. Changes that wait at the same time are committed
   * together, in order.
   */
  write(change: ForwardingChange): Promise<void>;
  /** The latest state of every forwarder. */
  states(): Promise<ForwarderState[]>;
  deadLetters(project: string, forwarder: string, page: Page): Promise<DeadLetterPage>;
  /** Those with these insert ids, or in this state, oldest first. */
  findDeadLetters(
    project: string,
    forwarder: string,
    which: { insertIds: readonly string[] } | { state: DeadLetterState },
    limit: number,
  ): Promise<DeadLetter[]>;
  countDeadLetters(project: string, forwarder: string): Promise<{ dead: number; waiting: number }>;
}
