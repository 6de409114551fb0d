import type { ClickHouseClient } from '@clickhouse/client';
import { toQueryError } from '../store-errors.js';

/** Values for the `{name:Type}` places of a statement; never part of its text. */
export type Parameters = Record<string, unknown>;

/** Asks the store's reading connection. */
export class Database {
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async rows<Row>(query: string, parameters: Parameters = {}): Promise<Row[]> {
    try {
      const result = await this.#client.query({
        query,
        query_params: parameters,
        format: 'JSONEachRow',
      });
      return await result.json<Row>();
    } catch (error) {
      throw toQueryError(error);
    }
  }
}
