import { setTimeout as delay } from 'node:timers/promises';

export interface GroupCommitOptions<Item> {
  /** Writes items durably: all of them or none. */
  write: (items: Item[]) => Promise<void>;
  /** Shortest time between the starts of two commits, in milliseconds. */
  intervalMs: number;
}

interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Commits waiting items together, in the order of arrival.
 *
 * If a commit fails, all waiting items fail too: later items may depend on earlier ones.
 */
export class GroupCommit<Item> {
  readonly #options: GroupCommitOptions<Item>;
  #waiting: Waiting<Item>[] = [];
  #running: Promise<void> | undefined;
  #lastStart = Number.NEGATIVE_INFINITY;

  constructor(options: GroupCommitOptions<Item>) {
    this.#options = options;
  }

  append(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing is waiting. */
  async drain(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const early = this.#lastStart + this.#options.intervalMs - performance.now();
      // Wait at least one turn of the event loop, so that items of this turn are included.
      await delay(Math.max(0, Math.ceil(early)));
      this.#lastStart = performance.now();
      const group = this.#waiting.splice(0);
      try {
        await this.#options.write(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of [...group, ...this.#waiting.splice(0)]) reject(error);
      }
    }
    this.#running = undefined;
  }
}
