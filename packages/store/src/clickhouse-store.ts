import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import type { ExportedEvent, OrderedCatalog } from '@sonde/analytics';
import { type CatalogJson, SondeError } from '@sonde/protocol';
import type { Static, TProperties, TSchema } from 'typebox';
import { Catalogs, catalogColumns, catalogUseColumns } from './catalogs.js';
import type { Shard } from './chdb.js';
import { type Commit, CommitQueue, sizeOf } from './commit-queue.js';
import type { CommitText } from './commit-text.js';
import type { CommitOrder, CommitPass } from './commits/commit-order.js';
import type { AllDerivedTables } from './derived/all-derived-tables.js';
import { divideByShard } from './divide-by-shard.js';
import { insertColumns } from './event-row.js';
import type { Forwarding } from './forwarding/forwarding.js';
import { insertLines, insertSettings } from './insert-lines.js';
import { Leading } from './leading.js';
import type { DataLife } from './life/data-life.js';
import { StoredRefusals } from './life/stored-refusals.js';
import { lossColumns } from './loss-row.js';
import { absorb } from './overflow/absorb.js';
import { Overflow } from './overflow/overflow.js';
import type { OverflowDirectory } from './overflow/overflow-directory.js';
import type { OverflowState } from './overflow/overflow-state.js';
import type {
  AbsorbResult,
  AppendResult,
  BackupOptions,
  BackupSummary,
  ObservedCommit,
  Store,
  StoreLeader,
  StoreRole,
} from './port.js';
import { quarantineColumns } from './quarantine-row.js';
import type { Query, QueryAccess, QueryInput } from './queries/query.js';
import type { Batch, StoredCatalogUse } from './records.js';
import { Database } from './sql/database.js';
import { countRows, exportEvents } from './sql/export-events.js';
import type { Source } from './sql/source.js';
import { StorageHistory } from './storage/storage-history.js';
import { StoreHealth } from './storage/store-health.js';
import type { Volume } from './storage/volume.js';
import { toAppendError } from './store-errors.js';
import { TeamRecords } from './team-records.js';

/** Writes backups. */
export interface Backups {
  write: (options: BackupOptions) => Promise<BackupSummary>;
  close: () => Promise<void>;
}

export interface ClickHouseStoreOptions {
  writer: ClickHouseClient;
  reader: ClickHouseClient;
  /** Used only for queries that people write themselves, which may take long. */
  analyst: ClickHouseClient;
  /** Used only for team records. */
  recorder: ClickHouseClient;
  backups: Backups;
  /** Used only for deletions, exports of persons and retention, which may take long. */
  maintainer: ClickHouseClient;
  /** Used only by forwarders. */
  forwarder: ClickHouseClient;
  /** Where the events are, in order. Without shards: the same connections. */
  shards: readonly [Shard, ...Shard[]];
  /** Called when the derived tables exist on all shards. */
  onDerivedCreated: () => Promise<void>;
  deriveIntervalMs: number;
  deriveChunkEvents: number;
  /** Key for hashing the ids of persons. */
  personKey: string;
  commitText: CommitText;
  order: CommitOrder;
  commitIntervalMs: number;
  rememberedEvents: number;
  volume: Volume;
  overflow: OverflowDirectory;
  /** From this many pending events on, `absorb` does not append. */
  absorbPendingEventsMax: number;
  /** How long `absorb` waits for an append. */
  absorbTimeoutMs: number;
  /** Called with faults that no caller sees. */
  onFault: (message: string, error: unknown) => void;
  /** Called after every commit. */
  onCommit?: ((commit: ObservedCommit) => void) | undefined;
  /** Who leads. */
  findLeader: () => Promise<StoreLeader | null>;
  /** Rejects if another collector has begun to lead: what was read before may be incomplete. */
  confirmLead: () => Promise<void>;
  /** Stops changing the role. */
  keepRole: () => Promise<void>;
  /** Releases what the clients depend on. */
  release: () => Promise<void>;
}

/** Rows of one table in a commit. */
interface Rows {
  table: string;
  columns: readonly (readonly [name: string, type: string])[];
  format: 'TabSeparated' | 'JSONCompactEachRow';
  lines: readonly Buffer[];
  /** SQL of a condition: see {@link CommitPass}. */
  allowed: CommitPass['allowed'];
  /** SQL of further columns, by name. */
  more?: Record<string, string>;
}

