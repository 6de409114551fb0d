import type { ClickHouseClient } from '@clickhouse/client';
import { inlineParameters } from './inline-parameters.js';

interface Statement {
  query: string;
  query_params?: Record<string, unknown>;
}

/**
 * Writes parameters of a client's statements into their text.
 *
 * @param chosen Whether to write a parameter of this many characters.
 */
export function writeParameters(
  client: ClickHouseClient,
  chosen: (characters: number) => boolean,
): ClickHouseClient {
  const query = client.query.bind(client);
  const command = client.command.bind(client);
  const written = <Given extends Statement>(statement: Given): Given => {
    if (statement.query_params === undefined) return statement;
    const { sql, parameters } = inlineParameters(statement.query, statement.query_params, chosen);
    return { ...statement, query: sql, query_params: parameters };
  };
  client.query = (statement) => query(written(statement));
  client.command = (statement) => command(written(statement));
  return client;
}
