import type { ExportedEvent, OrderedCatalog } from '@sonde/analytics';
import type { CatalogJson, ErrorCode, Json } from '@sonde/protocol';
import type { Static, TProperties, TSchema } from 'typebox';
import type { EventKey, ForwardingStore } from './forwarding/forwarding-store.js';
import type { OverflowState } from './overflow/overflow-state.js';
import type { Page } from './page.js';
import type { Query, QueryAccess, QueryInput } from './queries/query.js';
import type { Batch, QuarantinedEvent, StoredCatalogUse, StoredEvent } from './records.js';

export interface AppendResult {
  /** Events that were written. */
  accepted: number;
  /** Repeats within the batch, or of recently committed events; they were not written again. */
  duplicates: number;
}

export interface AbsorbResult extends AppendResult {
  /**
   * Whether the batch waits in the overflow directory. Its events count as accepted, since repeats
   * are not known yet.
   */
  overflowed: boolean;
}

/** A user with all installations stitched to it, or one installation. */
export type Person = { user_id: string } | { anonymous_id: string };

export interface DeletionOptions {
  /** Who requested it, for the receipt: an account's e-mail address, or `installation`. */
  requestedBy: string;
  /**
   * Whether to refuse everything that arrives later under the same ids. By default only repeats of
   * deleted events are refused, and new events are accepted.
   */
  refusesLater: boolean;
  /** Forwarders of the project, and whether they can pass the deletion on. Default none. */
  forwarders?: readonly { forwarder: string; state: 'waiting' | 'not_possible'; reason: string }[];
  /** The secret of the installation, for forwarders that need it; default none. */
  secret?: string;
}

/**
 * Whether a forwarder has passed a deletion on to its destination. `waiting` includes attempts that
 * failed and are repeated; `failed`: the destination refused it.
 */
export type DeletionForwardState = 'waiting' | 'passed_on' | 'failed' | 'not_possible';

/** What became of a deletion at a destination of forwarded events. */
export interface DeletionForward {
  forwarder: string;
  state: DeletionForwardState;
  /** Why it failed, has to wait or is not possible; empty if there is nothing to say. */
  reason: string;
  at: string;
}

/** A deletion that a forwarder has to pass on. */
export interface WaitingForward extends DeletionForward {
  project: string;
  deletion_id: string;
  /** Whether the data is deleted here: only then it can be passed on. */
  is_deleted: boolean;
  /** Empty if it is about one installation. */
  user_id: string;
  /** Other user ids of the same person. */
  other_user_ids: string[];
  anonymous_ids: string[];
  /** Secret of the installation; empty if it is not known. */
  secret: string;
}

/** The data of a person, without repeats. */
export interface DeletionPreview {
  events: number;
  quarantined: number;
  loss_reports: number;
  /** Anonymous ids linked to the user; their events are deleted too. */
  anonymous_ids: number;
  /** Other user ids of the same person, by an alias; their events are deleted too. */
  other_user_ids: number;
}

