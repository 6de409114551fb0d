import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { toQueryError } from '../store-errors.js';

/** Values for the `{name:Type}` placeholders of a statement; never part of its text. */
export type Parameters = Record<string, unknown>;

/** A result of any columns, with values as the engine writes them in JSON. */
export interface Table {
  columns: { name: string; type: string }[];
  rows: unknown[][];
}

/** Queries on the store's reading connection. */
export class Database {
  readonly #client: ClickHouseClient;
  readonly #open = new Set<Promise<unknown>>();
  #closed = false;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async rows<Row>(query: string, parameters: Parameters = {}): Promise<Row[]> {
    try {
      return await this.#track(this.#readRows<Row>(query, parameters));
    } catch (error) {
      throw toQueryError(error);
    }
  }

  /**
   * The result with the names and types of its columns; null if it has more characters as JSON. Throws
   * the error of the engine itself.
   */
  table(query: string, parameters: Parameters, mostCharacters: number): Promise<Table | null> {
    return this.#track(this.#readTable(query, parameters, mostCharacters));
  }

  async #track<Result>(running: Promise<Result>): Promise<Result> {
    this.#open.add(running);
    try {
      return await running;
    } finally {
      this.#open.delete(running);
    }
  }

  /** Refuses further queries and waits for running ones. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#open);
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new SondeError('query_unavailable', { detail: 'closing' });
  }

  async #readRows<Row>(query: string, parameters: Parameters): Promise<Row[]> {
    this.#refuseIfClosed();
    const result = await this.#client.query({
      query,
      query_params: parameters,
      format: 'JSONEachRow',
    });
    return result.json<Row>();
  }

  async #readTable(
    query: string,
    parameters: Parameters,
    mostCharacters: number,
  ): Promise<Table | null> {
    this.#refuseIfClosed();
    const result = await this.#client.query({
      query,
      query_params: parameters,
      format: 'JSONCompact',
    });
    const text = await result.text();
    // Reading JSON holds up everything else.
    if (text.length > mostCharacters) return null;
    const { meta, data } = JSON.parse(text) as { meta: Table['columns']; data: unknown[][] };
    return { columns: meta, rows: data };
  }
}
