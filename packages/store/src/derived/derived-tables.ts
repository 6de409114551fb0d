import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { lifecycleEvents } from '@sonde/protocol';
import type { CommitOrder } from '../commits/commit-order.js';
import { insertLines, insertSettings } from '../insert-lines.js';
import { type Maintenance, quote, removeRows } from '../maintenance/remove-rows.js';
import { TaskQueue } from '../maintenance/task-queue.js';
import { Database, type Parameters } from '../sql/database.js';
import { longList, textsOf } from '../sql/long-list.js';
import { foldFlowParts } from './fold-flow-parts.js';
import { foldInvocations } from './fold-invocations.js';
import { createStale, createStates, derivedTables, derivedVersion } from './tables.js';

export interface DerivedTablesOptions {
  /** Used only here: folding must not block queries or commits. */
  client: ClickHouseClient;
  order: CommitOrder;
  /** How long after a commit its events are folded. */
  intervalMs: number;
  onFault: (message: string, error: unknown) => void;
}

/** What of a shard's data is in its derived tables. */
export interface DerivedProgress {
  /** Events up to this commit are folded; while filling, those in the filled chunks. */
  folded_until: number;
  chunks: number;
  chunks_filled: number;
  stale: readonly string[];
}

/** What derived tables were found at the start. */
export interface FoundTables {
  /** Absent if they must be made anew. */
  current: State | undefined;
  revision: number;
  events: number;
}

interface State {
  /** Greater than in every earlier state, and than every `folded_at`. */
  revision: number;
  /** Events up to this commit are folded; while filling, those in the filled chunks. */
  folded_until: number;
  chunks: number;
  chunks_filled: number;
}

/** Less than every number of a commit. */
const allCommits = -1;

/** Events that are folded together, unless one commit has more. */
const foldedTogether = 100_000;

const columnsOfState = ['revision', 'version', 'folded_until', 'chunks', 'chunks_filled'];

/**
 * Small tables with a row per invocation and per flow part, made from the events of one shard in the
 * background.
 *
 * They are never added to: an invocation with new events is folded again as a whole, so a repeated
 * or late event changes nothing twice. Until then it counts as dirty, and queries fold its events
 * themselves. So an answer is exact at every moment, whatever was folded before a crash.
 */
export class DerivedTables {
  readonly #options: DerivedTablesOptions;
  readonly #writing: Database;
  /** One at a time: what is removed must not be written again by a fold that has read it before. */
  readonly #tasks = new TaskQueue();
  readonly #closing = new AbortController();
  #state: State = { revision: 0, folded_until: 0, chunks: 0, chunks_filled: 0 };
  /** The invocations of {@link createStale} by project. */
  readonly #stale = new Map<string, Set<string>>();
  #removals = 0;
  #timer: NodeJS.Timeout | undefined;
  #folding: Promise<void> | undefined;
  /** Whether something was committed since the last fold began. */
  #isAsked = false;
  #hasFailed = false;

  constructor(options: DerivedTablesOptions) {
    this.#options = options;
    this.#writing = new Database(options.client);
  }

  /** Counts removals of derived rows: an answer that was being read meanwhile may lack some. */
  get removals(): number {
    return this.#removals;
  }

