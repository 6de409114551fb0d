import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import type { ExportedEvent, OrderedCatalog } from '@sonde/analytics';
import { type CatalogJson, SondeError } from '@sonde/protocol';
import type { Static, TProperties, TSchema } from 'typebox';
import { Catalogs, catalogColumns, catalogUseColumns } from './catalogs.js';
import type { Engine } from './chdb.js';
import { type Commit, CommitQueue, sizeOf } from './commit-queue.js';
import type { CommitText } from './commit-text.js';
import type { CommitOrder, CommitPass } from './commits/commit-order.js';
import { AllDerivedTables } from './derived/all-derived-tables.js';
import { divideByShard } from './divide-by-shard.js';
import { insertColumns } from './event-row.js';
import { Forwarding } from './forwarding/forwarding.js';
import { insertLines, insertSettings } from './insert-lines.js';
import { DataLife } from './life/data-life.js';
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

/** Connections for statements on the tables of one shard alone. */
export type Shard = Pick<Engine, 'writer' | 'maintainer' | 'deriver'>;

export interface ClickHouseStoreOptions {
  writer: ClickHouseClient;
  reader: ClickHouseClient;
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
  readonly life: DataLife;
  readonly forwarding: Forwarding;
  readonly #options: ClickHouseStoreOptions;
  /** What queries read in place of the events. */
  readonly derived: AllDerivedTables;
  readonly #db: Database;
  readonly #source: Source;
  readonly #queue: CommitQueue;
  readonly #overflow: Overflow;
  readonly #absorbing = new Set<Promise<unknown>>();
  readonly #history: StorageHistory;
  readonly #health: StoreHealth;
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
    this.derived = new AllDerivedTables({
      clients: options.shards.map(({ deriver }) => deriver),
      onCreated: options.onDerivedCreated,
      db: this.#db,
      order: options.order,
      intervalMs: options.deriveIntervalMs,
      chunkEvents: options.deriveChunkEvents,
      onFault: options.onFault,
    });
    this.#source = {
      db: this.#db,
      derived: this.derived,
      volume: options.volume,
      overflow: () => this.overflow,
      catalogs: new Catalogs({
        db: this.#db,
        insertCatalog: (line) => this.#insert('sonde.catalogs', catalogColumns, [line]),
        insertUse: (line) => this.#insert('sonde.catalog_versions', catalogUseColumns, [line]),
      }),
    };
    this.life = new DataLife({
      client: options.maintainer,
      shards: [
        options.shards[0].maintainer,
        ...options.shards.slice(1).map(({ maintainer }) => maintainer),
      ],
      personKey: options.personKey,
      settled: () => this.#settled(),
      order: options.order,
      checkReadable: () => this.#overflow.checkReadable(),
      append: (batch) => this.append(batch),
      derived: this.derived,
    });
    this.forwarding = new Forwarding({
      client: options.forwarder,
      order: options.order,
      // As for team records: events wait for the disk.
      commitIntervalMs: 3 * options.commitIntervalMs,
      checkSpace: options.volume.checkSpace,
    });
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
      refusals: this.life.refusals,
      refreshRefusals: () => this.life.refreshRefusals(),
    });
    this.#overflow = new Overflow({
      directory: options.overflow,
      append: (batch) => this.#append(batch),
      isBusy: () => this.pendingEvents > options.absorbPendingEventsMax / 2,
      refusals: this.life.refusals,
      onFault: options.onFault,
    });
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
    this.derived.wake();
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
    const removals = this.derived.removals;
    const answer = await query.read(this.#source, input, now);
    // It may lack what was removed between its statements and folded again.
    return this.derived.removals === removals ? answer : query.read(this.#source, input, now);
  }

  exportEvents(
    project: string,
    range: { from?: string; to?: string },
  ): AsyncIterable<ExportedEvent> {
    const { refusals } = this.life;
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
    await Promise.allSettled(this.#absorbing);
    await Promise.all([
      this.#overflow.close().then(() => this.#queue.drain()),
      // Deletions wait for what they fold.
      this.life.close().then(() => this.derived.close()),
      this.#db.close(),
      this.team.close(),
      this.forwarding.close(),
      this.#options.backups.close(),
      this.#history.close(),
    ]);
    await this.#options.release();
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
   * Loads deletions and the ids committed last, so that repeats are recognised after a restart, then
   * stores what waits in the overflow.
   */
  async warm(): Promise<void> {
    this.#history.start();
    // Before a deletion that continues, which may store what waits: commits are numbered.
    await this.forwarding.load();
    await this.derived.load();
    await this.life.load();
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
