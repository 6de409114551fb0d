import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { insertSettings } from '../insert-lines.js';

/**
 * What was moved to the first server. `source` is the id of the move, which is also in the directory
 * that is moved. `part`: `begun`, `done`, or what is complete.
 */
const createMoves = `
CREATE TABLE IF NOT EXISTS sonde.moves
(
  source String,
  part String
)
ENGINE = MergeTree
ORDER BY (source, part)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;

/** Notes on the first server what a move has done, so that another one continues. */
export class MoveMarks {
  readonly #client: ClickHouseClient;
  readonly #source: string;
  readonly #parts = new Set<string>();

  private constructor(client: ClickHouseClient, source: string) {
    this.#client = client;
    this.#source = source;
  }

  static async read(client: ClickHouseClient, source: string): Promise<MoveMarks> {
    await client.command({ query: createMoves });
    const marks = new MoveMarks(client, source);
    for (const row of await readMoves(client)) {
      if (row.source === source) marks.#parts.add(row.part);
    }
    return marks;
  }

  /** Begins a move to servers without data: earlier moves to them copied nothing, or were dropped. */
  async begin(): Promise<void> {
    await this.#client.command({ query: 'TRUNCATE TABLE sonde.moves' });
    await this.add('begun');
  }

  /** Ends a move that has copied nothing. */
  async withdraw(): Promise<void> {
    await this.#client.command({ query: 'TRUNCATE TABLE sonde.moves' });
  }

  has(part: string): boolean {
    return this.#parts.has(part);
  }

  async add(part: string): Promise<void> {
    await this.#client.insert({
      table: 'sonde.moves',
      columns: ['source', 'part'],
      values: [[this.#source, part]],
      format: 'JSONCompactEachRow',
      clickhouse_settings: insertSettings,
    });
    this.#parts.add(part);
  }
}

/** @throws `move_unfinished` if data was moved here only in part */
export async function refuseUnfinishedMove(client: ClickHouseClient): Promise<void> {
  const moves = await readMoves(client);
  const ends = moves.filter(({ part }) => part === 'done').length;
  const starts = moves.filter(({ part }) => part === 'begun').length;
  if (starts > ends) throw new SondeError('move_unfinished');
}

async function readMoves(client: ClickHouseClient): Promise<{ source: string; part: string }[]> {
  const exists = await client.query({
    query: "SELECT 1 FROM system.tables WHERE database = 'sonde' AND name = 'moves'",
    format: 'JSONEachRow',
  });
  if ((await exists.json()).length === 0) return [];
  const result = await client.query({
    query: 'SELECT DISTINCT source, part FROM sonde.moves',
    format: 'JSONEachRow',
  });
  return result.json();
}
