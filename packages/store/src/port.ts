import type { CatalogJson, Json } from '@sonde/protocol';
import type { Static, TProperties, TSchema } from 'typebox';
import type { Asked, Question, QuestionAccess } from './questions/question.js';
import type { Batch, ExportedEvent, StoredCatalogUse } from './records.js';

export interface AppendResult {
  /** Events that were written. */
  accepted: number;
  /** Repeats within the batch, or of events committed not long ago; they were not written again. */
  duplicates: number;
}

export interface Page {
  limit: number;
  cursor: string | null;
}

/** A user with every installation that is stitched to it, or one installation. */
export type Person = { user_id: string } | { anonymous_id: string };

export interface DeletionOptions {
  /** Who asked, for the receipt: an account's e-mail, or `installation`. */
  requestedBy: string;
  /**
   * Whether everything that arrives later under the same ids is refused as well. Else only repeats of
   * what was deleted are, and new events are taken in.
   */
  refusesLater: boolean;
}

/** What is kept of a person, repeats counted once. */
export interface DeletionPreview {
  events: number;
  quarantined: number;
  loss_reports: number;
  /** Anonymous ids that are stitched to the user, whose events go along. */
  anonymous_ids: number;
}

/** The receipt of a deletion. It names nobody. */
export interface PersonDeletion {
  project: string;
  id: string;
  kind: 'user_id' | 'anonymous_id';
  /** A keyed hash of the id, the same for every deletion of it in this project. */
  person: string;
  refuses_later: boolean;
  requested_by: string;
  requested_at: string;
  /** Null while it is under way. */
  finished_at: string | null;
  /** As in {@link DeletionPreview}; null while it is under way, and where an earlier version did it. */
  events: number | null;
  quarantined: number | null;
  loss_reports: number | null;
  anonymous_ids: number | null;
}

export interface DeletionPage {
  /** Newest first. */
  deletions: PersonDeletion[];
  next_cursor: string | null;
}

/** One line of a person's export. */
export type PersonRecord =
  | { kind: 'event'; event: ExportedEvent }
  | { kind: 'quarantined'; quarantined: ExportedQuarantined };

export interface ExportedQuarantined {
  received_at: string;
  insert_id: string | null;
  code: string;
  field: string | null;
  message: string;
  body: Json;
}

/** A thing that the team made while it used the collector: an account, a project, a key, … */
export interface TeamRecord {
  kind: string;
  /** Unique within its kind. */
  id: string;
  /** Larger than that of every earlier version of this record; the largest counts. */
  revision: number;
  /** Milliseconds since 1970. */
  written_at: number;
  body: { [key: string]: Json };
}

/** An administrative act. Never holds a secret. */
export interface AuditEntry {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The project it is about; empty when it is about the server. */
  project: string;
  /** Who: an account's e-mail, `operator`, `key` and its name, or `anyone` where nobody is signed in. */
  actor: string;
  /** Address of the client; empty when there is none. */
  address: string;
  /** What was done, for example `key.revoke`. */
  action: string;
  /** To what: an id or a name. */
  subject: string;
  detail: { [key: string]: Json };
}

export interface AuditFilter {
  /** Only acts about this project. */
  project?: string;
}

export interface AuditPage {
  /** Newest first. */
  entries: AuditEntry[];
  next_cursor: string | null;
}

/** What is written together. */
export interface TeamChange {
  records: TeamRecord[];
  audit: AuditEntry[];
}

/**
 * Records and the audit log, on a connection of their own, so that administrative acts do not hold up
 * events.
 */
export interface TeamStore {
  /**
   * Commits a change durably. Changes that wait at the same time are committed together, in order.
   * When one rejects, those behind it reject as well, and none of their records is stored; entries of
   * the audit log may be.
   */
  append(change: TeamChange): Promise<void>;
  /** The latest version of every record that was written with a larger revision; 0 reads all. */
  readSince(revision: number): Promise<TeamRecord[]>;
  /** The audit log, newest first. */
  readAudit(filter: AuditFilter, page: Page): Promise<AuditPage>;
}

/** A commit that has been made, or has failed. */
export interface ObservedCommit {
  events: number;
  durationMs: number;
}

export interface BackupOptions {
  /** Absolute, outside the data directory. Created when it is missing, else it must be empty. */
  directory: string;
  /** An earlier backup; only what that does not hold is copied. */
  base?: string;
  /** Of the program; kept in the backup. */
  version: string;
  /** When it is aborted, the backup is given up and removed. */
  signal?: AbortSignal;
}

export interface BackupSummary {
  id: string;
  directory: string;
  /** Directory of the backup that it needs; null when it holds everything. */
  base: string | null;
  /** ISO 8601. Everything that was acknowledged before is in the backup. */
  began_at: string;
  finished_at: string;
  tables: number;
  files: number;
  /** What was copied. */
  bytes: number;
}

export interface RestoreOptions {
  /** A backup. */
  directory: string;
  /** Missing or empty. */
  dataDirectory: string;
}

export interface RestoreSummary {
  /** ISO 8601. Everything that was acknowledged before is there. */
  began_at: string;
  /** Of the program that wrote the backup. */
  version: string;
  tables: number;
  bytes: number;
}

/** What of a project began before a time, and would be deleted with it. Repeats count once. */
export interface RetentionPreview {
  /** Of invocations that started before, all of them. */
  events: number;
  invocations: number;
  quarantined: number;
  loss_reports: number;
  /** When the oldest of it began or arrived; null where there is nothing. */
  oldest: string | null;
}

