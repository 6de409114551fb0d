import type { ClickHouseClient } from '@clickhouse/client';
import { lifecycleEvents } from '@sonde/protocol';
import type { CommitOrder } from '../commits/commit-order.js';
import { insertLines } from '../insert-lines.js';
import { type Maintenance, removeRows } from '../maintenance/remove-rows.js';
import { TaskQueue } from '../maintenance/task-queue.js';
import { writeText } from '../sql/write-names.js';
import { isMemoryShort } from '../store-errors.js';
import { FoldWriter, foldedTogether, type InvocationId } from './fold-writer.js';
import { derivedTables, derivedVersion, prepareDerived } from './tables.js';

export interface DerivedTablesOptions {
  /** Used only here: folding must not block queries or commits. */
  client: ClickHouseClient;
  order: CommitOrder;
  /** How long after a commit its events are folded. */
  intervalMs: number;
  /**
   * About how many events are folded together while the tables are being filled, at most: fewer, if
   * memory is short.
   */
  chunkEvents: number;
  onFault: (message: string, error: unknown) => void;
}

/** What of a shard's data is in its derived tables. */
interface State {
  /** Events up to this commit are folded; while filling, those of the invocations below. */
  folded_until: number;
  /** While filling: invocations with a smaller id are in the tables. Null: all are. */
  filled_below: string | null;
}

/** How far a shard is, as a project's queries see it. */
export interface DerivedProgress extends State {
  stale: readonly string[];
}

/** Less than every number of a commit. */
const allCommits = -1;

const columnsOfState = ['revision', 'version', 'folded_until', 'filled_below', 'is_filled'];

/** A chunk is not made smaller than this, because it takes memory for each part of the events, too. */
const leastChunkEvents = 1_000;

