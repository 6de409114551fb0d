import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SondeError } from '@sonde/protocol';
import { GroupCommit } from '../group-commit.js';
import type { Refusals } from '../life/refusals.js';
import type { Batch } from '../records.js';
import { areRowsRefused, toAppendError } from '../store-errors.js';
import type { OverflowDirectory } from './overflow-directory.js';
import { encodeBatch, type OverflowLine } from './overflow-file.js';
import type { OverflowState } from './overflow-state.js';

export interface OverflowOptions {
  directory: OverflowDirectory;
  /** Commits a batch. */
  append: (batch: Batch) => Promise<unknown>;
  /** Whether the store has enough to do without the files. */
  isBusy: () => boolean;
  refusals: Refusals;
  /** Called with faults to log. */
  onFault: (message: string, error: unknown) => void;
}

/**
 * Limits of one file. It is appended at once, and its events are pending then: more would make the
 * collector refuse others.
 */
const largestFile = { events: 5_000, characters: 8_000_000 };

const busyMs = 100;
const retryMs = { first: 250, longest: 5_000 };
/** How long a store that closes tries to store what waits. */
const closingMs = 2_000;

/**
 * Batches that the store cannot take now. They are written to files, many at a time, and appended
 * as soon as the store takes them, also after a restart.
 *
 * A batch may be appended twice, after a crash or if it was slow: the ids of its events are the
 * same, so they count once.
 */
export class Overflow {
  readonly #options: OverflowOptions;
  readonly #files: GroupCommit<OverflowLine>;
  readonly #adding = new Set<Promise<void>>();
  /** Files that are being appended, by name. */
  readonly #storing = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: OverflowOptions) {
    this.#options = options;
    this.#files = new GroupCommit({ write: (lines) => this.#write(lines), intervalMs: 0 });
  }

  get state(): OverflowState {
    return this.#options.directory.state;
  }

  /**
   * Resolves when the batch is on disk. Rejects with `disk_full` or `store_unavailable`; parts of it
   * may be stored nevertheless.
   */
  async add(batch: Batch): Promise<void> {
    const kept = this.#options.refusals.withoutRefused(batch);
    if (kept.events.length + kept.quarantined.length === 0 && kept.loss === undefined) return;
    const adding = this.#files.append(encodeBatch(kept));
    this.#adding.add(adding);
    try {
      await adding;
    } catch (error) {
      throw toAppendError(error);
    } finally {
      this.#adding.delete(adding);
    }
    this.start();
  }

  /** Stores what waits, in the background. */
  start(): void {
    if (this.#closing.signal.aborted || this.#options.directory.names.length === 0) return;
    this.#running ??= this.#run();
  }

  /** Resolves when everything that waits now is in the store; rejects if that fails. */
  async drained(): Promise<void> {
    await Promise.allSettled(this.#adding);
    const { directory } = this.#options;
    for (const name of directory.names) {
      if (!directory.has(name)) continue;
      if (this.#closing.signal.aborted) {
        throw new SondeError('store_unavailable', { detail: 'closing' });
      }
      await this.#store(name);
    }
  }

  /** Rejects with `store_unavailable` while a file could not be read: nobody knows whose data it has. */
  checkReadable(): void {
    const { directory } = this.#options;
    const { unreadableFiles } = directory.state;
    if (unreadableFiles === 0) return;
    throw new SondeError('store_unavailable', {
      detail: `${unreadableFiles} files in ${directory.path} cannot be read; move them out of the data directory`,
    });
  }

  /** Leaves to the next start what cannot be stored soon. Nothing may be added any more. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#adding);
    const stop = new AbortController();
    const late = delay(closingMs, undefined, { signal: stop.signal }).catch(() => {});
    await Promise.race([this.drained().catch(() => {}), late]);
    stop.abort();
    this.#closing.abort();
    await this.#running;
    await Promise.allSettled(this.#storing.values());
  }

  async #write(lines: OverflowLine[]): Promise<void> {
    for (let from = 0; from < lines.length; ) {
      const size = { events: 0, characters: 0 };
      let to = from;
      for (const { events, text } of lines.slice(from)) {
        size.events += events;
        size.characters += text.length;
        const isTooLarge =
          size.events > largestFile.events || size.characters > largestFile.characters;
        if (isTooLarge && to > from) break;
        to += 1;
      }
      await this.#options.directory.write(lines.slice(from, to));
      from = to;
    }
  }

  async #run(): Promise<void> {
    const { directory, isBusy } = this.#options;
    let pauseMs = retryMs.first;
    while (!this.#closing.signal.aborted) {
      const [name] = directory.names;
      if (name === undefined) break;
      if (isBusy()) {
        await this.#pause(busyMs);
        continue;
      }
      try {
        await this.#store(name);
        pauseMs = retryMs.first;
      } catch {
        // One file must not hold up the others.
        directory.postpone(name);
        await this.#pause(pauseMs);
        pauseMs = Math.min(2 * pauseMs, retryMs.longest);
      }
    }
    this.#running = undefined;
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
  }

  #store(name: string): Promise<void> {
    let storing = this.#storing.get(name);
    if (storing === undefined) {
      storing = this.#storeFile(name).finally(() => this.#storing.delete(name));
      this.#storing.set(name, storing);
    }
    return storing;
  }

  async #storeFile(name: string): Promise<void> {
    const { directory, append, onFault } = this.#options;
    const report = (reason: unknown) =>
      onFault(`Events in ${join(directory.path, name)} cannot be stored; it is kept`, reason);
    const batches = await directory.read(name, report);
    if (batches === null) return;
    const results = await Promise.allSettled(batches.map(append));
    const failures = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    for (const failure of failures) if (!areRowsRefused(failure)) throw failure;
    if (failures.length === 0) {
      await directory.remove(name);
      return;
    }
    await directory.setAside(name);
    report(failures[0]);
  }
}