/** Retention as it was applied to a project. */
export interface RetentionRun {
  project: string;
  /** What began before was deleted. */
  before: string;
  started_at: string;
  /** Null while it is under way. */
  finished_at: string | null;
  events: number;
  invocations: number;
  quarantined: number;
  loss_reports: number;
}

/** How data end: deletion and export of a person, and retention. */
export interface LifeStore {
  /**
   * Deletes what is kept of a person, durably: events, quarantined events and loss reports. When it
   * resolves with an end, they are in no file any more, and a repeat of one is told as a duplicate and
   * not written. Without an end (after 50 seconds) it goes on, across restarts too; asking again is safe.
   * Rejects with `parameter_invalid`, and with `overloaded` when many are being deleted.
   */
  deletePerson(project: string, person: Person, options: DeletionOptions): Promise<PersonDeletion>;
  /** What {@link deletePerson} would delete now. */
  previewDeletion(project: string, person: Person): Promise<DeletionPreview>;
  deletions(project: string, page: Page): Promise<DeletionPage>;
  /** What receipts name a person by: a keyed hash of the id. Throws `parameter_invalid`. */
  hashPerson(project: string, person: Person): string;
  /** What {@link deletePerson} would delete, each event once, without holding it in memory. */
  exportPerson(project: string, person: Person): AsyncIterable<PersonRecord>;

  /**
   * What {@link applyRetention} would delete now.
   *
   * @param before Milliseconds since 1970, not in the future.
   */
  previewRetention(project: string, before: number): Promise<RetentionPreview>;
  /**
   * Deletes the invocations that started before, whole, and what was quarantined or reported as lost
   * before. One that is cut short goes on at the next start. Rejects with `parameter_invalid`.
   */
  applyRetention(project: string, before: number): Promise<RetentionRun>;
  /** The last run of each project. */
  retentionRuns(): Promise<RetentionRun[]>;
}

/**
 * The store's port. Every implementation passes the suite in `store.case.ts`.
 *
 * Methods reject with a `SondeError`: `store_unavailable`, `disk_full`, `question_unavailable`,
 * `query_too_large`, `invocation_not_found`, `flow_not_found`, `parameter_invalid`.
 */
export interface Store {
  /**
   * Commits a batch durably: when it resolves, the events survive a power cut. Batches that wait at
   * the same time are committed together. When it rejects, nothing of the batch is stored.
   */
  append(batch: Batch): Promise<AppendResult>;
  /** Batches waiting or being committed now, in events: what back-pressure is decided by. */
  readonly pendingEvents: number;

  /**
   * Answers a question of `questions.ts`.
   *
   * @param now Milliseconds since 1970, where a range ends that names no end. Default the machine's clock.
   */
  ask<Access extends QuestionAccess, Parameters extends TProperties, Answer extends TSchema>(
    question: Question<Access, Parameters, Answer>,
    asked: Asked<Access, Parameters>,
    now?: number,
  ): Promise<Static<Answer>>;
  /** Every event once, oldest first, without holding them in memory. `from` and `to` are optional. */
  exportEvents(
    project: string,
    range: { from?: string; to?: string },
  ): AsyncIterable<ExportedEvent>;

  /** Keeps a catalog for a project, durably. */
  putCatalog(project: string, hash: string, catalog: CatalogJson): Promise<void>;
  /** The tool whose catalog is kept under this hash; null when there is none. */
  catalogTool(project: string, hash: string): Promise<string | null>;
  /**
   * Notes with which version of its tool a catalog is in use, durably, whether or not it is kept. The
   * catalog of the newest version says how the tool's flows are drawn.
   */
  noteCatalogUse(use: StoredCatalogUse): Promise<void>;
  /** How many catalogs are kept of a tool, and in the whole project. */
  countCatalogs(project: string, tool: string): Promise<{ ofTool: number; ofProject: number }>;

  readonly team: TeamStore;
  readonly life: LifeStore;

  /**
   * Writes a backup while everything else goes on. It holds all that was acknowledged before the call,
   * and may hold some of what came during it.
   */
  backup(options: BackupOptions): Promise<BackupSummary>;

  /** Rejects with `disk_full` or `store_unavailable` unless events can be stored. */
  checkWritable(): Promise<void>;
  /** Reads real data, so that damage is noticed; rejects when the store cannot answer. */
  check(): Promise<void>;
  /** Waits for what was accepted, then releases the directory. */
  close(): Promise<void>;
}

export interface EmbeddedStoreOptions {
  /** Data directory; created when missing, readable by its owner only. */
  directory: string;
  /** Upper bound of the engine's memory in bytes; by default chosen from the machine's size. */
  memoryBytes?: number;
  /** Shortest time between two commits, in milliseconds. Default 100. */
  commitIntervalMs?: number;
  /**
   * How many of the events committed last are remembered, so that a repeat of one is told as a
   * duplicate and not written again. Default 100,000. A repeat of an event further back is written
   * and told as accepted; it counts once all the same, in every answer.
   */
  rememberedEvents?: number;
  /** Stays free on the volume: what would need it is refused with `disk_full`. Default 64 MB. */
  diskFloorBytes?: number;
  /** Told of every commit. */
  onCommit?: (commit: ObservedCommit) => void;
}
