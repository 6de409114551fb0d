import { setTimeout as delay } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { refusalsChanged, tablesChanged } from '../commits/commit-failures.js';
import type { CommitOrder, CommitPass } from '../commits/commit-order.js';
import { insertSettings } from '../insert-lines.js';
import { TaskQueue } from '../maintenance/task-queue.js';
import { Database } from '../sql/database.js';

/** Prefix of the ids of statements that store what clients send. */
export const commitIdPrefix = 'sonde-commit-';

const pollMs = 10;

export interface ServerCommitsOptions {
  client: ClickHouseClient;
  /** The newest migration that this program knows. */
  migration: number;
}

/**
 * Numbers the commits of several collectors on a server. None depends on another, nor on a clock.
 *
 * Each statement of a commit takes its number when it runs: the server's time, but more than the
 * floor in `sonde.commit_marks`. To know that everything up to a number can be read, a collector
 * writes it as the floor, and waits for the statements that run then: the server lists a statement
 * before it reads the floor, so any other one gets a greater number.
 *
 * In the same way a statement fails if the refusals, or the version of the tables, are newer than
 * what its collector knows.
 */
export class ServerCommits implements CommitOrder {
  readonly isShared = true;
  readonly #options: ServerCommitsOptions;
  readonly #db: Database;
  readonly #publishing = new TaskQueue();
  #known = 0;
  #least = 0;
  #raising: Promise<number> = Promise.resolve(0);
  #next: Promise<number> | undefined;

  constructor(options: ServerCommitsOptions) {
    this.#options = options;
    this.#db = new Database(options.client);
  }

  get known(): number {
    return this.#known;
  }

  begin(refusals: number): CommitPass {
    const fails = (name: string, known: number, message: string) =>
      `throwIf(maxIf(value, name = '${name}') > ${known}, '${message}')`;
    const checks = [
      fails('refusals', refusals, refusalsChanged),
      fails('migration', this.#options.migration, tablesChanged),
    ];
    return {
      number: `(SELECT ${nextNumber} FROM sonde.commit_marks)`,
      allowed: `(SELECT ${checks.join(' + ')} FROM sonde.commit_marks) = 0`,
      succeeded: () => {},
    };
  }

  complete(): Promise<number> {
    // One that is under way may have written its floor before the caller's events.
    this.#next ??= this.#raising
      .catch(() => {})
      .then(() => {
        this.#next = undefined;
        this.#raising = this.#raise();
        return this.#raising;
      });
    return this.#next;
  }

  async settled(): Promise<void> {
    let running = await this.#readRunning();
    const awaited = new Set(running);
    while (running.some((id) => awaited.has(id))) {
      await delay(pollMs);
      running = await this.#readRunning();
    }
  }

  continueAfter(number: number): void {
    this.#least = Math.max(this.#least, number);
  }

  refusals(): Promise<number> {
    return this.#read('refusals');
  }

  publishRefusals<Value>(write: (revision: number) => Promise<Value>): Promise<Value> {
    // A revision is written after the refusals of all earlier ones.
    return this.#publishing.run(async () => {
      const [row] = await this.#db.rows<{ last: number }>(
        `SELECT greatest((SELECT max(revision) FROM sonde.refusals),
           (SELECT maxIf(value, name = 'refusals') FROM sonde.commit_marks)) AS last`,
      );
      const revision = (row?.last ?? 0) + 1;
      const value = await write(revision);
      await this.#write('refusals', String(revision));
      return value;
    });
  }

  /** Makes commits of collectors fail that do not know this migration, and waits for running ones. */
  async announceMigration(): Promise<void> {
    await this.#write('migration', String(this.#options.migration));
    await this.settled();
  }

  async close(): Promise<void> {
    await this.#publishing.idle();
    await this.#raising.catch(() => {});
    await this.#db.close();
  }

  async #raise(): Promise<number> {
    // Numbers ahead of the server's time are of a time when its clock was ahead.
    const newest = `(SELECT max(committed_at) FROM sonde.events WHERE committed_at > ${this.#known})`;
    const floor = `greatest(${nextNumber}, ${newest}, ${this.#least})`;
    await this.#write('floor', `(SELECT ${floor} FROM sonde.commit_marks)`);
    const written = await this.#read('floor');
    await this.settled();
    this.#known = Math.max(this.#known, written);
    return this.#known;
  }

  async #write(name: string, value: string): Promise<void> {
    await this.#options.client.command({
      query: `INSERT INTO sonde.commit_marks (name, value) SELECT '${name}', ${value}`,
      clickhouse_settings: insertSettings,
    });
  }

  async #read(name: string): Promise<number> {
    const [row] = await this.#db.rows<{ value: number }>(
      'SELECT max(value) AS value FROM sonde.commit_marks WHERE name = {name:String}',
      { name },
    );
    return row?.value ?? 0;
  }

  async #readRunning(): Promise<string[]> {
    const rows = await this.#db.rows<{ query_id: string }>(
      'SELECT query_id FROM system.processes WHERE startsWith(query_id, {prefix:String})',
      { prefix: commitIdPrefix },
    );
    return rows.map(({ query_id }) => query_id);
  }
}

const nextNumber = `greatest(toUnixTimestamp64Milli(now64(3)), maxIf(value, name = 'floor') + 1)`;
