/** Runs tasks one at a time, in the order of their calls. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  async take<Value>(task: () => Promise<Value>): Promise<Value> {
    const mine = this.#last.then(task);
    this.#last = mine.catch(() => {});
    return mine;
  }

  /** Resolves when no task is running or waiting. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
