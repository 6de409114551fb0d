/**
 * Numbers commits: each number is greater than all earlier ones, and close to the time of the
 * commit in milliseconds since 1970.
 */
export class CommitClock {
  #last: number;
  #lastComplete: number;

  /** @param last A number that is greater than, or equal to, all that are stored. */
  constructor(last = Date.now()) {
    this.#last = last;
    this.#lastComplete = last;
  }

  /**
   * The last commit that succeeded. Commits run one at a time, so everything up to it can be read;
   * rows of a later one may be only partly visible.
   */
  get lastComplete(): number {
    return this.#lastComplete;
  }

  next(): number {
    this.#last = Math.max(this.#last + 1, Date.now());
    return this.#last;
  }

  complete(number: number): void {
    this.#lastComplete = number;
  }

  /** Continues after a number of an earlier process, whose clock may have been ahead. */
  continueAfter(last: number): void {
    this.#last = Math.max(this.#last, last);
    this.#lastComplete = Math.max(this.#lastComplete, last);
  }
}
