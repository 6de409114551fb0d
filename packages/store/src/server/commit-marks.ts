import type { ClickHouseClient } from '@clickhouse/client';
import { insertSettings } from '../insert-lines.js';
import { Database } from '../sql/database.js';

/** Prefix of the ids of statements that store what clients send. */
export const commitIdPrefix = 'sonde-commit-';

const serverTime = 'toUnixTimestamp64Milli(now64(3))';

/**
 * SQL of the number of a commit that runs now, over `sonde.commit_marks`.
 *
 * @param least About the time in milliseconds since 1970.
 */
export function nextNumber(least: number | string = serverTime): string {
  return `greatest(${least}, maxIf(value, name = 'floor') + 1)`;
}

/** What commits on one server depend on: see migration 23. */
export class CommitMarks {
  readonly db: Database;
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
    this.db = new Database(client);
  }

  /** @param value SQL of the value. */
  async write(name: 'floor' | 'refusals' | 'migration' | 'moves', value: number): Promise<void> {
    await this.#client.command({
      query: `INSERT INTO sonde.commit_marks (name, value) SELECT '${name}', ${value}`,
      clickhouse_settings: insertSettings,
    });
  }

  async read(name: 'floor' | 'refusals' | 'moves'): Promise<number> {
    const [row] = await this.db.rows<{ value: number }>(
      'SELECT max(value) AS value FROM sonde.commit_marks WHERE name = {name:String}',
      { name },
    );
    return row?.value ?? 0;
  }

  /** A number that no commit before this call exceeds. @param known That no unknown one has. */
  async readNewest(known: number): Promise<number> {
    // Numbers ahead of the server's time are of a time when its clock was ahead.
    const [row] = await this.db.rows<{ newest: number }>(
      `SELECT greatest((SELECT ${nextNumber()} FROM sonde.commit_marks),
         (SELECT max(committed_at) FROM sonde.events WHERE committed_at > {known:Int64})) AS newest`,
      { known },
    );
    return row?.newest ?? 0;
  }

  /** The ids of the commits' statements that run now. */
  async readRunning(): Promise<string[]> {
    const rows = await this.db.rows<{ query_id: string }>(
      'SELECT query_id FROM system.processes WHERE startsWith(query_id, {prefix:String})',
      { prefix: commitIdPrefix },
    );
    return rows.map(({ query_id }) => query_id);
  }
}
