import { setTimeout as delay } from 'node:timers/promises';
import { SondeError } from '@sonde/protocol';
import type { EventPlace, ForwardingStore, PlacedEvent } from '@sonde/store';
import { placeAfterCommit } from './live-cursor.js';

export interface LiveFeedOptions {
  getForwarding: () => Pick<ForwardingStore, 'lastCommit' | 'readCommitted' | 'countCommitted'>;
  /** How often to look for new events. Default 500 ms. */
  pollMs?: number;
  /** Readers of one project at a time. Default 20. */
  readersMax?: number;
  /** A reader that is more events behind continues with new ones. Default 5,000. */
  behindMax?: number;
}

/** What a reader gets next: events, or how many it missed. */
export interface LivePage {
  events: PlacedEvent[];
  skipped: number;
  /** Where it continues. */
  place: EventPlace;
}

/** Events read at a time: all that is kept in memory for a reader. */
const pageEvents = 200;

/** Reads stored events in the order of commits, for a bounded number of readers. */
export class LiveFeed {
  readonly #options: Required<LiveFeedOptions>;
  /** Readers by project. */
  readonly #readers = new Map<string, Set<AbortController>>();
  /** Reads in progress. Readers that have everything are at the same place, and share one. */
  readonly #reads = new Map<string, Promise<PlacedEvent[]>>();
  #tick: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: LiveFeedOptions) {
    this.#options = { pollMs: 500, readersMax: 20, behindMax: 5_000, ...options };
  }

  /** A place after everything that is stored now. */
  get end(): EventPlace {
    return placeAfterCommit(this.#options.getForwarding().lastCommit);
  }

  /**
   * Takes the place of one reader until `leave`.
   *
   * @throws `live_readers_exceeded`
   */
  join(project: string): { signal: AbortSignal; leave: () => void } {
    const readers = this.#readers.get(project) ?? new Set();
    const { readersMax } = this.#options;
    if (readers.size >= readersMax) {
      throw new SondeError('live_readers_exceeded', { detail: `${readersMax} read ${project}` });
    }
    const reader = new AbortController();
    if (this.#isClosed) reader.abort();
    readers.add(reader);
    this.#readers.set(project, readers);
    const leave = () => {
      reader.abort();
      readers.delete(reader);
      if (readers.size === 0) this.#readers.delete(project);
    };
    return { signal: reader.signal, leave };
  }

  /** What is stored after a place; without events if there is nothing yet. */
  async read(project: string, place: EventPlace): Promise<LivePage> {
    const events = await this.#readOnce(project, place);
    const last = events.at(-1);
    if (last === undefined) return { events, skipped: 0, place };
    if (events.length < pageEvents) return { events, skipped: 0, place: last.place };
    const { getForwarding, behindMax } = this.#options;
    const behind = await getForwarding().countCommitted(project, place);
    if (behind.events <= behindMax) return { events, skipped: 0, place: last.place };
    const end = this.end;
    const left = await getForwarding().countCommitted(project, end);
    return { events: [], skipped: behind.events - left.events, place: end };
  }

  /** Resolves when it is time to look again: for all readers at once, so that they share reads. */
  nextTick(): Promise<void> {
    this.#tick ??= delay(this.#options.pollMs, undefined, { ref: false }).finally(() => {
      this.#tick = undefined;
    });
    return this.#tick;
  }

  /** Ends all readers. They come back, to this collector or to another one. */
  close(): void {
    this.#isClosed = true;
    for (const readers of this.#readers.values()) for (const reader of readers) reader.abort();
  }

  #readOnce(project: string, place: EventPlace): Promise<PlacedEvent[]> {
    const key = JSON.stringify([project, place]);
    const known = this.#reads.get(key);
    if (known !== undefined) return known;
    const read = this.#options
      .getForwarding()
      .readCommitted(project, place, pageEvents)
      .finally(() => this.#reads.delete(key));
    this.#reads.set(key, read);
    return read;
  }
}