/** The receipt of a deletion. It contains no personal data. */
export interface PersonDeletion {
  project: string;
  id: string;
  kind: 'user_id' | 'anonymous_id';
  /** A keyed hash of the id, the same for every deletion of it in this project. */
  person: string;
  refuses_later: boolean;
  requested_by: string;
  requested_at: string;
  /** Null while it is in progress. */
  finished_at: string | null;
  /**
   * As in {@link DeletionPreview}; null while it is in progress, and if an earlier version deleted
   * it.
   */
  events: number | null;
  quarantined: number | null;
  loss_reports: number | null;
  anonymous_ids: number | null;
  other_user_ids: number | null;
  /** What became of it at the destinations of forwarders, in the order of their ids. */
  forwards: DeletionForward[];
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

/** Something the team creates in the collector: an account, a project, a key, … */
export interface TeamRecord {
  kind: string;
  /** Unique within its kind. */
  id: string;
  /** Greater than that of earlier versions of this record; the greatest counts. */
  revision: number;
  /** Milliseconds since 1970. */
  written_at: number;
  body: { [key: string]: Json };
}

/** An administrative act. Never contains a secret. */
export interface AuditEntry {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The project it concerns; empty if it concerns the server. */
  project: string;
  /**
   * Who did it: an account's e-mail address, `operator`, `key` and its name, or `anyone` without a
   * session.
   */
  actor: string;
  /** Address of the client; empty if there is none. */
  address: string;
  /** What was done, for example `key.revoke`. */
  action: string;
  /** What it was done to: an id or a name. */
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

/** Changes that are written together. */
export interface TeamChange {
  records: TeamRecord[];
  audit: AuditEntry[];
}

/**
 * Team records and the audit log, on their own connection, so that administrative acts do not block
 * events.
 */
export interface TeamStore {
  /**
   * Commits a change durably. Changes that wait at the same time are committed together, in order.
   * If one rejects, those behind it reject too, and none of their records is stored; entries of the
   * audit log may be.
   */
  append(change: TeamChange): Promise<void>;
  /** The latest version of every record written with a greater revision; 0 reads all. */
  readSince(revision: number): Promise<TeamRecord[]>;
  /** The audit log, newest first. */
  readAudit(filter: AuditFilter, page: Page): Promise<AuditPage>;
}

/** A commit that succeeded or failed. */
export interface ObservedCommit {
  events: number;
  durationMs: number;
}

export interface BackupOptions {
  /** Absolute path outside the data directory. Created if missing, otherwise it must be empty. */
  directory: string;
  /** An earlier backup; only data missing there is copied. */
  base?: string;
  /** Version of the program, stored in the backup. */
  version: string;
  /** Aborting it stops the backup and removes its files. */
  signal?: AbortSignal;
}

export interface BackupSummary {
  id: string;
  directory: string;
  /** Directory of the backup that it needs; null if it is complete. */
  base: string | null;
  /** ISO 8601. Everything acknowledged before this time is in the backup. */
  began_at: string;
  finished_at: string;
  tables: number;
  files: number;
  /** Bytes that were copied. */
  bytes: number;
}

export interface RestoreOptions {
  /** Directory of a backup. */
  directory: string;
  /** Missing or empty. */
  dataDirectory: string;
}

export interface RestoreSummary {
  /** ISO 8601. Everything acknowledged before this time is restored. */
  began_at: string;
  /** Version of the program that wrote the backup. */
  version: string;
  tables: number;
  bytes: number;
}

/** Data of a project that began before a time and would be deleted. Repeats count once. */
export interface RetentionPreview {
  /** All events of invocations that started before that time. */
  events: number;
  invocations: number;
  quarantined: number;
  loss_reports: number;
  /** When the oldest of this data began or arrived; null if there is none. */
  oldest: string | null;
}

/** One application of retention to a project. */
export interface RetentionRun {
  project: string;
  /** Data that began before this time was deleted. */
  before: string;
  started_at: string;
  /** Null while it is in progress. */
  finished_at: string | null;
  events: number;
  invocations: number;
  quarantined: number;
  loss_reports: number;
}

/** Some quarantined events of a project: those that match everything that is given. */
export interface QuarantineSelection {
  /** From lists of quarantined events. */
  ids?: readonly string[] | undefined;
  code?: string | undefined;
  event?: string | undefined;
  /** Empty: unknown. */
  tool?: string | undefined;
  /** Path of the field that the reason names; empty: the whole event. */
  field?: string | undefined;
  /** When it arrived, ISO 8601; `to` is exclusive. */
  from?: string | undefined;
  to?: string | undefined;
}

/** What became of a quarantined event: events to store, or the reason why it stays. */
export type QuarantineRetry = (
  quarantined: QuarantinedEvent,
) => Promise<{ events: StoredEvent[] } | Pick<QuarantinedEvent, 'code' | 'field' | 'message'>>;

/** Events that are quarantined for the same reason. */
export interface QuarantineReason {
  code: ErrorCode;
  /** Path of the field; null for the whole event. */
  field: string | null;
  events: number;
}

/** What a replay did with one page of quarantined events. */
export interface ReplayPage {
  /** Events that were stored. */
  accepted: number;
  /** Events that were stored already; their quarantined rows are removed. */
  duplicates: number;
  /** Events that stay quarantined. */
  quarantined: number;
  /** Why they stay, most frequent first. */
  reasons: QuarantineReason[];
  /** Null if this was the last page. */
  next_cursor: string | null;
}

/**
 * Deletion and export of a person, retention, and what is done to quarantined events. All of them
 * first store what waits in the overflow, and reject if that fails; those about a person also
 * reject with `store_unavailable` while a file there is unreadable.
 */
export interface LifeStore {
  /**
   * Stores the quarantined events that `retry` accepts, one page of them, oldest first. Events and
   * new reasons are on disk before the rows are removed, so an interrupted replay can be repeated.
   */
  replayQuarantined(
    project: string,
    selection: QuarantineSelection,
    options: { cursor: string | null; retry: QuarantineRetry },
  ): Promise<ReplayPage>;
  /** Of these ids, those that quarantined events of the project have. */
  findQuarantined(project: string, ids: readonly string[]): Promise<Set<string>>;
  /** Counts the events of a selection. */
  countQuarantined(project: string, selection: QuarantineSelection): Promise<number>;
  /** Removes quarantined events for good. Returns how many there were. */
  dropQuarantined(project: string, selection: QuarantineSelection): Promise<number>;

