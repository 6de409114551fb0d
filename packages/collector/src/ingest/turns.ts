/** Runs a task when it is its turn, and says what became of it. */
export type InTurn = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * Lets at most so many tasks run at a time; the others wait, first come, first served.
 *
 * @example
 * ```ts
 * const inTurn = createTurns(4);
 * await inTurn(async () => 'done');
 * ```
 */
export function createTurns(most: number): InTurn {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    // A task that ends hands its place over, so that nobody comes in between.
    if (running >= most) await new Promise<void>((start) => waiting.push(start));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
