import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SondeError, type WireEvent } from '@sonde/protocol';
import type {
  DeadLetter,
  EventKey,
  EventPlace,
  ForwardingStore,
  PlacedEvent,
  Store,
  StoredEvent,
} from '@sonde/store';
import { type Attempt, createDestination, type Destination } from './destination.js';
import { type Backfill, type Progress, startOf, toState } from './forwarder-progress.js';
import type { ForwarderSettings } from './forwarder-settings.js';
import { PersonDeletions } from './person-deletions.js';
import { type RetryTiming, retryDelay } from './retry-delay.js';
import { selectEvent } from './select-event.js';

export interface ForwarderTiming extends RetryTiming {
  /** How often to look for new events. */
  pollMs: number;
  /** Pause between two pages, so that forwarding leaves the machine to ingestion. */
  pageIntervalMs: number;
  /** Before another request with a key that was refused. */
  keyRefusedMs: number;
  /** For one request. */
  timeoutMs: number;
  /** How long a request in progress may take when the collector stops. */
  stopMs: number;
}

/** Events that a forwarder has not done yet. */
export interface ForwarderLag {
  /** Includes events that its filter leaves out, and repeats that are not merged yet. */
  events: number;
  /** Since the oldest of them was stored. */
  seconds: number;
}

export interface ForwarderWork {
  sent?: number;
  retried?: number;
  refused?: number;
}

export interface ForwarderOptions {
  project: string;
  settings: ForwarderSettings;
  store: Pick<Store, 'forwarding' | 'life'>;
  progress: Progress;
  timing: ForwarderTiming;
  log: {
    info: (details: object, message: string) => void;
    warn: (details: object, message: string) => void;
  };
  onWork: (work: ForwarderWork) => void;
}

interface Item {
  stored: StoredEvent;
  event: WireEvent;
}

interface Refused extends Item {
  code: string;
  status: number;
  response: string;
}

/** Events read at a time: all that is kept in memory. */
const pageEvents = 1_000;

/** New events older than this are a backlog. */
const backlogMs = 3_600_000;

const millisecondsPerDay = 86_400_000;

/**
 * Sends the events of one project to one destination, at least once and in the order of each
 * invocation: one request at a time, repeated until it succeeds or the events are refused for good.
 *
 * Its place is on disk before the next request. After a crash it repeats the page that was under
 * way.
 */
export class Forwarder {
  readonly project: string;
  readonly settings: ForwarderSettings;
  readonly #options: ForwarderOptions;
  readonly #store: ForwardingStore;
  readonly #destination: Destination;
  readonly #deletions: PersonDeletions;
  readonly #progress: Progress;
  readonly #stopping = new AbortController();
  /** Ends a request that takes too long after the stop. */
  readonly #cutting = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> | undefined;
  #lastNewAt = Number.NEGATIVE_INFINITY;
  /** Whether dead letters may wait for a replay. */
  #mayReplay = true;

  constructor(options: ForwarderOptions) {
    this.#options = options;
    this.project = options.project;
    this.settings = options.settings;
    this.#store = options.store.forwarding;
    this.#progress = options.progress;
    this.#destination = createDestination(options.settings, options.timing.timeoutMs);
    this.#deletions = new PersonDeletions(options);
  }

  get progress(): Readonly<Progress> {
    return this.#progress;
  }