  /**
   * Deletes a person's data durably: events, quarantined events and loss reports. If it resolves
   * with an end time, no file contains them any more, and a repeat counts as a duplicate and is not
   * written. Without an end time (after 50 seconds) it continues, also after a restart; requesting
   * it again is safe. Rejects with `parameter_invalid`, and with `overloaded` if many deletions are
   * in progress.
   */
  deletePerson(project: string, person: Person, options: DeletionOptions): Promise<PersonDeletion>;
  /** Counts what {@link deletePerson} would delete now. */
  previewDeletion(project: string, person: Person): Promise<DeletionPreview>;
  deletions(project: string, page: Page): Promise<DeletionPage>;
  /** Deletions that forwarders of all projects have to pass on, oldest first. */
  waitingForwards(): Promise<WaitingForward[]>;
  /**
   * Notes durably what became of a deletion at a destination. When no forwarder waits any more, the
   * person's ids are removed.
   */
  noteForward(
    deletion: { project: string; id: string },
    forward: Omit<DeletionForward, 'at'>,
  ): Promise<void>;
  /**
   * Calls `use` with those events that no deletion has removed or is removing. A deletion finishes
   * only after `use`, so that it cannot send or store an event of a person whose data is gone.
   */
  useUndeleted<Key extends EventKey, Result>(
    project: string,
    keys: readonly Key[],
    use: (kept: Key[]) => Promise<Result>,
  ): Promise<Result>;
  /** The keyed hash of a person's id, as in receipts. Throws `parameter_invalid`. */
  hashPerson(project: string, person: Person): string;
  /** The data that {@link deletePerson} would delete, each event once, streamed. */
  exportPerson(project: string, person: Person): AsyncIterable<PersonRecord>;

  /**
   * Counts what {@link applyRetention} would delete now.
   *
   * @param before Milliseconds since 1970, not in the future.
   */
  previewRetention(project: string, before: number): Promise<RetentionPreview>;
  /**
   * Deletes whole invocations that started before the given time, and events quarantined and losses
   * reported before it. After an interruption, the next start continues. Rejects with
   * `parameter_invalid`.
   */
  applyRetention(project: string, before: number): Promise<RetentionRun>;
  /** The last run of each project. */
  retentionRuns(): Promise<RetentionRun[]>;
}

/** Small tables that queries read in place of the events. */
interface DerivedStore {
  /**
   * Resolves when they contain all events that were committed before the call. Nothing has to wait
   * for it: queries are exact without.
   */
  fold(): Promise<void>;
}

/**
 * The store's port. Every implementation passes the suite in `store.case.ts`.
 *
 * Methods reject with a `SondeError`: `store_unavailable`, `disk_full`, `query_unavailable`,
 * `query_too_large`, `invocation_not_found`, `flow_not_found`, `parameter_invalid`. A store that does
 * not lead throws `not_the_leader` for what only the leader does.
 */
export interface Store {
  /** The embedded store always leads. */
  readonly role: StoreRole;
  /** Calls the listener after each change of {@link role}. */
  onRole(listener: (role: StoreRole) => void): void;
  /** The collector that leads, or led last; null with the embedded store. */
  findLeader(): Promise<StoreLeader | null>;
  /**
   * Commits a batch durably: once it resolves, the events survive a power failure. Batches that
   * wait at the same time are committed together. If it rejects, nothing of the batch is stored.
   */
  append(batch: Batch): Promise<AppendResult>;
  /**
   * Like {@link append}, for clients that lose what is refused: if the store is overloaded, slow or
   * failing, the batch is written to the overflow directory, from which it is appended later, also
   * after a restart. Rejects with `disk_full`, with `store_unavailable` if that directory cannot be
   * written or the store is closing, and if the engine cannot read the rows.
   */
  absorb(batch: Batch): Promise<AbsorbResult>;
  /** Number of events that are waiting or being committed; back-pressure is based on it. */
  readonly pendingEvents: number;
  readonly overflow: OverflowState;

  /**
   * Runs a query of `queries.ts`.
   *
   * @param now Milliseconds since 1970; the end of ranges without an end. Default the machine's
   *   clock.
   */
  query<Access extends QueryAccess, Parameters extends TProperties, ResponseSchema extends TSchema>(
    query: Query<Access, Parameters, ResponseSchema>,
    input: QueryInput<Access, Parameters>,
    now?: number,
  ): Promise<Static<ResponseSchema>>;
  /**
   * Every event once, oldest first, streamed. `from` and `to` are optional. An event that is deleted
   * meanwhile is not returned afterwards.
   */
  exportEvents(
    project: string,
    range: { from?: string; to?: string },
  ): AsyncIterable<ExportedEvent>;
  /** About how many events an export returns: repeats that are not merged yet count, too. */
  countRows(project: string, range: { from?: string; to?: string }): Promise<number>;

