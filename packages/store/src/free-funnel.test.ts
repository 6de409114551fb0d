import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestAttempt } from '@sonde/analytics';
import { createRandom } from '@sonde/analytics/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbeddedStore } from './embedded-store.js';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { createStoredEvent, now } from './testing/stored-events.js';

let directory: string;
let store: Store;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  store = await openEmbeddedStore({ directory });
});
afterAll(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

it('agrees with the fold where steps, ties and excluded events are frequent', async () => {
  const random = createRandom();
  const below = (limit: number) => Math.floor(random() * limit);
  const events = Array.from({ length: 120 }, (_, run) => {
    const [begin, person] = [now + below(40), `person-${below(15)}`];
    return Array.from({ length: 1 + below(9) }, (_, i) => {
      const time = begin + below(12);
      return createStoredEvent({
        ...{ event: 'ABCX'[below(4)] as string, invocation_id: `run-${run}`, sequence: i + 1 },
        ...{ timestamp: time, sent_at: null, anonymous_id: person, distinct_id: person },
        properties: { n: 1 },
      });
    });
  }).flat();
  await store.append({ events, quarantined: [] });
  const range = {
    from: new Date(now - 86_400_000).toISOString(),
    to: new Date(now + 86_400_000).toISOString(),
  };
  for (const per of ['invocation', 'person'] as const) {
    for (const step of [
      ['A', 'B', 'C'],
      ['A', 'A', 'B', 'C', 'A', 'B', 'C'],
      ['B', 'X'],
    ]) {
      for (const exclude of [undefined, 'X', 'A']) {
        for (const window_ms of exclude === undefined ? [2, 1_000] : [5]) {
          const idOf = (event: (typeof events)[number]) =>
            per === 'person' ? event.anonymous_id : event.invocation_id;
          const reached = [...new Set(events.map(idOf))].map(
            (id) =>
              bestAttempt(
                events.filter((event) => idOf(event) === id),
                {
                  ...{ steps: step.map((event) => ({ event })), windowMs: window_ms },
                  ...(exclude !== undefined && { exclude: { event: exclude } }),
                },
              )?.events.length ?? 0,
          );
          // With a condition on a property, which all events meet, the events themselves are read.
          for (const asked of [step, step.map((event) => `${event}?n:1`)]) {
            const funnel = await store.query(queries.freeFunnel, {
              ...{ project: 'default', ...range, step: asked, per, window_ms },
              ...(exclude !== undefined && { exclude }),
            });
            expect(
              funnel.steps.map(({ subjects }) => subjects),
              `${per} ${asked} ${exclude} ${window_ms}`,
            ).toEqual(step.map((_, i) => reached.filter((count) => count > i).length));
          }
        }
      }
    }
  }
});