/** How many of a chunk's events are looked at to find where it ends. */
const sampledEvents = 500;

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
  readonly #folds: FoldWriter;
  /** One at a time: what is removed must not be written again by a fold that has read it before. */
  readonly #tasks = new TaskQueue();
  readonly #closing = new AbortController();
  #state: State = { folded_until: 0, filled_below: null };
  /** The invocations of `sonde.derived_stale` by project. */
  readonly #stale = new Map<string, Set<string>>();
  #chunkEvents: number;
  /** While filling: the ids at which the next chunks end. */
  #ends: string[] | undefined;
  #removals = 0;
  #timer: NodeJS.Timeout | undefined;
  #folding: Promise<void> | undefined;
  /** Whether something was committed since the last fold began. */
  #isAsked = false;
  #hasFailed = false;

  constructor(options: DerivedTablesOptions) {
    this.#options = options;
    this.#chunkEvents = options.chunkEvents;
    this.#folds = new FoldWriter(options.client);
  }

  /** Counts removals of derived rows: an answer that was being read meanwhile may lack some. */
  get removals(): number {
    return this.#removals;
  }

  /** Creates the tables if they are missing or of another version; {@link wake} fills them. */
  async load(): Promise<void> {
    for (const statement of prepareDerived) await this.#folds.command(statement);
    const [stored] = await this.#folds.rows<StoredState>(
      `SELECT version, revision, folded_until, filled_below, is_filled
       FROM sonde.derived_states ORDER BY revision DESC LIMIT 1`,
    );
    const [tables] = await this.#folds.rows<{ count: number }>(
      `SELECT toUInt32(count()) AS count FROM system.tables
       WHERE database = 'sonde' AND name IN {names:Array(String)}`,
      { names: derivedTables.map(({ name }) => name) },
    );
    this.#folds.continueAfter(stored?.revision ?? 0);
    const areComplete = tables?.count === derivedTables.length;
    const isCurrent = stored?.version === derivedVersion && areComplete;
    if (isCurrent && !(await this.#isEmptied(stored))) await this.#resume(stored);
    else await this.#startOver();
  }

  /** Whether somebody emptied the tables, although events are folded. */
  async #isEmptied({ folded_until }: StoredState): Promise<boolean> {
    const derived = await this.#folds.rows('SELECT 1 AS one FROM sonde.invocations LIMIT 1');
    if (derived.length > 0) return false;
    const rows = await this.#folds.rows(
      `SELECT 1 AS one FROM sonde.events
       WHERE committed_at <= {until:Int64} AND event != '${lifecycleEvents.rejected}' LIMIT 1`,
      { until: folded_until },
    );
    return rows.length > 0;
  }

  /** Continues with the tables that were found. */
  async #resume({ folded_until, filled_below, is_filled }: StoredState): Promise<void> {
    // The clock may have been set back: later commits must have greater numbers.
    this.#options.order.continueAfter(folded_until);
    this.#state = { folded_until, filled_below: is_filled === 1 ? null : filled_below };
    // A fold that a crash interrupted has written rows, and no state.
    for (const { name } of derivedTables) {
      const [newest] = await this.#folds.rows<{ folded_at: number }>(
        `SELECT max(folded_at) AS folded_at FROM sonde.${name}`,
      );
      this.#folds.continueAfter(newest?.folded_at ?? 0);
    }
    for (const { project, invocation_id } of await this.#folds.rows<InvocationId>(
      'SELECT DISTINCT project, invocation_id FROM sonde.derived_stale',
    )) {
      this.#noteStale(project, [invocation_id]);
    }
  }

  /** Creates the tables anew. Then they are filled from the events, chunk by chunk. */
  async #startOver(): Promise<void> {
    // Without a state, a start that is interrupted here begins anew.
    await this.#folds.command('TRUNCATE TABLE sonde.derived_states');
    for (const { name, create } of derivedTables) {
      await this.#folds.command(`DROP TABLE IF EXISTS sonde.${name} SYNC`);
      await this.#folds.command(create);
    }
    await this.#folds.command('TRUNCATE TABLE sonde.derived_stale');
    const events = await this.#folds.rows('SELECT 1 AS one FROM sonde.events LIMIT 1');
    await this.#writeState({
      folded_until: await this.#options.order.complete(),
      filled_below: events.length > 0 ? '' : null,
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
    const delay = this.#isFilling && !this.#hasFailed ? 0 : this.#options.intervalMs;
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
    const rows = await this.#folds.rows(
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
    return this.#state.filled_below !== null;
  }

  /** How far they are, and the invocations of a project whose events are being deleted. */
  progress(project: string): DerivedProgress {
    return { ...this.#state, stale: [...(this.#stale.get(project) ?? [])] };
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
       SELECT DISTINCT ${writeText(task)}, project, invocation_id FROM sonde.events WHERE ${sql}`,
    );
    const stale = await ids(
      `SELECT DISTINCT invocation_id FROM sonde.derived_stale WHERE task = ${writeText(task)}`,
    );
    this.#noteStale(project, stale);
    await remove();
    await this.#tasks.run(async () => {
      const listed = `project = ${writeText(project)} AND invocation_id IN (
        SELECT invocation_id FROM sonde.derived_stale WHERE task = ${writeText(task)})`;
      await this.#removeDerived(maintenance, listed);
      await this.#folds.foldInvocations(
        stale.map((invocation_id) => ({ project, invocation_id })),
        allCommits,
      );
      await maintenance.command(
        `ALTER TABLE sonde.derived_stale DROP PARTITION ${writeText(task)}`,
      );
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
      const left = await maintenance.db.rows<InvocationId>(
        `SELECT DISTINCT project, invocation_id FROM sonde.events WHERE ${condition}`,
      );
      const ids = left.map(({ invocation_id }) => invocation_id);
      // A crash from here on leaves these without derived rows: the task that removes is run again.
      this.#noteStale(project, ids);
      await this.#removeDerived(maintenance, condition);
      await this.#folds.foldInvocations(left, allCommits);
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
    await this.#folds.close();
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
    const from = this.#state.filled_below;
    if (from === null) return;
    try {
      await this.#fillFrom(from);
    } catch (error) {
      // The next attempt folds fewer together.
      if (isMemoryShort(error)) {
        this.#chunkEvents = Math.max(leastChunkEvents, Math.floor(this.#chunkEvents / 2));
        this.#ends = undefined;
      }
      throw error;
    }
  }

  async #fillFrom(from: string): Promise<void> {
    this.#ends ??= await this.#findEnds(from);
    const [end = null] = this.#ends;
    if (end === null) {
      await this.#folds.foldRows('invocation_id >= {from:String}', { from });
      await this.#mergeFilled();
    } else {
      const range = 'invocation_id >= {from:String} AND invocation_id < {end:String}';
      await this.#folds.foldRows(range, { from, end });
    }
    await this.#writeState({ ...this.#state, filled_below: end });
    this.#ends.shift();
  }

  /**
   * Divides the invocations from this id on into chunks of about the same number of events. The
   * events are sorted by these ids, so a chunk is filled without reading the others.
   */
  async #findEnds(from: string): Promise<string[]> {
    const chunkEvents = this.#chunkEvents;
    const oneIn = Math.max(1, Math.floor(chunkEvents / sampledEvents));
    const ends = await this.#folds.rows<{ id: string }>(
      `SELECT DISTINCT id FROM (
         SELECT invocation_id AS id, row_number() OVER (ORDER BY invocation_id) AS place
         FROM sonde.events
         WHERE invocation_id >= {from:String} AND cityHash64(invocation_id) % ${oneIn} = 0)
       WHERE place % ${Math.ceil(chunkEvents / oneIn)} = 0 AND id > {from:String}
       ORDER BY id`,
      { from },
    );
    return ends.map(({ id }) => id);
  }

  /**
   * The parts of all chunks have rows of the same days, so a query would have to merge them. New rows
   * are of recent days.
   */
  async #mergeFilled(): Promise<void> {
    for (const { name } of derivedTables) {
      try {
        await this.#folds.command(`OPTIMIZE TABLE sonde.${name} FINAL`);
      } catch (error) {
        // The engine merges them later, too.
        this.#options.onFault(`The table ${name} could not be merged after it was filled`, error);
      }
    }
  }

  async #foldNew(complete: number): Promise<void> {
    const { folded_until } = this.#state;
    const until = await this.#endOfNew(complete);
    const changed = await this.#folds.rows<InvocationId>(
      `SELECT DISTINCT project, invocation_id FROM sonde.events
       WHERE committed_at > {after:Int64} AND committed_at <= {until:Int64}`,
      { after: folded_until, until },
    );
    // Those stay dirty until their events are deleted.
    await this.#folds.foldInvocations(
      changed.filter(({ project, invocation_id }) => !this.#stale.get(project)?.has(invocation_id)),
      folded_until,
    );
    await this.#writeState({ ...this.#state, folded_until: until });
  }

  /** The commit up to which new events are folded together. */
  async #endOfNew(complete: number): Promise<number> {
    const [row] = await this.#folds.rows<{ commit: number }>(
      `SELECT committed_at AS commit FROM sonde.events
       WHERE committed_at > {after:Int64} AND committed_at <= {until:Int64}
       ORDER BY commit LIMIT 1 OFFSET ${foldedTogether}`,
      { after: this.#state.folded_until, until: complete },
    );
    return row?.commit ?? complete;
  }

  async #writeState(state: State): Promise<void> {
    const { folded_until, filled_below } = state;
    const isFilled = filled_below === null ? 1 : 0;
    const line = JSON.stringify([
      ...[this.#folds.nextRevision(), derivedVersion],
      ...[folded_until, filled_below ?? '', isFilled],
    ]);
    await insertLines(this.#options.client, 'sonde.derived_states', columnsOfState, [line]);
    this.#state = { folded_until, filled_below };
  }
}

interface StoredState {
  version: number;
  /** Greater than in every earlier state, and than every `folded_at`. */
  revision: number;
  folded_until: number;
  filled_below: string;
  is_filled: number;
}
