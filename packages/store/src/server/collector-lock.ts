import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClickHouseClient, ClickHouseError } from '@clickhouse/client';
import { Database } from '../sql/database.js';
import { endsWithConnection } from './connect-server.js';

/** A server runs only one query with an id at a time. */
const queryId = 'sonde-collector';
const idInUse = '216';

const pollMs = 50;

/** A sign of life lasts longer than the time to the next one. */
const aliveEveryMs = 2_000;
const aliveSeconds = 6;

/** How long there must be no sign of life. */
const missedMs = 3_000;

export interface LockClients {
  /** For statements that take as long as the lock is held. */
  holder: ClickHouseClient;
  /** For short statements. */
  asker: ClickHouseClient;
}

/**
 * Lets only one collector lead on a server.
 *
 * The lock is a query that sleeps. The server ends it when the connection breaks, so a collector
 * that was killed does not hold it. One that is frozen, or behind a network that is cut, gives no
 * signs of life: these are queries that sleep for some seconds.
 */
export class CollectorLock {
  /** Part of the query's text. */
  readonly mark = `held_alive_${randomUUID().replaceAll('-', '')}`;
  /** Resolves when the query has ended; then another collector may have the lock. */
  readonly ended: Promise<void>;
  readonly #clients: LockClients;
  readonly #abort = new AbortController();
  #failure: { error: unknown } | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(clients: LockClients) {
    this.#clients = clients;
    this.ended = this.#sleep(queryId, 'system.numbers').then(
      () => clearInterval(this.#timer),
      (error) => {
        clearInterval(this.#timer);
        this.#failure = { error };
      },
    );
  }

  /** Undefined if another collector has it. */
  static async tryTake(clients: LockClients): Promise<CollectorLock | undefined> {
    const lock = new CollectorLock(clients);
    for (;;) {
      if (await lock.#isRunning()) break;
      if (lock.#failure !== undefined) {
        const { error } = lock.#failure;
        if (error instanceof ClickHouseError && error.code === idInUse) return undefined;
        throw error;
      }
      await delay(pollMs);
    }
    lock.#live();
    lock.#timer = setInterval(() => lock.#live(), aliveEveryMs).unref();
    return lock;
  }

  /** Also ends the query if the server has not noticed that its connection broke. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#abort.abort();
    await endQueries(this.#clients.asker, this.mark);
    await this.ended;
  }

  /** Like {@link end}; a server that is away has no query of this collector. */
  async release(): Promise<void> {
    await this.end().catch(() => {});
    await this.ended;
  }

  #live(): void {
    this.#sleep(`${queryId}-alive-${randomUUID()}`, `numbers(${aliveSeconds})`).catch(() => {});
  }

  async #sleep(query_id: string, source: string): Promise<void> {
    await this.#clients.holder.command({
      query: `SELECT sleepEachRow(1) AS ${this.mark} FROM ${source}
        SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0,
          max_execution_time = 0 FORMAT Null`,
      clickhouse_settings: endsWithConnection,
      query_id,
      abort_signal: this.#abort.signal,
    });
  }

  async #isRunning(): Promise<boolean> {
    const rows = await new Database(this.#clients.asker).rows(
      `SELECT 1 AS one FROM system.processes
       WHERE query_id = '${queryId}' AND position(query, {mark:String}) > 0`,
      { mark: this.mark },
    );
    return rows.length > 0;
  }
}

/** Watches the lock of another collector, and ends it if that one gives no signs of life. */
export class LockWatch {
  readonly #asker: ClickHouseClient;
  /** Whose sign of life is missing, and since when. */
  #missing: { mark: string; since: number } | undefined;

  constructor(asker: ClickHouseClient) {
    this.#asker = asker;
  }

  /** Call it often. */
  async look(): Promise<void> {
    // Earlier versions gave no signs of life.
    const [found] = await new Database(this.#asker).rows<{ mark: string; alive: number }>(
      `SELECT extract(query, 'held_alive_[0-9a-f]+') AS mark,
         countIf(query_id != '${queryId}') AS alive
       FROM system.processes WHERE startsWith(query_id, '${queryId}') AND mark != ''
       GROUP BY mark HAVING countIf(query_id = '${queryId}') > 0`,
    );
    const now = performance.now();
    if (found === undefined || found.alive > 0) this.#missing = undefined;
    else if (this.#missing?.mark !== found.mark) this.#missing = { mark: found.mark, since: now };
    else if (now - this.#missing.since >= missedMs) await endQueries(this.#asker, found.mark);
  }
}

async function endQueries(client: ClickHouseClient, mark: string): Promise<void> {
  await client.command({
    query: `KILL QUERY WHERE startsWith(query_id, '${queryId}') AND position(query, {mark:String}) > 0 SYNC`,
    query_params: { mark },
  });
}
