import fastq from 'fastq';

/** Runs tasks one at a time, in the order of their calls. */
export class TaskQueue {
  readonly #queue = fastq.promise((task: () => Promise<unknown>) => task(), 1);

  run<Value>(task: () => Promise<Value>): Promise<Value> {
    return this.#queue.push(task) as Promise<Value>;
  }

  /** Resolves when no task is running or waiting. */
  idle(): Promise<void> {
    return this.#queue.drained();
  }
}