  /** Reads what a start has to know; then call {@link resume} or {@link startOver}. */
  async find(): Promise<FoundTables> {
    await this.#command(createStates);
    await this.#command(createStale);
    const [stored] = await this.#rows<State & { version: number }>(
      `SELECT version, revision, folded_until, chunks, chunks_filled
       FROM sonde.derived_states ORDER BY revision DESC LIMIT 1`,
    );
    const [tables] = await this.#rows<{ count: number }>(
      `SELECT toUInt32(count()) AS count FROM system.tables
       WHERE database = 'sonde' AND name IN {names:Array(String)}`,
      { names: derivedTables.map(({ name }) => name) },
    );
    const [events] = await this.#rows<{ count: number }>(
      'SELECT count() AS count FROM sonde.events',
    );
    const isCurrent = stored?.version === derivedVersion && tables?.count === derivedTables.length;
    return {
      current: isCurrent ? stored : undefined,
      revision: stored?.revision ?? 0,
      events: events?.count ?? 0,
    };
  }

  /** Continues with the tables that were found. */
  async resume({ revision, folded_until, chunks, chunks_filled }: State): Promise<void> {
    // The clock may have been set back: later commits must have greater numbers.
    this.#options.order.continueAfter(folded_until);
    this.#state = { revision, folded_until, chunks, chunks_filled };
    const [newest] = await this.#rows<{ folded_at: number }>(
      'SELECT max(folded_at) AS folded_at FROM sonde.invocations',
    );
    // A fold that a crash interrupted has written rows, and no state.
    this.#state.revision = Math.max(revision, newest?.folded_at ?? 0);
    for (const { project, invocation_id } of await this.#rows<StaleRow>(
      'SELECT DISTINCT project, invocation_id FROM sonde.derived_stale',
    )) {
      this.#noteStale(project, [invocation_id]);
    }
  }

  /** Creates the tables anew. Then they are filled from the events, chunk by chunk. */
  async startOver({ revision }: FoundTables, chunks: number): Promise<void> {
    // Without a state, a start that is interrupted here begins anew.
    await this.#command('TRUNCATE TABLE sonde.derived_states');
    for (const { name, create } of derivedTables) {
      await this.#command(`DROP TABLE IF EXISTS sonde.${name} SYNC`);
      await this.#command(create);
    }
    await this.#command('TRUNCATE TABLE sonde.derived_stale');
    this.#state.revision = revision;
    await this.#writeState({
      folded_until: await this.#options.order.complete(),
      chunks,
      chunks_filled: 0,
    });
  }

  /** Folds new events soon. Call it after each commit. */
  wake(): void {
    this.#isAsked = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#closing.signal.aborted || this.#timer !== undefined) return;
    if (this.#folding !== undefined) return;
    const delay = this.#isFilling ? 0 : this.#options.intervalMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#folding = this.#look()
        .then(() => {
          this.#hasFailed = false;
        })
        .catch((error) => {
          // It is tried again after each interval; queries read the events meanwhile.
          this.#isAsked = true;
          if (this.#hasFailed) return;
          this.#hasFailed = true;
          this.#options.onFault('The derived tables could not be brought up to date', error);
        })
        .finally(() => {
          this.#folding = undefined;
          // Nobody wakes this for a commit of another process.
          if (this.#isAsked || this.#options.order.isShared) this.#schedule();
        });
    }, delay).unref();
  }

  async #look(): Promise<void> {
    const isAsked = this.#isAsked;
    this.#isAsked = false;
    if (isAsked || (await this.#hasNew())) await this.fold();
  }

  async #hasNew(): Promise<boolean> {
    const rows = await this.#rows(
      'SELECT 1 AS one FROM sonde.events WHERE committed_at > {after:Int64} LIMIT 1',
      { after: this.#state.folded_until },
    );
    return rows.length > 0;
  }

  /** Resolves when all events that were committed before the call are folded. */
  async fold(): Promise<void> {
    const until = await this.#options.order.complete();
    while (!this.#closing.signal.aborted) {
      if (this.#isFilling) await this.#tasks.run(() => this.#fillChunk());
      else if (this.#state.folded_until < until) await this.#tasks.run(() => this.#foldNew(until));
      else return;
    }
  }

  get #isFilling(): boolean {
    return this.#state.chunks_filled < this.#state.chunks;
  }

  /** How far they are, and the invocations of a project whose events are being deleted. */
  progress(project: string): DerivedProgress {
    const { folded_until, chunks, chunks_filled } = this.#state;
    return { folded_until, chunks, chunks_filled, stale: [...(this.#stale.get(project) ?? [])] };
  }

  /**
   * Removes the derived rows of invocations whose events are being deleted, and folds what is left.
   * Files with removed rows may exist for a moment longer.
   *
   * @param task Names the deletion; after a crash it is given again.
   * @param invocations Condition on rows of `sonde.events` that are going to be deleted.
   * @param remove Deletes them.
   */
  async duringRemoval(
    task: string,
    invocations: { project: string; sql: string },
    maintenance: Maintenance,
    remove: () => Promise<void>,
  ): Promise<void> {
    const { project, sql } = invocations;
    const ids = async (query: string) =>
      (await maintenance.db.rows<{ invocation_id: string }>(query)).map((row) => row.invocation_id);
    await maintenance.command(
      `INSERT INTO sonde.derived_stale (task, project, invocation_id)
       SELECT DISTINCT ${quote(task)}, project, invocation_id FROM sonde.events WHERE ${sql}`,
    );
    const stale = await ids(
      `SELECT DISTINCT invocation_id FROM sonde.derived_stale WHERE task = ${quote(task)}`,
    );
    this.#noteStale(project, stale);
    await remove();
    await this.#tasks.run(async () => {
      const listed = `project = ${quote(project)} AND invocation_id IN (
        SELECT invocation_id FROM sonde.derived_stale WHERE task = ${quote(task)})`;
      await this.#removeDerived(maintenance, listed);
      await this.#foldInvocations(
        stale.map((invocation_id) => ({ project, invocation_id })),
        allCommits,
      );
      await maintenance.command(`ALTER TABLE sonde.derived_stale DROP PARTITION ${quote(task)}`);
      this.#forgetStale(project, stale);
    });
  }

  /**
   * Removes the derived rows of whole invocations whose events are gone, and folds again those that
   * have got new events meanwhile.
   *
   * @param condition Condition on `project` and `invocation_id`, for rows of this project.
   */
  async afterRemoval(project: string, condition: string, maintenance: Maintenance): Promise<void> {
    await this.#tasks.run(async () => {
      const left = await maintenance.db.rows<StaleRow>(
        `SELECT DISTINCT project, invocation_id FROM sonde.events WHERE ${condition}`,
      );
      const ids = left.map(({ invocation_id }) => invocation_id);
      // A crash from here on leaves these without derived rows: the task that removes is run again.
      this.#noteStale(project, ids);
      await this.#removeDerived(maintenance, condition);
      await this.#foldInvocations(left, allCommits);
      this.#forgetStale(project, ids);
    });
  }

  async #removeDerived(maintenance: Maintenance, condition: string): Promise<void> {
    // First: an answer that is being read meanwhile is read again.
    this.#removals += 1;
    for (const { name } of derivedTables) await removeRows(maintenance, name, condition);
  }

  /** Waits for what is being folded; the rest is folded after the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await this.#folding;
    await this.#tasks.idle();
    await this.#writing.close();
  }

  #noteStale(project: string, ids: readonly string[]): void {
    const known = this.#stale.get(project) ?? new Set();
    for (const id of ids) known.add(id);
    this.#stale.set(project, known);
  }

  #forgetStale(project: string, ids: readonly string[]): void {
    for (const id of ids) this.#stale.get(project)?.delete(id);
  }

  async #fillChunk(): Promise<void> {
    const { chunks, chunks_filled } = this.#state;
    const rows = `cityHash64(invocation_id) % ${chunks} = ${chunks_filled}
      AND event != '${lifecycleEvents.rejected}'`;
    await this.#insertFolds(rows, {});
    if (chunks_filled + 1 === chunks) await this.#mergeFilled();
    await this.#writeState({ ...this.#state, chunks_filled: chunks_filled + 1 });
  }

  /**
   * The parts of all chunks have rows of the same days, so a query would have to merge them. New rows
   * are of recent days.
   */
  async #mergeFilled(): Promise<void> {
    for (const { name } of derivedTables) {
      try {
        await this.#command(`OPTIMIZE TABLE sonde.${name} FINAL`);
      } catch (error) {
        // The engine merges them later, too.
        this.#options.onFault(`The table ${name} could not be merged after it was filled`, error);
      }
    }
  }

  async #foldNew(complete: number): Promise<void> {
    const { folded_until } = this.#state;
    const until = await this.#endOfNew(complete);
    const changed = await this.#rows<StaleRow>(
      `SELECT DISTINCT project, invocation_id FROM sonde.events
       WHERE committed_at > {after:Int64} AND committed_at <= {until:Int64}`,
      { after: folded_until, until },
    );
    // Those stay dirty until their events are deleted.
    await this.#foldInvocations(
      changed.filter(({ project, invocation_id }) => !this.#stale.get(project)?.has(invocation_id)),
      folded_until,
    );
    await this.#writeState({ ...this.#state, folded_until: until });
  }

  /** The commit up to which new events are folded together. */
  async #endOfNew(complete: number): Promise<number> {
    const [row] = await this.#rows<{ commit: number }>(
      `SELECT committed_at AS commit FROM sonde.events
       WHERE committed_at > {after:Int64} AND committed_at <= {until:Int64}
       ORDER BY commit LIMIT 1 OFFSET ${foldedTogether}`,
      { after: this.#state.folded_until, until: complete },
    );
    return row?.commit ?? complete;
  }

  /**
   * Folds all events of these invocations; their earlier rows no longer count.
   *
   * @param after Events up to this commit are in the derived rows, which say how old they are.
   */
  async #foldInvocations(all: readonly StaleRow[], after: number): Promise<void> {
    for (let at = 0; at < all.length; at += foldedTogether) {
      const some = all.slice(at, at + foldedTogether);
      const list = textsOf('chosen', 'Tuple(String, String)');
      const chosen = {
        events: `(project, invocation_id) IN (${list})`,
        derived: `(project, invocation_hash) IN (
          SELECT (entry.1, cityHash64(entry.2)) FROM (${list} AS entry))`,
      };
      const parameters = {
        after,
        chosen: longList(some.map(({ project, invocation_id }) => [project, invocation_id])),
      };
      const [times] = await this.#rows<{ first: number; last: number; known: number }>(
        `SELECT min(first) AS first, max(last) AS last, max(is_known) AS known FROM (
           SELECT min(corrected_time) AS first, max(corrected_time) AS last, 0 AS is_known
           FROM sonde.events WHERE committed_at > {after:Int64} AND ${chosen.events}
           HAVING count() > 0
           UNION ALL
           SELECT min(first_time), max(last_time), 1 FROM sonde.invocations WHERE ${chosen.derived}
           HAVING count() > 0)`,
        parameters,
      );
      if (times === undefined) continue;
      await this.#foldTogether(chosen, { ...parameters, ...times });
    }
  }

  async #foldTogether(
    chosen: { events: string; derived: string },
    parameters: Parameters & { known: number },
  ): Promise<void> {
    if (parameters.known === 1) {
      const goneAt = this.#nextRevision();
      for (const { name, columns } of derivedTables) {
        await this.#insert(
          `INSERT INTO sonde.${name} (${columns.join(', ')}, folded_at, is_gone)
           SELECT ${columns.join(', ')}, ${goneAt}, 1 FROM sonde.${name} FINAL WHERE ${chosen.derived}`,
          parameters,
        );
      }
    }
    const rows = `${chosen.events} AND event != '${lifecycleEvents.rejected}'
      AND corrected_time BETWEEN {first:Int64} AND {last:Int64}`;
    await this.#insertFolds(rows, parameters);
  }

  async #insertFolds(rows: string, parameters: Parameters): Promise<void> {
    const foldedAt = this.#nextRevision();
    const folds = { invocations: foldInvocations(rows), flow_parts: foldFlowParts(rows) };
    for (const { name, columns } of derivedTables) {
      await this.#insert(
        `INSERT INTO sonde.${name} (${columns.join(', ')}, folded_at)
         SELECT *, ${foldedAt} FROM (${folds[name]})`,
        parameters,
      );
    }
  }

  #nextRevision(): number {
    this.#state.revision = Math.max(this.#state.revision + 1, Date.now());
    return this.#state.revision;
  }

  async #writeState(state: Omit<State, 'revision'>): Promise<void> {
    const { folded_until, chunks, chunks_filled } = state;
    const revision = this.#nextRevision();
    const line = JSON.stringify([revision, derivedVersion, folded_until, chunks, chunks_filled]);
    await insertLines(this.#options.client, 'sonde.derived_states', columnsOfState, [line]);
    this.#state = { revision: this.#state.revision, folded_until, chunks, chunks_filled };
  }

  #rows<Row>(query: string, parameters: Parameters = {}): Promise<Row[]> {
    return this.#writing.rows<Row>(query, parameters);
  }

  #insert(query: string, parameters: Parameters): Promise<void> {
    return this.#command(query, parameters, {
      ...insertSettings,
      max_block_size: '65536',
      insert_deduplication_token: randomUUID(),
    });
  }

  async #command(query: string, query_params: Parameters = {}, settings = {}): Promise<void> {
    await this.#options.client.command({ query, query_params, clickhouse_settings: settings });
  }
}

interface StaleRow {
  project: string;
  invocation_id: string;
}
