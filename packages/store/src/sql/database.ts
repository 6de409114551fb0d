import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { toQueryError } from '../store-errors.js';

/** Values for the `{name:Type}` placeholders of a statement; never part of its text. */
export type Parameters = Record<string, unknown>;

/** Queries on the store's reading connection. */
export class Database {
  readonly #client: ClickHouseClient;
  readonly #open = new Set<Promise<unknown>>();
  #closed = false;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async rows<Row>(query: string, parameters: Parameters = {}): Promise<Row[]> {
    if (this.#closed) throw new SondeError('query_unavailable', { detail: 'closing' });
    const rows = this.#run<Row>(query, parameters);
    this.#open.add(rows);
    try {
      return await rows;
    } catch (error) {
      throw toQueryError(error);
    } finally {
      this.#open.delete(rows);
    }
  }

  /** Refuses further queries and waits for running ones. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#open);
  }

  async #run<Row>(query: string, parameters: Parameters): Promise<Row[]> {
    const result = await this.#client.query({
      query,
      query_params: parameters,
      format: 'JSONEachRow',
    });
    return result.json<Row>();
  }
}
