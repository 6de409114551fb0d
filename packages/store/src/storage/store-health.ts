import { SondeError } from '@sonde/protocol';
import type { ObservedCommit } from '../port.js';
import { isOfThisCommit, toAppendError } from '../store-errors.js';
import type { StorageHistory } from './storage-history.js';
import type { Volume } from './volume.js';

export interface StoreHealthOptions {
  volume: Volume;
  history: StorageHistory;
  /** Called after every commit. */
  onCommit?: ((commit: ObservedCommit) => void) | undefined;
  /** How long the store counts as unwritable after a failed commit. Default 5,000. */
  doubtMs?: number;
}

/** Many callers may check at once, and each check writes. */
const lookEveryMs = 1_000;

/**
 * A check writes less than a commit and may succeed while commits fail. So the store counts as
 * unwritable for this time after a failed commit.
 */
const defaultDoubtMs = 5_000;

/** Knows whether the store can be written. */
export class StoreHealth {
  readonly #options: StoreHealthOptions;
  /** When the last commit failed, unless its own rows caused the failure. */
  #failedAt: number | undefined;
  #look: { at: number; result: Promise<void> } | undefined;

  constructor(options: StoreHealthOptions) {
    this.#options = options;
  }

  /** Runs a commit and records its result. */
  async observe(events: number, write: () => Promise<void>): Promise<void> {
    const began = performance.now();
    try {
      await write();
      this.#failedAt = undefined;
    } catch (error) {
      if (!isOfThisCommit(error)) this.#failedAt = performance.now();
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
    const { volume, history, doubtMs = defaultDoubtMs } = this.#options;
    await volume.checkSpace(0);
    await volume.checkWritable();
    const failedAt = this.#failedAt;
    if (failedAt === undefined) return;
    if (performance.now() - failedAt < doubtMs) {
      throw new SondeError('store_unavailable', { detail: 'the last events could not be stored' });
    }
    // While the collector is not ready it may get no events, so it must check by itself whether it
    // is ready again.
    try {
      await history.write();
    } catch (error) {
      throw toAppendError(error);
    }
    if (this.#failedAt === failedAt) this.#failedAt = undefined;
  }
}
