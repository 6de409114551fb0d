import { setTimeout as delay } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { dataMoved, refusalsChanged, tablesChanged } from '../commits/commit-failures.js';
import type { CommitOrder, CommitPass } from '../commits/commit-order.js';
import { TaskQueue } from '../maintenance/task-queue.js';
import { CommitMarks, nextNumber } from './commit-marks.js';

const pollMs = 10;

export interface ServerCommitsOptions {
  /** One for each server. The first one has the refusals. */
  clients: readonly [ClickHouseClient, ...ClickHouseClient[]];
  /** The newest migration that this program knows. */
  migration: number;
}

/**
 * Numbers the commits of several collectors on one server or several. None depends on another, nor
 * on a clock.
 *
 * Each statement of a commit takes its number when it runs: the server's time, but more than the
 * floor in `sonde.commit_marks`. To know that everything up to a number can be read, a collector
 * writes it as the floor, and waits for the statements that run then: the server lists a statement
 * before it reads the floor, so any other one gets a greater number. All servers get the same floor,
 * so it says the same of all of them.
 *
 * In the same way a statement fails if the refusals, or the version of the tables, are newer than
 * what its collector knows, and if data was moved here since it started.
 */
export class ServerCommits implements CommitOrder {
  readonly isShared = true;
  readonly #options: ServerCommitsOptions;
  readonly #servers: readonly CommitMarks[];
  readonly #first: CommitMarks;
  readonly #publishing = new TaskQueue();
  #known = 0;
  /** Moves of data to these servers when this collector started. */
  #moves = 0;
  #least = 0;
  #raising: Promise<number> = Promise.resolve(0);
  #next: Promise<number> | undefined;

  constructor(options: ServerCommitsOptions) {
    this.#options = options;
    this.#servers = options.clients.map((client) => new CommitMarks(client));
    this.#first = this.#servers[0] as CommitMarks;
  }

  /** Call it before anything of the data is read. */
  async load(): Promise<void> {
    this.#moves = await this.#first.read('moves');
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
      fails('moves', this.#moves, dataMoved),
    ];
    // The statements of a commit on several servers have one number, so that its events keep their
    // order; unless the floor is raised meanwhile.
    const number = this.#servers.length === 1 ? nextNumber() : nextNumber(Date.now());
    return {
      number: `(SELECT ${number} FROM sonde.commit_marks)`,
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
    await Promise.all(this.#servers.map(untilEnded));
  }

  continueAfter(number: number): void {
    this.#least = Math.max(this.#least, number);
  }

  refusals(): Promise<number> {
    return this.#first.read('refusals');
  }

  publishRefusals<Value>(write: (revision: number) => Promise<Value>): Promise<Value> {
    // A revision is written after the refusals of all earlier ones.
    return this.#publishing.run(async () => {
      const [row] = await this.#first.db.rows<{ last: number }>(
        `SELECT greatest((SELECT max(revision) FROM sonde.refusals),
           (SELECT maxIf(value, name = 'refusals') FROM sonde.commit_marks)) AS last`,
      );
      const revision = (row?.last ?? 0) + 1;
      const value = await write(revision);
      // The first one is where collectors read it that must know it on another one.
      for (const server of this.#servers) await server.write('refusals', revision);
      return value;
    });
  }

  /**
   * Makes commits on a server fail of collectors that do not know this migration, and waits for running
   * ones.
   */
  async announceMigration(index: number): Promise<void> {
    const server = this.#servers[index] ?? this.#first;
    await server.write('migration', this.#options.migration);
    await untilEnded(server);
  }

  /**
   * Makes commits fail of all collectors that have started, which do not know the data that is moved
   * here from now on, and waits for running ones.
   */
  async announceMove(): Promise<void> {
    const moves = (await this.#first.read('moves')) + 1;
    for (const server of this.#servers) await server.write('moves', moves);
    await this.settled();
  }

  /** Whether data was moved here since this collector started. */
  async isOverMoved(): Promise<boolean> {
    return (await this.#first.read('moves')) > this.#moves;
  }

  async close(): Promise<void> {
    await this.#publishing.idle();
    await this.#raising.catch(() => {});
    await Promise.all(this.#servers.map(({ db }) => db.close()));
  }

  async #raise(): Promise<number> {
    const newest = await Promise.all(this.#servers.map((server) => server.readNewest(this.#known)));
    const floor = Math.max(this.#least, ...newest);
    await Promise.all(this.#servers.map((server) => server.write('floor', floor)));
    await this.settled();
    this.#known = Math.max(this.#known, floor);
    return this.#known;
  }
}

/** Waits for the commits that run there now. */
async function untilEnded(server: CommitMarks): Promise<void> {
  let running = await server.readRunning();
  const awaited = new Set(running);
  while (running.some((id) => awaited.has(id))) {
    await delay(pollMs);
    running = await server.readRunning();
  }
}