/** The store on ClickHouse, embedded or not. */
export class ClickHouseStore implements Store {
  readonly team: TeamRecords;
  readonly #options: ClickHouseStoreOptions;
  readonly #db: Database;
  readonly #analyst: Database;
  readonly #source: Source;
  readonly #refusals: StoredRefusals;
  readonly #queue: CommitQueue;
  readonly #overflow: Overflow;
  readonly #absorbing = new Set<Promise<unknown>>();
  readonly #history: StorageHistory;
  readonly #health: StoreHealth;
  #leading: Leading | undefined;
  readonly #roleListeners = new Set<(role: StoreRole) => void>();
  #closing: Promise<void> | undefined;

  constructor(options: ClickHouseStoreOptions) {
    this.#options = options;
    this.team = new TeamRecords({
      client: options.recorder,
      // A commit of records syncs as many files as one of events, and events wait for the disk.
      commitIntervalMs: 3 * options.commitIntervalMs,
      checkSpace: options.volume.checkSpace,
    });
    this.#db = new Database(options.reader);
    this.#analyst = new Database(options.analyst);
    this.#refusals = new StoredRefusals(this.#db, options.order, options.personKey);
    this.#source = {
      db: this.#db,
      analyst: this.#analyst,
      derived: { derivation: (project) => this.derived.derivation(project) },
      volume: options.volume,
      overflow: () => this.overflow,
      catalogs: new Catalogs({
        db: this.#db,
        insertCatalog: (line) => this.#insert('sonde.catalogs', catalogColumns, [line]),
        insertUse: (line) => this.#insert('sonde.catalog_versions', catalogUseColumns, [line]),
      }),
    };
    this.#history = new StorageHistory({ client: options.recorder });
    this.#health = new StoreHealth({
      volume: options.volume,
      history: this.#history,
      onCommit: options.onCommit,
    });
    this.#queue = new CommitQueue({
      write: (commit) => this.#health.observe(commit.events, () => this.#write(commit)),
      intervalMs: options.commitIntervalMs,
      order: options.order,
      recentIds: options.rememberedEvents,
      refusals: this.#refusals.refusals,
      refreshRefusals: () => this.#refusals.refresh(),
    });
    this.#overflow = new Overflow({
      directory: options.overflow,
      append: (batch) => this.#append(batch),
      isBusy: () => this.pendingEvents > options.absorbPendingEventsMax / 2,
      refusals: this.#refusals.refusals,
      onFault: options.onFault,
    });
  }

  get role(): StoreRole {
    return this.#leading === undefined ? 'intake' : 'leader';
  }

  onRole(listener: (role: StoreRole) => void): void {
    this.#roleListeners.add(listener);
  }

  findLeader(): Promise<StoreLeader | null> {
    return this.#options.findLeader();
  }

  get life(): DataLife {
    return this.#led.life;
  }

  get forwarding(): Forwarding {
    return this.#led.forwarding;
  }

  /** What queries read in place of the events. */
  get derived(): AllDerivedTables {
    return this.#led.derived;
  }

  /** Throws `not_the_leader`. */
  get #led(): Leading {
    if (this.#leading === undefined) throw new SondeError('not_the_leader');
    return this.#leading;
  }

  /** Begins to lead; rejects if the state of the last leader cannot be read. */
  async lead(): Promise<void> {
    const { volume, ...options } = this.#options;
    const leading = new Leading({
      ...options,
      db: this.#db,
      refusals: this.#refusals,
      settled: () => this.#settled(),
      checkReadable: () => this.#overflow.checkReadable(),
      append: (batch) => this.append(batch),
      checkSpace: volume.checkSpace,
    });
    try {
      await leading.load();
    } catch (error) {
      await leading.close();
      throw error;
    }
    this.#leading = leading;
    this.#reportRole();
  }

  /** Leads no more. */
  async follow(): Promise<void> {
    const leading = this.#leading;
    if (leading === undefined) return;
    this.#leading = undefined;
    this.#reportRole();
    await leading.close();
  }

  #reportRole(): void {
    for (const listener of this.#roleListeners) listener(this.role);
  }

  async append(batch: Batch): Promise<AppendResult> {
    this.#refuseWhileClosing();
    return this.#append(batch);
  }

  async absorb(batch: Batch): Promise<AbsorbResult> {
    this.#refuseWhileClosing();
    const { absorbPendingEventsMax, absorbTimeoutMs } = this.#options;
    const absorbing = absorb(batch, {
      append: () => this.#append(batch),
      overflow: this.#overflow,
      isOverloaded: () => this.pendingEvents >= absorbPendingEventsMax,
      timeoutMs: absorbTimeoutMs,
    });
    this.#absorbing.add(absorbing);
    try {
      return await absorbing;
    } finally {
      this.#absorbing.delete(absorbing);
    }
  }

  async #append(batch: Batch): Promise<AppendResult> {
    const result = await this.#queue.append(batch);
    this.#leading?.derived.wake();
    return result;
  }

  get pendingEvents(): number {
    return this.#queue.pendingEvents;
  }

  get overflow(): OverflowState {
    return this.#overflow.state;
  }

  async query<
    Access extends QueryAccess,
    Parameters extends TProperties,
    ResponseSchema extends TSchema,
  >(
    query: Query<Access, Parameters, ResponseSchema>,
    input: QueryInput<Access, Parameters>,
    now = Date.now(),
  ): Promise<Static<ResponseSchema>> {
    const leading = this.#led;
    let removals: number;
    let answer: Static<ResponseSchema>;
    do {
      removals = leading.derived.removals;
      answer = await query.read(this.#source, input, now);
      // Otherwise it may lack what was removed between its statements and folded again.
    } while (leading.derived.removals !== removals);
    await this.#options.confirmLead();
    // Another collector may have led for a moment.
    if (this.#led !== leading) throw new SondeError('not_the_leader');
    return answer;
  }

  exportEvents(
    project: string,
    range: { from?: string; to?: string },
  ): AsyncIterable<ExportedEvent> {
    if (this.role !== 'leader') throw new SondeError('not_the_leader');
    const { refusals } = this.#refusals;
    return exportEvents(this.#db, project, range, (key) => refusals.isDeleted(project, key));
  }

  countRows(project: string, range: { from?: string; to?: string }): Promise<number> {
    return countRows(this.#db, project, range);
  }

  async findOtherProjects(known: readonly string[]): Promise<string[]> {
    const of = (table: string) =>
      `SELECT DISTINCT project FROM sonde.${table} WHERE project NOT IN {known:Array(String)}`;
    const rows = await this.#db.rows<{ project: string }>(
      `SELECT DISTINCT project FROM (${['events', 'quarantine', 'losses'].map(of).join(' UNION ALL ')})
       ORDER BY project LIMIT 100`,
      { known: [...known] },
    );
    return rows.map(({ project }) => project);
  }

  async putCatalog(project: string, hash: string, catalog: CatalogJson): Promise<void> {
    try {
      await this.#source.catalogs.put(project, hash, catalog);
    } catch (error) {
      throw toAppendError(error);
    }
  }

  catalogTool(project: string, hash: string): Promise<string | null> {
    return this.#source.catalogs.toolOf(project, hash);
  }

  readCatalog(project: string, hash: string): Promise<CatalogJson | null> {
    return this.#source.catalogs.find(project, hash);
  }

  orderedCatalogs(project: string): Promise<OrderedCatalog[]> {
    return this.#source.catalogs.list(project);
  }

  countCatalogs(project: string, tool: string): Promise<{ ofTool: number; ofProject: number }> {
    return this.#source.catalogs.count(project, tool);
  }

  async noteCatalogUse(use: StoredCatalogUse): Promise<void> {
    try {
      await this.#source.catalogs.noteUse(use);
    } catch (error) {
      throw toAppendError(error);
    }
  }

  backup(options: BackupOptions): Promise<BackupSummary> {
    return this.#options.backups.write(options);
  }

  checkWritable(): Promise<void> {
    return this.#health.checkWritable();
  }

  async check(): Promise<void> {
    // `SELECT 1` succeeds even if no table can be read.
    await this.#db.rows(
      'SELECT sum(length(properties)) AS read FROM (SELECT properties FROM sonde.events LIMIT 100)',
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#options.keepRole();
    await Promise.allSettled(this.#absorbing);
    const results = await Promise.allSettled([
      this.#overflow.close().then(() => this.#queue.drain()),
      this.#leading?.close(),
      this.#db.close(),
      this.#analyst.close(),
      this.team.close(),
      this.#options.backups.close(),
      this.#history.close(),
    ]);
    // Also after a failure, or the data directory could not be opened again.
    await this.#options.release();
    const failed = results.find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  }

  #refuseWhileClosing(): void {
    if (this.#closing === undefined) return;
    throw new SondeError('store_unavailable', { detail: 'closing' });
  }

  /**
   * Resolves when everything accepted until now is committed or has failed, and so have the commits
   * of other collectors that run now; rejects if what waits in the overflow cannot be committed.
   */
  async #settled(): Promise<void> {
    await Promise.allSettled(this.#absorbing);
    await this.#queue.settled();
    await this.#overflow.drained();
    await this.#options.order.settled();
  }

  /**
   * Loads what is refused and the ids committed last, so that repeats are recognised after a
   * restart, then stores what waits in the overflow.
   *
   * @param lead Begins to lead before anything is stored.
   */
  async warm(lead: boolean): Promise<void> {
    this.#history.start();
    if (lead) await this.lead();
    else await this.#refusals.refresh();
    const rows = await this.#db.rows<{ project: string; insert_id: string }>(
      `SELECT project, insert_id FROM sonde.events
       WHERE corrected_time >= {since:Int64}
       ORDER BY received_at DESC LIMIT {count:UInt64}`,
      { since: Date.now() - 86_400_000, count: this.#options.rememberedEvents },
    );
    for (const row of rows.reverse()) this.#queue.remember(row.project, row.insert_id);
    this.#overflow.start();
  }

  /**
   * Writes quarantined events and losses first: if a failure leaves them without their events, they
   * are still correct, and the repeat has the same keys. The events are one block, with one part
   * per month: a crash can leave some of the months.
   */
  async #write(commit: Commit): Promise<void> {
    const { pass, eventLines } = commit;
    await this.#options.volume.checkSpace(sizeOf(commit));
    const json = (lines: string[]) => (lines.length === 0 ? [] : [Buffer.from(lines.join('\n'))]);
    const [first] = this.#options.shards;
    await this.#insertRows(first, {
      ...{ table: 'quarantine', columns: quarantineColumns, allowed: pass.allowed },
      ...{ format: 'JSONCompactEachRow', lines: json(commit.quarantined) },
    });
    await this.#insertRows(first, {
      ...{ table: 'losses', columns: lossColumns, allowed: pass.allowed },
      ...{ format: 'JSONCompactEachRow', lines: json(commit.losses) },
    });
    await this.#onShards(eventLines, (shard, lines) =>
      this.#insertRows(shard, {
        ...{ table: 'events', columns: insertColumns, allowed: pass.allowed },
        ...{ format: 'TabSeparated', lines, more: { committed_at: pass.number } },
      }),
    );
  }

  /** Resolves when all shards have their events. */
  async #onShards(
    lines: readonly Buffer[],
    insert: (shard: Shard, lines: readonly Buffer[]) => Promise<void>,
  ): Promise<void> {
    const { shards } = this.#options;
    const divided = divideByShard(lines, shards.length);
    const results = await Promise.allSettled(
      shards.map((shard, i) => insert(shard, divided[i] ?? [])),
    );
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** Inserts through a table function, which reads plain types: see {@link insertColumns}. */
  async #insertRows(
    { writer }: Shard,
    { table, columns, format, lines, allowed, more = {} }: Rows,
  ): Promise<void> {
    if (lines.length === 0) return;
    const names = columns.map(([name]) => name);
    const structure = columns.map(([name, type]) => `${name} ${type}`).join(', ');
    await this.#options.commitText.provide(lines, { name: format, structure }, async (source) => {
      await writer.command({
        query: `INSERT INTO sonde.${table} (${[...names, ...Object.keys(more)].join(', ')})
          SELECT ${[...names, ...Object.values(more)].join(', ')} FROM ${source} WHERE ${allowed}`,
        clickhouse_settings: { ...insertSettings, insert_deduplication_token: randomUUID() },
      });
    });
  }

  #insert(table: string, columns: readonly string[], lines: string[]): Promise<void> {
    return insertLines(this.#options.writer, table, columns, lines);
  }
}
