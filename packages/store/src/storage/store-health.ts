import type { Storage } from '@sonde/analytics';
import type { ObservedCommit } from '../port.js';
import type { Database } from '../queries/database.js';
import { isOfThisCommit, toAppendError } from '../store-errors.js';
import { readStorage } from './read-storage.js';
import type { StorageHistory } from './storage-history.js';
import type { Volume } from './volume.js';

export interface StoreHealthOptions {
  db: Database;
  volume: Volume;
  history: StorageHistory;
  /** Told of every commit. */
  onCommit?: ((commit: ObservedCommit) => void) | undefined;
}

/** Many may ask at once, and each look writes. */
const lookEveryMs = 1_000;

/** Knows whether the store can be written, and what it takes of its volume. */
export class StoreHealth {
  readonly #options: StoreHealthOptions;
  /** Whether the last commit failed for what is not its own rows. */
  #hasFailed = false;
  #look: { at: number; result: Promise<void> } | undefined;

  constructor(options: StoreHealthOptions) {
    this.#options = options;
  }

  /** Runs a commit and remembers how it went. */
  async observe(events: number, write: () => Promise<void>): Promise<void> {
    const began = performance.now();
    try {
      await write();
      this.#hasFailed = false;
    } catch (error) {
      if (!isOfThisCommit(error)) this.#hasFailed = true;
      throw error;
    } finally {
      this.#options.onCommit?.({ events, durationMs: performance.now() - began });
    }
  }

  /** Rejects with `disk_full` or `store_unavailable` unless events can be stored. */
  checkWritable(): Promise<void> {
    const now = performance.now();
    if (this.#look === undefined || now - this.#look.at > lookEveryMs) {
      this.#look = { at: now, result: this.#tryWriting() };
      this.#look.result.catch(() => {});
    }
    return this.#look.result;
  }

  async #tryWriting(): Promise<void> {
    const { volume, history } = this.#options;
    await volume.checkSpace(0);
    await volume.checkWritable();
    if (!this.#hasFailed) return;
    // While it is not ready nobody may send anything by which it would learn that it is again.
    try {
      await history.write();
    } catch (error) {
      throw toAppendError(error);
    }
    this.#hasFailed = false;
  }

  async storage(): Promise<Storage> {
    const { db, volume } = this.#options;
    return readStorage(db, await volume.measure(), Date.now());
  }
}
