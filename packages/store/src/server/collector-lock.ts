import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClickHouseClient, ClickHouseError } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { createServerClient, endsWithConnection, type ServerConnection } from './connect-server.js';

/** A server runs only one query with an id at a time. */
const queryId = 'sonde-collector';
const idInUse = '216';

const pollMs = 50;
const retryMs = 250;
/** Its query never answers; it is started again after this time. */
const holdMs = 86_400_000;

/**
 * Lets only one collector use a server: each numbers its commits, and remembers in memory what is
 * deleted and derived. Another one would make numbers wrong.
 *
 * The lock is a query that sleeps. The server ends it when the connection breaks, so a collector
 * that was killed does not hold it. After a loss it is taken again as soon as possible.
 */
export class CollectorLock {
  readonly #client: ClickHouseClient;
  readonly #closing = new AbortController();
  #mark = '';
  #isHeld = false;
  #keeping: Promise<void> = Promise.resolve();

  private constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  /** @throws `store_in_use` if another collector still has it after this time */
  static async take(connection: ServerConnection, timeoutMs: number): Promise<CollectorLock> {
    const lock = new CollectorLock(createServerClient(connection, holdMs, {}));
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      try {
        const held = await lock.#try();
        lock.#keeping = lock.#keep(held);
        return lock;
      } catch (error) {
        const isTaken = error instanceof ClickHouseError && error.code === idInUse;
        if (!isTaken || performance.now() > deadline) {
          await lock.#client.close();
          throw isTaken ? new SondeError('store_in_use', { cause: error }) : error;
        }
        await delay(retryMs);
      }
    }
  }

  /** Throws while another collector may have it. */
  check(): void {
    if (!this.#isHeld) throw new Error('the connection to the ClickHouse server was lost');
  }

  async release(): Promise<void> {
    this.#closing.abort();
    this.#isHeld = false;
    // A server that is away has no query of this collector.
    await this.#end().catch(() => {});
    await this.#keeping;
    await this.#client.close();
  }

  /** Starts the query; resolves, once it runs, with a promise of its end. */
  async #try(): Promise<{ ended: Promise<void> }> {
    await this.#end();
    const mark = `held_${randomUUID().replaceAll('-', '')}`;
    let failure: { error: unknown } | undefined;
    this.#mark = mark;
    const ended = this.#client
      .command({
        query: `SELECT sleepEachRow(1) AS ${mark} FROM system.numbers
          SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0,
            max_execution_time = 0 FORMAT Null`,
        clickhouse_settings: endsWithConnection,
        query_id: queryId,
        abort_signal: this.#closing.signal,
      })
      .then(
        () => {},
        (error) => {
          failure = { error };
        },
      );
    for (;;) {
      if (await this.#isRunning(mark)) break;
      if (failure !== undefined) throw failure.error;
      await delay(pollMs);
    }
    this.#isHeld = true;
    return { ended };
  }

  async #keep(held: { ended: Promise<void> }): Promise<void> {
    let { ended } = held;
    for (;;) {
      await ended;
      this.#isHeld = false;
      if (this.#closing.signal.aborted) return;
      try {
        ({ ended } = await this.#try());
      } catch {
        await delay(retryMs, undefined, { signal: this.#closing.signal }).catch(() => {});
        ended = Promise.resolve();
      }
    }
  }

  async #isRunning(mark: string): Promise<boolean> {
    const result = await this.#client.query({
      query: `SELECT count() AS running FROM system.processes
        WHERE query_id = '${queryId}' AND position(query, {mark:String}) > 0`,
      query_params: { mark },
      format: 'JSONEachRow',
    });
    const [row] = await result.json<{ running: number | string }>();
    return Number(row?.running) > 0;
  }

  /** Ends this collector's own query: the server may not have noticed that its connection broke. */
  async #end(): Promise<void> {
    if (this.#mark === '') return;
    await this.#client.command({
      query: `KILL QUERY WHERE query_id = '${queryId}' AND position(query, {mark:String}) > 0 SYNC`,
      query_params: { mark: this.#mark },
    });
  }
}
