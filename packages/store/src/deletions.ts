import { setTimeout as delay } from 'node:timers/promises';
import { SondeError } from '@sonde/protocol';
import type { Database } from './queries/database.js';

/** What deletions need of the store they are in. */
export interface DeletionsOptions {
  db: Database;
  /** Writes rows of `sonde.deletions`, in the order of {@link deletionColumns}, durably. */
  insert: (line: string) => Promise<void>;
  command: (query: string) => Promise<void>;
  /** Resolves when what was taken in until now is committed, or is known not to be. */
  settled: () => Promise<void>;
}

export const deletionColumns: readonly string[] = [
  'project',
  'anonymous_id',
  'requested_at',
  'finished_at',
];

/** A request waits for those before it, and its client for the request. */
const mostWaiting = 20;
const patienceMs = 60_000;

function idOf(project: string, anonymousId: string): string {
  return `${project}\n${anonymousId}`;
}

/** A string of the engine's language; statements that are kept, as changes of tables are, take no parameters. */
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/**
 * Deletes events by anonymous id, so that they stay deleted.
 *
 * First comes a row that says so, on disk; from then on events of the id are not taken in. Then the
 * events go. A crash in between is made up for at the next start.
 */
export class Deletions {
  readonly #options: DeletionsOptions;
  readonly #deleted = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: DeletionsOptions) {
    this.#options = options;
  }

  /** Whether events of this id are not to be taken in. */
  has(project: string, anonymousId: string): boolean {
    return this.#deleted.size > 0 && this.#deleted.has(idOf(project, anonymousId));
  }

  /** Reads what was deleted, and finishes in the background what was not. */
  async load(): Promise<void> {
    const rows = await this.#options.db.rows<{
      project: string;
      anonymous_id: string;
      finished: string;
    }>(
      `SELECT project, anonymous_id, toString(max(finished_at)) AS finished
       FROM sonde.deletions GROUP BY project, anonymous_id`,
    );
    for (const { project, anonymous_id, finished } of rows) {
      this.#deleted.add(idOf(project, anonymous_id));
      // It is tried again at the next start, and whenever the client asks again.
      if (finished === '0') this.#inTurn(project, anonymous_id).catch(() => {});
    }
  }

  /** Deletes; gives how many events there were. */
  async delete(project: string, anonymousId: string): Promise<number> {
    if (this.#waiting >= mostWaiting) throw new SondeError('overloaded');
    return this.#inTurn(project, anonymousId);
  }

  /** One at a time: each rewrites files of the tables. */
  async #inTurn(project: string, anonymousId: string): Promise<number> {
    this.#waiting += 1;
    try {
      const mine = this.#last.then(() => this.#delete(project, anonymousId));
      this.#last = mine.catch(() => {});
      return await mine;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Resolves when no deletion is under way. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async #delete(project: string, anonymousId: string): Promise<number> {
    const { insert, settled } = this.#options;
    const requestedAt = Date.now();
    const row = (finishedAt: number) =>
      JSON.stringify([project, anonymousId, requestedAt, finishedAt]);
    await insert(row(0));
    this.#deleted.add(idOf(project, anonymousId));
    await settled();
    const events = await this.#remove(project, anonymousId);
    await insert(row(Date.now()));
    return events;
  }

  async #remove(project: string, anonymousId: string): Promise<number> {
    const { db, command } = this.#options;
    const parameters = { project, anonymousId };
    const [found] = await db.rows<{ events: string; quarantined: string }>(
      `SELECT
        (SELECT toString(uniqExact(invocation_id, sequence, insert_id)) FROM sonde.events
         WHERE project = {project:String} AND anonymous_id = {anonymousId:String}) AS events,
        (SELECT toString(count()) FROM sonde.quarantine WHERE project = {project:String}
         AND JSONExtractString(body, 'anonymous_id') = {anonymousId:String}) AS quarantined`,
      parameters,
    );
    const { events = '0', quarantined = '0' } = found ?? {};
    const isOfProject = `project = ${quote(project)}`;
    const id = quote(anonymousId);
    // The files are written anew without the rows; not merely marked, as a lightweight delete would.
    if (events !== '0') {
      await command(
        `ALTER TABLE sonde.events DELETE WHERE ${isOfProject} AND anonymous_id = ${id}`,
      );
    }
    if (quarantined !== '0') {
      await command(
        `ALTER TABLE sonde.quarantine DELETE WHERE ${isOfProject} AND JSONExtractString(body, 'anonymous_id') = ${id}`,
      );
    }
    if (events !== '0' || quarantined !== '0') await this.#untilRemoved();
    return Number(events);
  }

  /** Asked for, not waited for in the statement: on the writing connection that would hold up events. */
  async #untilRemoved(): Promise<void> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const [mutation] = await this.#options.db.rows<{ reason: string }>(
        `SELECT max(latest_fail_reason) AS reason FROM system.mutations
         WHERE database = 'sonde' AND table IN ('events', 'quarantine') AND NOT is_done
         HAVING count() > 0`,
      );
      if (mutation === undefined) return;
      if (mutation.reason !== '' || Date.now() > deadline) {
        throw new SondeError('store_unavailable', {
          detail: 'the events are being deleted; ask again to learn when they are gone',
          ...(mutation.reason === '' ? {} : { cause: new Error(mutation.reason) }),
        });
      }
      await delay(20);
    }
  }
}