  /** Up to 100 other projects that have events, quarantined events or loss reports, by id. */
  findOtherProjects(known: readonly string[]): Promise<string[]>;

  /** Stores a catalog of a project, durably. */
  putCatalog(project: string, hash: string, catalog: CatalogJson): Promise<void>;
  /** The tool of the catalog with this hash; null if there is none. */
  catalogTool(project: string, hash: string): Promise<string | null>;
  /** The catalog with this hash; null if there is none. */
  readCatalog(project: string, hash: string): Promise<CatalogJson | null>;
  /** The catalogs of a project by tool, newest first within a tool. */
  orderedCatalogs(project: string): Promise<OrderedCatalog[]>;
  /**
   * Records durably which version of a tool uses a catalog, whether or not the catalog is stored.
   * The catalog of the newest version defines the tool's flows.
   */
  noteCatalogUse(use: StoredCatalogUse): Promise<void>;
  /** Number of stored catalogs: of a tool, and of the whole project. */
  countCatalogs(project: string, tool: string): Promise<{ ofTool: number; ofProject: number }>;

  readonly team: TeamStore;
  readonly life: LifeStore;
  readonly forwarding: ForwardingStore;
  readonly derived: DerivedStore;

  /**
   * Writes a backup without interrupting anything. It contains everything acknowledged before the
   * call, and possibly some of what arrives during it.
   */
  backup(options: BackupOptions): Promise<BackupSummary>;

  /** Rejects with `disk_full` or `store_unavailable` unless events can be stored. */
  checkWritable(): Promise<void>;
  /** Reads real data, so that damage is noticed; rejects if the store cannot respond. */
  check(): Promise<void>;
  /** Waits for accepted events, then releases the directory. */
  close(): Promise<void>;
}

/**
 * What a store does in this process. Several collectors may use a server, and one of them leads: it
 * answers queries, folds, deletes and forwards. The others only take in events, losses and catalogs.
 */
export type StoreRole = 'leader' | 'intake';

/** The collector that leads. */
export interface StoreLeader {
  /** Name of its machine. */
  host: string;
  pid: number;
  /** Since when it leads, in milliseconds since 1970. */
  since: number;
}

/** Options of every store. */
export interface StoreOptions {
  /** Data directory; created if missing, readable only by its owner. */
  directory: string;
  /** Shortest time between two commits, in milliseconds. Default 100. */
  commitIntervalMs?: number;
  /** How long after a commit its events are folded into the derived tables. Default 2,000. */
  deriveIntervalMs?: number;
  /** How many events are folded together when the derived tables are made anew. Default 500,000. */
  deriveChunkEvents?: number;
  /**
   * How many recently committed events to remember, so that a repeat counts as a duplicate and is
   * not written again. Default 100,000. A repeat of an older event is written and reported as
   * accepted; every query still counts it once.
   */
  rememberedEvents?: number;
  /**
   * Stays free on the volume: writes that would need it are refused with `disk_full`. Default 64
   * MB.
   */
  diskFloorBytes?: number;
  /** From this many pending events on, {@link Store.absorb} writes to the overflow. Default 20,000. */
  absorbPendingEventsMax?: number;
  /**
   * How long {@link Store.absorb} waits for a commit before it writes to the overflow, in
   * milliseconds. Default 3,000.
   */
  absorbTimeoutMs?: number;
  /** Called with faults that no caller sees, to be logged. */
  onFault?: (message: string, error: unknown) => void;
  /** Called after every commit. */
  onCommit?: (commit: ObservedCommit) => void;
}

export interface EmbeddedStoreOptions extends StoreOptions {
  /** Upper limit of the engine's memory in bytes. Default: depends on the machine's memory. */
  memoryBytes?: number;
}

export interface ServerStoreOptions extends StoreOptions {
  /**
   * Address of the ClickHouse server, without a password: `http(s)://user@host:port/sonde`. Several,
   * separated by commas, are shards.
   */
  url: string;
  /** Password of the user; with several servers, one for all or a line for each. Default: empty. */
  password?: string;
  /** Certificates of the authorities to trust with https, PEM. Default: those of Node.js. */
  ca?: Buffer;
  /** How long to wait for the server at the start, in milliseconds. Default 30,000. */
  connectTimeoutMs?: number;
  /** How long a statement may go without an answer, in milliseconds. Default 120,000. */
  requestTimeoutMs?: number;
  /** Rejects with `store_in_use` unless it can lead at once. Default false. */
  mustLead?: boolean;
}
