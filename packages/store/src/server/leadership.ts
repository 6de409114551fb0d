import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { ClickHouseError } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import type { StoreLeader } from '../port.js';
import { Database } from '../sql/database.js';
import { CollectorLock, type LockClients, LockWatch } from './collector-lock.js';
import type { LeaderSessions } from './leader-sessions.js';

const pollMs = 1_000;

/** The server's code for a query that was killed. */
const queryCancelled = '394';

export interface LeadershipOptions extends LockClients {
  sessions: LeaderSessions;
  /** Whether a collector that has started may begin to lead. */
  mayLead: () => Promise<boolean>;
  onFault: (message: string, error: unknown) => void;
}

/** What the store does when its role changes. */
export interface Follower {
  lead: () => Promise<void>;
  follow: () => Promise<void>;
}

/**
 * Decides which collector leads: the one that holds the lock. Each time one takes the lock is a term,
 * and `sonde.leaders` lists the terms. A new term ends the statements and the sessions of earlier
 * ones, so that a collector which was frozen cannot change anything when it continues.
 *
 * A leader that loses the lock and gets it back, as when the server was restarted, continues if
 * nobody else led meanwhile.
 */
export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #db: Database;
  readonly #closing = new AbortController();
  readonly #watch: LockWatch;
  #lock: CollectorLock | undefined;
  /** The terms since this collector began to lead; empty if it does not. */
  readonly #terms = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(options: LeadershipOptions) {
    this.#options = options;
    this.#db = new Database(options.asker);
    this.#watch = new LockWatch(options.asker);
  }

  /** Whether this collector leads from now on. */
  async tryLead(): Promise<boolean> {
    const lock = await CollectorLock.tryTake(this.#options);
    if (lock === undefined) {
      await this.#watch.look();
      return false;
    }
    try {
      await this.#beginTerm(lock);
    } catch (error) {
      await lock.release();
      if (hasOtherLeader(error)) return false;
      throw error;
    }
    return true;
  }

  /** Leads as soon and as long as possible. */
  keep(store: Follower): void {
    this.#running = this.#run(store);
  }

  /** Rejects with `not_the_leader` if another collector has begun to lead. */
  async confirm(): Promise<void> {
    const [last] = await this.#readTerms(1);
    if (last === undefined || !this.#terms.has(last.term)) throw new SondeError('not_the_leader');
  }

  async find(): Promise<StoreLeader | null> {
    const [last] = await this.#readTerms(1);
    return last === undefined ? null : { host: last.host, pid: last.pid, since: last.since };
  }

  /** Takes the lock no more; what it leads, it leads until {@link release}. */
  async stop(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  /** Lets another collector lead. */
  async release(): Promise<void> {
    await this.stop();
    this.#options.sessions.end();
    await this.#lock?.release();
  }

  async #run(store: Follower): Promise<void> {
    const { signal } = this.#closing;
    const closing = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
    });
    let hasFailed = false;
    for (;;) {
      await Promise.race([this.#lock?.ended, closing]);
      if (signal.aborted) return;
      this.#options.sessions.suspend();
      try {
        await this.#attempt(store);
        hasFailed = false;
      } catch (error) {
        if (!hasFailed && !signal.aborted) {
          this.#options.onFault('This collector cannot lead on the ClickHouse server', error);
        }
        hasFailed = true;
      }
      if (hasFailed || this.#lock === undefined) await this.#pause();
    }
  }

  async #attempt(store: Follower): Promise<void> {
    // The server may not have noticed that its connection broke.
    await this.#lock?.end();
    this.#lock = undefined;
    if (this.#closing.signal.aborted) return;
    if (!(await this.#options.mayLead())) {
      await this.#stepDown(store);
      return;
    }
    const lock = await CollectorLock.tryTake(this.#options);
    if (lock === undefined) {
      await this.#stepDown(store);
      await this.#watch.look();
      return;
    }
    try {
      const [last] = await this.#readTerms(1);
      if (last === undefined || !this.#terms.has(last.term)) await this.#stepDown(store);
      const isContinued = this.#terms.size > 0;
      await this.#beginTerm(lock);
      if (!isContinued) await this.#leadFirst(store);
    } catch (error) {
      this.#options.sessions.suspend();
      this.#lock = lock;
      await lock.release();
      throw error;
    }
  }

  async #leadFirst(store: Follower): Promise<void> {
    try {
      await store.lead();
    } catch (error) {
      // The next attempt must not take this term for one that it continues.
      await this.#stepDown(store);
      throw error;
    }
  }

  async #stepDown(store: Follower): Promise<void> {
    this.#terms.clear();
    this.#options.sessions.end();
    await store.follow();
  }

  async #beginTerm(lock: CollectorLock): Promise<void> {
    const { asker, sessions } = this.#options;
    await asker.command({ query: 'CREATE DATABASE IF NOT EXISTS sonde' });
    await asker.command({ query: createLeaders });
    const term = randomUUID();
    // They exist before the term is listed, and are never made again: ending them is final.
    await sessions.open(term);
    // Known as its own if the response to the next statement is lost.
    if (this.#terms.size > 0) this.#terms.add(term);
    // A statement that is sent late, when the lock is lost, must not list the term.
    await asker.command({
      query: `INSERT INTO sonde.leaders (number, term, host, pid, since)
        SELECT (SELECT max(number) FROM sonde.leaders) + 1, {term:String}, {host:String},
          {pid:UInt32}, toUnixTimestamp64Milli(now64(3))
        WHERE (SELECT count() FROM system.processes
          WHERE query_id = 'sonde-collector' AND position(query, {mark:String}) > 0) = 1`,
      query_params: { term, host: hostname(), pid: process.pid, mark: lock.mark },
      query_id: sessions.idOf(term),
    });
    const [last, ...earlier] = await this.#readTerms(20);
    if (last?.term !== term) throw new LockLostError('the lock was lost');
    for (const { term: ended } of earlier) await sessions.endTerm(ended);
    this.#terms.add(term);
    this.#lock = lock;
    sessions.use(term, () => void lock.release());
  }

  #readTerms(count: number) {
    return this.#db.rows<StoreLeader & { term: string }>(
      `SELECT term, host, pid, since FROM sonde.leaders ORDER BY number DESC LIMIT ${count}`,
    );
  }

  async #pause(): Promise<void> {
    await delay(pollMs, undefined, { signal: this.#closing.signal }).catch(() => {});
  }
}

class LockLostError extends Error {}

/** Whether another collector took the lock before a term could begin: it ends the statements. */
function hasOtherLeader(error: unknown): boolean {
  if (error instanceof ClickHouseError) return error.code === queryCancelled;
  return error instanceof LockLostError;
}

const createLeaders = `
CREATE TABLE IF NOT EXISTS sonde.leaders
(
  number UInt64,
  term String,
  host String,
  pid UInt32,
  since Int64
)
ENGINE = MergeTree
ORDER BY number
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;
