import fastq from 'fastq';

/**
 * Runs at most `concurrency` tasks at a time; the others wait in the order of their calls.
 *
 * @example
 * ```ts
 * const limited = limitConcurrency(4);
 * await limited(async () => 'done');
 * ```
 */
export function limitConcurrency(concurrency: number): <T>(task: () => Promise<T>) => Promise<T> {
  const queue = fastq.promise((task: () => Promise<unknown>) => task(), concurrency);
  return <T>(task: () => Promise<T>) => queue.push(task) as Promise<T>;
}
