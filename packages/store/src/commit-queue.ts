import { setTimeout as delay } from 'node:timers/promises';
import { wereRefusalsChanged } from './commits/commit-failures.js';
import type { CommitOrder, CommitPass } from './commits/commit-order.js';
import { EventMap } from './event-map.js';
import { encodeEvent } from './event-row.js';
import type { Refusals } from './life/refusals.js';
import { encodeLoss } from './loss-row.js';
import type { AppendResult } from './port.js';
import { encodeQuarantined } from './quarantine-row.js';
import { RecentIds } from './recent-ids.js';
import type { Batch } from './records.js';
import { isOfThisCommit, toAppendError } from './store-errors.js';

/** Rows that are written together, a line each. */
export interface Commit {
  pass: Pick<CommitPass, 'number' | 'allowed'>;
  /** How many events. */
  events: number;
  /**
   * Their lines as `TabSeparated`, those of each batch together. Bytes, because a commit waits: as
   * texts they would be made of many small ones, which the garbage collector copies meanwhile.
   */
  eventLines: Buffer[];
  /** As `JSONCompactEachRow`, as are losses. */
  quarantined: string[];
  losses: string[];
}

export interface CommitQueueOptions {
  /** Writes rows durably: all events, or none of them. */
  write: (commit: Commit) => Promise<void>;
  /** Shortest time between the starts of two commits, in milliseconds. */
  intervalMs: number;
  order: CommitOrder;
  /** Ids of committed events to remember. */
  recentIds: number;
  /** Deleted events and persons, which are refused. */
  refusals: Refusals;
  /** Reads what another process has made to be refused. */
  refreshRefusals: () => Promise<void>;
}

interface Waiting {
  /** Only the ids: whole events would take memory while they wait. */
  ids: { project: string; insertId: string }[];
  commit: Omit<Commit, 'pass'>;
  /** Revision of the refusals that it was filtered with. */
  refusals: number;
  bytes: number;
  done: PromiseWithResolvers;
}

