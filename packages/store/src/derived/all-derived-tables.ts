import type { ClickHouseClient } from '@clickhouse/client';
import { compareText } from '@sonde/analytics';
import { lifecycleEvents } from '@sonde/protocol';
import type { Maintenance } from '../maintenance/remove-rows.js';
import type { StoreMaintenance } from '../maintenance/store-maintenance.js';
import type { Database } from '../sql/database.js';
import { hashesOf, longList } from '../sql/long-list.js';
import type { Derivation } from './derivation.js';
import { DerivedTables, type DerivedTablesOptions } from './derived-tables.js';

export interface AllDerivedTablesOptions extends Omit<DerivedTablesOptions, 'client'> {
  /** A connection to each shard, used only here: folding must not block queries or commits. */
  clients: readonly ClickHouseClient[];
  /** The store's connection for queries, over all shards. */
  db: Database;
  /** Called when the tables of all shards exist. */
  onCreated: () => Promise<void>;
}

/**
 * The derived tables of all shards. Each shard folds its own events, because an invocation is on one
 * shard as a whole; queries read all of them and go by the shard that is least far.
 */
export class AllDerivedTables {
  readonly #options: AllDerivedTablesOptions;
  readonly #shards: readonly DerivedTables[];

  constructor({ clients, ...options }: AllDerivedTablesOptions) {
    this.#options = { clients, ...options };
    this.#shards = clients.map((client) => new DerivedTables({ client, ...options }));
  }

  /** Counts removals of derived rows: an answer that was being read meanwhile may lack some. */
  get removals(): number {
    return this.#shards.reduce((sum, { removals }) => sum + removals, 0);
  }

  /** Creates the tables if they are missing or of another version, and starts to fill them. */
  async load(): Promise<void> {
    await Promise.all(this.#shards.map((shard) => shard.load()));
    await this.#options.onCreated();
    this.wake();
  }

  /** Folds new events soon. Call it after each commit. */
  wake(): void {
    for (const shard of this.#shards) shard.wake();
  }

  /** Resolves when all events that were committed before the call are folded. */
  async fold(): Promise<void> {
    await Promise.all(this.#shards.map((shard) => shard.fold()));
  }

  /** What a query has to read from the events of a project, because it is not folded yet. */
  async derivation(project: string): Promise<Derivation> {
    const shards = this.#shards.map((shard) => shard.progress(project));
    const until = Math.min(...shards.map(({ folded_until }) => folded_until));
    const filling = shards.flatMap(({ filled_below }) => filled_below ?? []);
    const fresh = await this.#options.db.rows<{ id: string; first: number; last: number }>(
      `SELECT invocation_id AS id, min(corrected_time) AS first, max(corrected_time) AS last
       FROM sonde.events
       WHERE project = {project:String} AND committed_at > {until:Int64}
         AND event != '${lifecycleEvents.rejected}'
       GROUP BY invocation_id`,
      { project, until },
    );
    const stale = shards.flatMap((shard) => shard.stale);
    const dirty = [...new Set([...fresh.map(({ id }) => id), ...stale])];
    const times = { first: Number.MAX_SAFE_INTEGER, last: Number.MIN_SAFE_INTEGER };
    const widen = ({ first, last }: typeof times) => {
      times.first = Math.min(times.first, first);
      times.last = Math.max(times.last, last);
    };
    for (const row of fresh) widen(row);
    if (stale.length > 0) widen({ first: 0, last: Number.MAX_SAFE_INTEGER });
    if (dirty.length > 0) {
      // Their earlier events may be at any other time.
      const known = await this.#options.db.rows<typeof times>(
        `SELECT min(first_time) AS first, max(last_time) AS last FROM sonde.invocations
         WHERE project = {project:String} AND invocation_hash IN (${hashesOf('dirty')})
         HAVING count() > 0`,
        { project, dirty: longList(dirty) },
      );
      known.forEach(widen);
    }
    return {
      dirty,
      ...times,
      filled_below: filling.sort(compareText)[0] ?? null,
    };
  }

  /**
   * Removes the derived rows of invocations whose events are being deleted, and folds what is left,
   * shard by shard. Files with removed rows may exist for a moment longer.
   *
   * @param task Names the deletion; after a crash it is given again.
   * @param invocations Condition on rows of `sonde.events` that are going to be deleted.
   * @param remove Deletes them on one shard.
   */
  async duringRemoval(
    task: string,
    invocations: { project: string; sql: string },
    { shards }: StoreMaintenance,
    remove: (shard: Maintenance) => Promise<void>,
  ): Promise<void> {
    for (const [i, shard] of shards.entries()) {
      await this.#shards[i]?.duringRemoval(task, invocations, shard, () => remove(shard));
    }
  }

  /**
   * Removes the derived rows of whole invocations whose events are gone, and folds again those that
   * have got new events meanwhile.
   *
   * @param condition Condition on `project` and `invocation_id`, for rows of this project.
   */
  async afterRemoval(
    project: string,
    condition: string,
    { shards }: StoreMaintenance,
  ): Promise<void> {
    for (const [i, shard] of shards.entries()) {
      await this.#shards[i]?.afterRemoval(project, condition, shard);
    }
  }

  /** Waits for what is being folded; the rest is folded after the next start. */
  async close(): Promise<void> {
    await Promise.all(this.#shards.map((shard) => shard.close()));
  }
}
