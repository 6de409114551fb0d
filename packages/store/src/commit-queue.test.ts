import { expect, it } from 'vitest';
import { type Commit, CommitQueue } from './commit-queue.js';
import { CommitClock } from './commits/commit-clock.js';
import { Refusals } from './life/refusals.js';
import { createStoredEvent } from './testing/stored-events.js';

const engineError = (code: number) => Object.assign(new Error('words'), { code: String(code) });

it('commits batches one by one if they are too large or not readable together', async () => {
  const written: Buffer[][] = [];
  const write = async ({ events, eventLines }: Commit) => {
    if (events > 1) throw engineError(241);
    if (eventLines[0]?.includes('unreadable')) throw engineError(27);
    written.push(eventLines);
  };
  const queue = new CommitQueue({
    write,
    intervalMs: 0,
    order: new CommitClock(),
    recentIds: 10,
    refusals: new Refusals('key'),
    refreshRefusals: async () => {},
  });
  const answers = await Promise.allSettled(
    ['one', 'unreadable', 'two'].map((invocation_id) =>
      queue.append({ events: [createStoredEvent({ invocation_id })], quarantined: [] }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(written).toHaveLength(2);
  expect(queue.pendingEvents).toBe(0);
});

it('fails a whole group if the engine fails', async () => {
  let commits = 0;
  const write = async () => {
    commits += 1;
    throw engineError(243);
  };
  const queue = new CommitQueue({
    write,
    intervalMs: 0,
    order: new CommitClock(),
    recentIds: 10,
    refusals: new Refusals('key'),
    refreshRefusals: async () => {},
  });
  const answers = await Promise.allSettled(
    ['one', 'two'].map((invocation_id) =>
      queue.append({ events: [createStoredEvent({ invocation_id })], quarantined: [] }),
    ),
  );
  expect(answers).toMatchObject(
    Array(2).fill({ status: 'rejected', reason: { code: 'disk_full' } }),
  );
  expect(commits).toBe(1);
});
