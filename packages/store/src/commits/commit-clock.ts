import type { CommitOrder, CommitPass } from './commit-order.js';

/** Numbers the commits of the only process, which run one at a time. */
export class CommitClock implements CommitOrder {
  readonly isShared = false;
  #last: number;
  #lastComplete: number;

  /** @param last A number that is greater than, or equal to, all that are stored. */
  constructor(last = Date.now()) {
    this.#last = last;
    this.#lastComplete = last;
  }

  /** The last commit that succeeded; rows of a later one may be only partly visible. */
  get known(): number {
    return this.#lastComplete;
  }

  begin(): CommitPass {
    const number = Math.max(this.#last + 1, Date.now());
    this.#last = number;
    return {
      number: String(number),
      allowed: 'true',
      succeeded: () => {
        this.#lastComplete = number;
      },
    };
  }

  async complete(): Promise<number> {
    return this.#lastComplete;
  }

  async settled(): Promise<void> {}

  continueAfter(number: number): void {
    this.#last = Math.max(this.#last, number);
    this.#lastComplete = Math.max(this.#lastComplete, number);
  }

  async refusals(): Promise<number> {
    return 0;
  }

  publishRefusals<Value>(write: (revision: number) => Promise<Value>): Promise<Value> {
    return write(0);
  }
}