interface PromiseWithResolvers {
  promise: Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Limits of one commit. It must stay one block of the engine, so that it makes one part per month.
 * Its statement, which the engine copies several times, must fit on a machine with 1 GB.
 */
const largestCommit = { events: 20_000, bytes: 8_000_000 };

/**
 * Group commit: batches that wait at the same time are written together, at most one commit every
 * `intervalMs`.
 *
 * A recently committed event is not written again. If an event is being committed now, its repeat
 * waits for that commit, because a client must not get a success response earlier.
 */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  readonly #recent: RecentIds;
  /** Ids that are waiting or being committed, with their batch. */
  readonly #busy = new EventMap<Waiting>();
  /** Batches that are waiting or being committed. */
  readonly #underWay = new Set<Waiting>();
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #lastStart = Number.NEGATIVE_INFINITY;
  #pendingEvents = 0;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
    this.#recent = new RecentIds(options.recentIds);
  }

  get pendingEvents(): number {
    return this.#pendingEvents;
  }

  /** Remembers an event that is already on disk. */
  remember(project: string, insertId: string): void {
    this.#recent.add(project, insertId);
  }

  async append(batch: Batch): Promise<AppendResult> {
    const size = batch.events.length + batch.quarantined.length;
    this.#pendingEvents += size;
    try {
      for (;;) {
        try {
          return await this.#tryAppend(batch);
        } catch (error) {
          if (!wereRefusalsChanged(error)) throw toAppendError(error);
          await this.#options.refreshRefusals();
        }
      }
    } finally {
      this.#pendingEvents -= size;
    }
  }

  async #tryAppend(batch: Batch): Promise<AppendResult> {
    // Wait until other batches with the same events have settled. There must be no await between
    // the last check and adding the batch.
    for (;;) {
      const others = this.#othersWith(batch);
      if (others.length === 0) break;
      await Promise.allSettled(others);
    }
    const { waiting, duplicates } = this.#take(batch);
    if (waiting === undefined) return { accepted: 0, duplicates };
    this.#waiting.push(waiting);
    this.#underWay.add(waiting);
    this.#running ??= this.#run();
    await waiting.done.promise;
    return { accepted: waiting.ids.length, duplicates };
  }

  /** Resolves when everything accepted until now is committed or has failed. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#underWay].map(({ done }) => done.promise));
  }

  /** Resolves when nothing is waiting. */
  async drain(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Pending batches that contain events of this one. */
  #othersWith(batch: Batch): Promise<void>[] {
    const others = new Set<Waiting>();
    for (const { project, insert_id } of batch.events) {
      const other = this.#busy.get(project, insert_id);
      if (other !== undefined) others.add(other);
    }
    return [...others].map(({ done }) => done.promise);
  }

  #take(batch: Batch): { waiting: Waiting | undefined; duplicates: number } {
    const { refusals } = this.#options;
    const kept = refusals.withoutRefused(batch);
    const ids: Waiting['ids'] = [];
    const own = new EventMap<true>();
    let text = '';
    for (const event of kept.events) {
      const { project, insert_id: insertId } = event;
      if (own.get(project, insertId) === true || this.#recent.has(project, insertId)) continue;
      own.set(project, insertId, true);
      ids.push({ project, insertId });
      text += `${encodeEvent(event)}\n`;
    }
    const duplicates = batch.events.length - ids.length;
    const quarantined = kept.quarantined.map(encodeQuarantined);
    const losses = kept.loss === undefined ? [] : [encodeLoss(kept.loss)];
    if (ids.length + quarantined.length + losses.length === 0) {
      return { waiting: undefined, duplicates };
    }
    const eventLines = ids.length === 0 ? [] : [Buffer.from(text)];
    const commit = { events: ids.length, eventLines, quarantined, losses };
    const waiting = {
      ...{ ids, commit, refusals: refusals.revision },
      ...{ bytes: sizeOf(commit), done: createPromise() },
    };
    for (const { project, insertId } of ids) this.#busy.set(project, insertId, waiting);
    return { waiting, duplicates };
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const early = this.#lastStart + this.#options.intervalMs - performance.now();
      // Wait at least one turn of the event loop, so that requests read in this turn are included.
      await delay(Math.max(0, Math.ceil(early)));
      this.#lastStart = performance.now();
      await this.#commit(this.#takeGroup());
    }
    this.#running = undefined;
  }

  #takeGroup(): Waiting[] {
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      events += waiting.ids.length + waiting.commit.quarantined.length;
      bytes += waiting.bytes;
      if (count > 0 && (events > largestCommit.events || bytes > largestCommit.bytes)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(group: Waiting[]): Promise<void> {
    const { order, write } = this.#options;
    const pass = order.begin(Math.min(...group.map(({ refusals }) => refusals)));
    try {
      await write({
        pass,
        events: group.reduce((sum, { commit }) => sum + commit.events, 0),
        eventLines: group.flatMap(({ commit }) => commit.eventLines),
        quarantined: group.flatMap(({ commit }) => commit.quarantined),
        losses: group.flatMap(({ commit }) => commit.losses),
      });
      pass.succeeded();
      for (const waiting of group) this.#settle(waiting, undefined);
    } catch (error) {
      if (group.length > 1 && isOfThisCommit(error)) {
        // A batch that the engine cannot read must not block the others for ever; nor must large
        // batches that would be grouped again at every retry.
        for (const waiting of group) await this.#commit([waiting]);
        return;
      }
      for (const waiting of group) this.#settle(waiting, error);
    }
  }

  #settle(waiting: Waiting, error: unknown): void {
    this.#underWay.delete(waiting);
    for (const { project, insertId } of waiting.ids) {
      this.#busy.delete(project, insertId);
      if (error === undefined) this.#recent.add(project, insertId);
    }
    if (error === undefined) waiting.done.resolve();
    else waiting.done.reject(error);
  }
}

/** About how many bytes its rows have. */
export function sizeOf(commit: Omit<Commit, 'pass'>): number {
  const lines = [...commit.eventLines, ...commit.quarantined, ...commit.losses];
  return lines.reduce((sum, line) => sum + line.length, 0);
}

function createPromise(): PromiseWithResolvers {
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
