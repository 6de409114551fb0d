import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Store } from '../port.js';
import { collect, createStoredEvent } from './stored-events.js';

export const eventsOfBatch = 25;

export function createBatch(name: string) {
  const events = Array.from({ length: eventsOfBatch }, (_, i) =>
    createStoredEvent({ invocation_id: name, sequence: i + 1 }),
  );
  return { events, quarantined: [] };
}

/** How many events each batch has in the store; repeats count once, as in every query. */
export async function countStored(store: Store): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { invocation_id } of await collect(store.exportEvents('default', {}))) {
    counts.set(invocation_id, (counts.get(invocation_id) ?? 0) + 1);
  }
  return counts;
}

/** After a lost connection the store is available again within a second. */
export async function untilWritable(store: Store): Promise<void> {
  const look = () =>
    store.checkWritable().then(
      () => 'writable',
      ({ code }) => code,
    );
  await expect.poll(look, { interval: 20 }).toBe('writable');
}

/** Stores batches all the time, several at once; each one is repeated until it is acknowledged. */
export function startIngest(store: Store) {
  const acknowledged: string[] = [];
  const failures = new Set<unknown>();
  let isOn = true;
  const run = async (worker: number) => {
    for (let count = 1; isOn; count += 1) {
      const name = `${worker}-${count}`;
      while (isOn) {
        try {
          await store.append(createBatch(name));
          acknowledged.push(name);
          break;
        } catch (error) {
          failures.add((error as { code?: unknown }).code);
          await delay(10);
        }
      }
    }
  };
  const running = Promise.all([1, 2, 3, 4, 5, 6].map(run));
  return {
    acknowledged,
    failures,
    async stop() {
      isOn = false;
      await running;
    },
  };
}
