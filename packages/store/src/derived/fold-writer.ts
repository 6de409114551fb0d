import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { lifecycleEvents } from '@sonde/protocol';
import { insertSettings } from '../insert-lines.js';
import { Database, type Parameters } from '../sql/database.js';
import { longList, textsOf } from '../sql/long-list.js';
import { foldFlowParts } from './fold-flow-parts.js';
import { foldInvocations } from './fold-invocations.js';
import { derivedTables } from './tables.js';

/** Events or invocations that are folded together. */
export const foldedTogether = 100_000;

export interface InvocationId {
  project: string;
  invocation_id: string;
}

/** Folds invocations of one shard as a whole, and writes the rows into the derived tables. */
export class FoldWriter {
  readonly #client: ClickHouseClient;
  readonly #db: Database;
  #revision = 0;

  constructor(client: ClickHouseClient) {
    this.#client = client;
    this.#db = new Database(client);
  }

  /** The next revision is greater than this one. */
  continueAfter(revision: number): void {
    this.#revision = Math.max(this.#revision, revision);
  }

  /** Greater than every earlier one; rows with a greater one count. */
  nextRevision(): number {
    this.#revision = Math.max(this.#revision + 1, Date.now());
    return this.#revision;
  }

  /**
   * Folds all events of these invocations; their earlier rows no longer count.
   *
   * New rows are written first, so that an interruption never leaves an invocation without a row: a
   * merge can remove the repeat that it was folded for, and then nothing would fold it again. A row
   * with the key of an earlier one replaces it. Earlier rows with another key are those of an
   * invocation with new events, which no merge removes: until they end, queries read its events.
   *
   * @param after Events up to this commit are in the derived rows, which say how old they are.
   */
  async foldInvocations(all: readonly InvocationId[], after: number): Promise<void> {
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
      const [times] = await this.rows<{ first: number; last: number; known: number }>(
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
      const foldedAt = await this.foldRows(
        `${chosen.events} AND corrected_time BETWEEN {first:Int64} AND {last:Int64}`,
        { ...parameters, ...times },
      );
      if (times.known === 1) await this.#endRows(chosen.derived, parameters, foldedAt);
    }
  }

  /**
   * @param rows Condition on rows of `sonde.events` that selects whole invocations.
   * @returns `folded_at` of the new rows.
   */
  async foldRows(rows: string, parameters: Parameters): Promise<number> {
    const foldedAt = this.nextRevision();
    const counted = `${rows} AND event != '${lifecycleEvents.rejected}'`;
    const folds = { invocations: foldInvocations(counted), flow_parts: foldFlowParts(counted) };
    for (const { name, columns } of derivedTables) {
      await this.#insert(
        `INSERT INTO sonde.${name} (${columns.join(', ')}, folded_at)
         SELECT *, ${foldedAt} FROM (${folds[name]})`,
        parameters,
      );
    }
    return foldedAt;
  }

  rows<Row>(query: string, parameters: Parameters = {}): Promise<Row[]> {
    return this.#db.rows<Row>(query, parameters);
  }

  async command(query: string, query_params: Parameters = {}, settings = {}): Promise<void> {
    await this.#client.command({ query, query_params, clickhouse_settings: settings });
  }

  /** Waits for running queries. */
  close(): Promise<void> {
    return this.#db.close();
  }

  /** @param derived Condition on derived rows; those folded before `foldedAt` count no longer. */
  async #endRows(derived: string, parameters: Parameters, foldedAt: number): Promise<void> {
    const goneAt = this.nextRevision();
    for (const { name, columns } of derivedTables) {
      await this.#insert(
        `INSERT INTO sonde.${name} (${columns.join(', ')}, folded_at, is_gone)
         SELECT ${columns.join(', ')}, ${goneAt}, 1 FROM sonde.${name} FINAL
         WHERE ${derived} AND folded_at < {folded_at:UInt64}`,
        { ...parameters, folded_at: foldedAt },
      );
    }
  }

  #insert(query: string, parameters: Parameters): Promise<void> {
    return this.command(query, parameters, {
      ...insertSettings,
      max_block_size: '65536',
      insert_deduplication_token: randomUUID(),
    });
  }
}