  async lag(): Promise<ForwarderLag> {
    const store = this.#store;
    const { events, oldest } = await store.countCommitted(this.project, this.#progress.cursor);
    const seconds = oldest === null ? 0 : Math.max(0, Math.round((Date.now() - oldest) / 1000));
    return { events, seconds };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Lets a request in progress finish for a moment. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    const cut = setTimeout(() => this.#cutting.abort(), this.#options.timing.stopMs);
    await this.#running;
    clearTimeout(cut);
  }

  pause(): Promise<void> {
    return this.#change({ paused: true });
  }

  /** Also retries at once what waits for a retry. */
  resume(): Promise<void> {
    return this.#change({ paused: false });
  }

  /** Rejects with `backfill_running`. */
  async startBackfill(range: { from: number; to: number }, requestedBy: string): Promise<void> {
    const refuseSecond = () => {
      if (this.#progress.backfill?.state === 'running') throw new SondeError('backfill_running');
    };
    refuseSecond();
    // Events after the cursor are sent anyway.
    const last_commit = this.#progress.cursor.at;
    const total = await this.#store.countRecorded(this.project, {
      ...range,
      lastCommit: last_commit,
    });
    refuseSecond();
    await this.#change({
      backfill: {
        ...range,
        ...{ id: randomUUID(), last_commit, total, place: null, done: 0 },
        ...{ state: 'running', requested_by: requestedBy },
        ...{ started_at: Date.now(), finished_at: null },
      },
    });
  }

  async cancelBackfill(): Promise<void> {
    const { backfill } = this.#progress;
    if (backfill?.state !== 'running') return;
    await this.#change({
      backfill: { ...backfill, state: 'cancelled', finished_at: Date.now() },
    });
  }

  /** Marks dead letters to be sent again, or to be dropped. Returns how many. */
  async settleDeadLetters(
    insertIds: readonly string[] | 'all',
    act: 'replay' | 'drop',
  ): Promise<number> {
    const store = this.#store;
    const limit = 10_000;
    const which = insertIds === 'all' ? { state: 'dead' as const } : { insertIds };
    let settled = 0;
    for (;;) {
      const found = await store.findDeadLetters(this.project, this.settings.id, which, limit);
      const state = act === 'replay' ? ('waiting' as const) : ('settled' as const);
      await this.#options.store.life.useUndeleted(this.project, found, (kept) =>
        store.write({ states: [], deadLetters: kept.map((one) => ({ ...one, state })) }),
      );
      settled += found.length;
      if (found.length < limit || insertIds !== 'all') break;
    }
    this.#mayReplay = true;
    this.#wakeUp();
    return settled;
  }

  async #change(changes: Partial<Progress>): Promise<void> {
    const before = { ...this.#progress };
    Object.assign(this.#progress, changes);
    try {
      await this.#store.write({ states: [this.#state()], deadLetters: [] });
    } catch (error) {
      for (const name of Object.keys(changes) as (keyof Progress)[]) {
        Object.assign(this.#progress, { [name]: before[name] });
      }
      throw error;
    }
    this.#wakeUp();
  }

  #state() {
    return toState(this.project, this.settings.id, this.#progress);
  }

  async #run(): Promise<void> {
    const { timing, log } = this.#options;
    const signals = { stopping: this.#stopping.signal, cut: this.#cutting.signal };
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#untilResumed();
        const steps = [
          await this.#sendNew(),
          await this.#replayDeadLetters(),
          await this.#continueBackfill(),
          // Between two pages: none of the person's events that were read before is sent later.
          await this.#deletions.passOn(signals),
        ];
        failures = 0;
        await this.#pause(steps.includes(true) ? timing.pageIntervalMs : timing.pollMs);
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        // The store cannot be read or written: nothing is lost, since the cursor has not moved.
        failures += 1;
        if (failures === 1) log.warn({ ...this.#name(), err: error }, 'A forwarder has to wait');
        await this.#pause(retryDelay(failures, 0, timing)).catch(() => {});
      }
    }
  }

  #name() {
    return { forwarder: this.settings.id, project: this.project };
  }

  /** Like the other steps, returns whether there is more to do now. */
  async #sendNew(): Promise<boolean> {
    const store = this.#store;
    const { batch } = this.settings;
    if (performance.now() - this.#lastNewAt < batch.intervalMs) return false;
    const { lastCommit } = store;
    const page = await store.readCommitted(this.project, this.#progress.cursor, pageEvents);
    const [first] = page;
    if (first === undefined) {
      // Not written: the next start looks again.
      if (lastCommit >= this.#progress.cursor.at) this.#progress.cursor = startOf(lastCommit + 1);
      return false;
    }
    this.#lastNewAt = performance.now();
    const isBacklog = page.length === pageEvents || Date.now() - first.place.at > backlogMs;
    await this.#sendPage(page, isBacklog, (place) => {
      this.#progress.cursor = place;
    });
    // Otherwise events gather for a moment, which makes fewer requests.
    return page.length === pageEvents;
  }

  async #continueBackfill(): Promise<boolean> {
    const { backfill } = this.#progress;
    if (backfill?.state !== 'running') return false;
    const { from, to, last_commit, place } = backfill;
    const range = { from, to, lastCommit: last_commit };
    const store = this.#store;
    const page = await store.readRecorded(this.project, range, place, pageEvents);
    if (page.length === 0) {
      this.#changeBackfill(backfill.id, { state: 'finished', finished_at: Date.now() });
      await this.#save();
      return true;
    }
    const { done } = backfill;
    await this.#sendPage(page, true, (reached, index) => {
      this.#changeBackfill(backfill.id, { place: reached, done: done + index + 1 });
    });
    return true;
  }

  /** A deletion was requested. */
  expectDeletion(): void {
    this.#deletions.expect();
    this.#wakeUp();
  }

  /** It may have been cancelled, and another one started. */
  #changeBackfill(id: string, changes: Partial<Backfill>): void {
    const { backfill } = this.#progress;
    if (backfill?.id !== id || backfill.state !== 'running') return;
    this.#progress.backfill = { ...backfill, ...changes };
  }

  async #replayDeadLetters(): Promise<boolean> {
    if (!this.#mayReplay) return false;
    const store = this.#store;
    this.#mayReplay = false;
    const letters = await store.findDeadLetters(
      this.project,
      this.settings.id,
      { state: 'waiting' },
      pageEvents,
    );
    if (letters.length === 0) return false;
    this.#mayReplay = true;
    const events = await store.readEvents(this.project, letters);
    const items = this.#select(events);
    const refused = new Map<string, Refused>();
    for (const part of this.#divide(items)) {
      for (const one of await this.#deliver(part, true)) refused.set(one.stored.insert_id, one);
    }
    const now = Date.now();
    await this.#save(
      letters.map((letter) => {
        const again = refused.get(letter.insert_id);
        if (again === undefined) return { ...letter, state: 'settled' };
        const { code, status, response } = again;
        return { ...letter, code, status, response, refused_at: now, state: 'dead' };
      }),
    );
    return true;
  }

  /**
   * @param reach Called with the place, and its index in the page, up to which everything is done.
   */
  async #sendPage(
    page: readonly PlacedEvent[],
    isBacklog: boolean,
    reach: (place: EventPlace, index: number) => void,
  ): Promise<void> {
    const indexes = new Map(page.map(({ event }, index) => [event, index]));
    const items = this.#select(page.map(({ event }) => event));
    const parts = this.#divide(items);
    let reached = -1;
    for (const part of parts) {
      const refused = await this.#deliver(part, isBacklog);
      // With several tools in a page, parts are not in its order: only its end is known then.
      const last = part.at(-1);
      const index = (last && indexes.get(last.stored)) ?? -1;
      const isInOrder = countTools(items) === 1;
      if (isInOrder && index > reached) {
        reached = index;
        reach((page[index] as PlacedEvent).place, index);
      }
      await this.#save(refused.map((one) => this.#toDeadLetter(one)));
    }
    const last = page.length - 1;
    if (reached === last) return;
    reach((page[last] as PlacedEvent).place, last);
    await this.#save();
  }

  #select(events: readonly StoredEvent[]): Item[] {
    const { selection } = this.settings;
    return events.flatMap((stored) => {
      const event = selectEvent(stored, selection);
      return event === undefined ? [] : [{ stored, event }];
    });
  }

  /**
   * The parts that are sent one after the other. A request names one tool; the events of an
   * invocation, which have the same tool, keep their order.
   */
  #divide(items: readonly Item[]): Item[][] {
    const groups = new Map<string, Item[]>();
    for (const item of items) {
      const { tool } = item.stored;
      const group = groups.get(tool);
      if (group === undefined) groups.set(tool, [item]);
      else group.push(item);
    }
    const { events } = this.settings.batch;
    return [...groups.values()].flatMap((group) =>
      Array.from({ length: Math.ceil(group.length / events) }, (_, index) =>
        group.slice(index * events, (index + 1) * events),
      ),
    );
  }

  /** Resolves when each event is accepted or refused for good, with those refused. */
  async #deliver(items: Item[], isBacklog: boolean): Promise<Refused[]> {
    const refused: Refused[] = [];
    const waiting = [items];
    let sent = 0;
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      if (part.length === 0) continue;
      const { attempt, items: tried } = await this.#retry(part, isBacklog);
      if (attempt.kind === 'done') {
        const rejected = new Map(attempt.rejected.map(({ index, code }) => [index, code]));
        for (const [index, item] of tried.entries()) {
          const code = rejected.get(index);
          if (code === undefined) sent += 1;
          else refused.push({ ...item, code, status: attempt.status, response: attempt.response });
        }
        continue;
      }
      const { code, status, response } = attempt;
      const named = new Set(tried.length === 1 ? [0] : attempt.indexes);
      const bad = tried.filter((_, index) => named.has(index));
      const rest = tried.filter((_, index) => !named.has(index));
      refused.push(...bad.map((item) => ({ ...item, code, status, response })));
      if (bad.length > 0) waiting.unshift(rest);
      else {
        const middle = Math.ceil(tried.length / 2);
        waiting.unshift(tried.slice(0, middle), tried.slice(middle));
      }
    }
    this.#progress.sent += sent;
    this.#progress.refused += refused.length;
    if (sent > 0) this.#progress.last_sent_at = Date.now();
    this.#options.onWork({ sent, refused: refused.length });
    return refused;
  }

  /**
   * Sends one request until the destination accepts or refuses its events. Each attempt leaves out
   * what was deleted meanwhile. Resolves with the events of the last attempt.
   */
  async #retry(items: readonly Item[], isBacklog: boolean) {
    const { timing, store } = this.#options;
    let held = items.map((item) => ({ ...toKey(item.stored), item }));
    const tool = items[0]?.stored.tool ?? '';
    const { signal } = this.#cutting;
    let asBacklog = isBacklog;
    for (let failures = 1; ; failures += 1) {
      await this.#untilResumed();
      const about = { tool, signal, isBacklog: asBacklog, retryCount: failures - 1 };
      const send = async (kept: typeof held): Promise<Attempt> => {
        held = kept;
        if (kept.length === 0) return { kind: 'done', status: 0, response: '', rejected: [] };
        const events = kept.map(({ item }) => item.event);
        return this.#destination.send(events, about);
      };
      const attempt = await store.life.useUndeleted(this.project, held, send);
      if (attempt.kind !== 'later') {
        if (held.length > 0) this.#noteSuccess();
        return { attempt, items: held.map(({ item }) => item) };
      }
      this.#stopping.signal.throwIfAborted();
      this.#progress.retried += 1;
      this.#options.onWork({ retried: 1 });
      await this.#noteFailure(attempt);
      const waitMs = retryDelay(failures, attempt.waitMs, timing);
      // Where a destination has an address for backlogs, its limits there are higher.
      asBacklog ||= attempt.isThrottled;
      await this.#pause(attempt.isKeyRefused ? Math.max(timing.keyRefusedMs, waitMs) : waitMs);
    }
  }

  #noteSuccess(): void {
    if (this.#progress.failure === null) return;
    this.#progress.failure = null;
    this.#options.log.info(this.#name(), 'A forwarder works again');
  }

  async #noteFailure(attempt: Attempt & { kind: 'later' }): Promise<void> {
    const { failure } = this.#progress;
    const { reason, isKeyRefused } = attempt;
    if (failure?.reason === reason) return;
    this.#progress.failure = {
      since: failure?.since ?? Date.now(),
      reason,
      is_key_refused: isKeyRefused,
    };
    this.#options.log.warn({ ...this.#name(), reason }, 'A forwarder cannot send and retries');
    await this.#save();
  }

  #toDeadLetter({ stored, code, status, response }: Refused): DeadLetter {
    return {
      ...toKey(stored),
      project: this.project,
      forwarder: this.settings.id,
      received_at: stored.received_at,
      ...{ code, status, response, refused_at: Date.now(), state: 'dead' },
    };
  }

  /**
   * Nothing is sent before it is written, so that a crash repeats little. Dead letters of persons
   * deleted meanwhile are not written.
   */
  async #save(deadLetters: DeadLetter[] = []): Promise<void> {
    const { timing, log, store } = this.#options;
    for (let failures = 1; ; failures += 1) {
      try {
        await store.life.useUndeleted(this.project, deadLetters, (kept) =>
          store.forwarding.write({ states: [this.#state()], deadLetters: kept }),
        );
        return;
      } catch (error) {
        const message = 'The place of a forwarder could not be written';
        if (failures === 1) log.warn({ ...this.#name(), err: error }, message);
        await this.#pause(retryDelay(failures, 0, timing));
      }
    }
  }

  async #untilResumed(): Promise<void> {
    while (this.#progress.paused) await this.#pause(2 ** 31 - 1);
    this.#stopping.signal.throwIfAborted();
  }

  /** Ends early if something changed. Rejects if the collector stops. */
  async #pause(ms: number): Promise<void> {
    this.#stopping.signal.throwIfAborted();
    await delay(ms, undefined, { signal: this.#wake.signal, ref: false }).catch(() => {});
    this.#stopping.signal.throwIfAborted();
  }

  #wakeUp(): void {
    this.#wake.abort();
    if (!this.#stopping.signal.aborted) this.#wake = new AbortController();
  }
}

function toKey(stored: StoredEvent): EventKey {
  const { event, invocation_id, sequence, insert_id, timestamp } = stored;
  const day = Math.floor(timestamp / millisecondsPerDay);
  return { day, event, invocation_id, sequence, insert_id };
}

function countTools(items: readonly Item[]): number {
  return new Set(items.map(({ stored }) => stored.tool)).size;
}
