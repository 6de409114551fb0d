import { expect, test } from 'vitest';
import { createTurns } from './turns.js';

test('so many tasks run at a time, in the order they came; one that fails gives its turn away', async () => {
  const inTurn = createTurns(2);
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const tasks = [0, 1, 2, 3].map((task) =>
    inTurn(async () => {
      started.push(task);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (task === 0) throw new Error('failed');
      return task;
    }),
  );
  const settled = Promise.allSettled(tasks);
  expect(started).toEqual([0, 1]);
  for (const expected of [
    [0, 1, 2],
    [0, 1, 2, 3],
    [0, 1, 2, 3],
    [0, 1, 2, 3],
  ]) {
    ends.shift()?.();
    await new Promise(setImmediate);
    expect(started).toEqual(expected);
  }
  expect((await settled).map(({ status }) => status)).toEqual([
    ...['rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
  ]);
});
