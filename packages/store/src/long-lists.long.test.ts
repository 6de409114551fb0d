import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmbeddedStore } from './embedded-store.js';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { createStoredEvent, now } from './testing/stored-events.js';

/** The engine sorts these in several blocks, which need not be true of fewer. */
const invocations = 120_000;
const day = 86_400_000;

let store: Store;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-lists-'));
  store = await openEmbeddedStore({ directory });
  for (let at = 0; at < invocations; at += 10_000) {
    const events = Array.from({ length: 10_000 }, (_, i) => {
      const number = at + i;
      return createStoredEvent({
        ...{ event: 'Command Completed', invocation_id: `run-${number}` },
        ...{ timestamp: now - number * 700, sent_at: null },
        properties: { command: `list ${number % 40}`, duration_ms: number % 900, succeeded: true },
      });
    });
    await store.append({ events, quarantined: [] });
  }
  await store.derived.fold();
});
afterAll(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

test('long pages of a sorted list have the rows of short ones', async () => {
  for (const sort of ['-duration_ms', 'duration_ms', 'events', '-command'] as const) {
    const read = async (limit: number, pages: number) => {
      const ids: string[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < pages; page += 1) {
        const list: { invocations: { invocation_id: string }[]; next_cursor: string | null } =
          await store.query(queries.invocations, {
            ...{ project: 'default', sort, limit, ...(cursor !== null && { cursor }) },
            ...{ from: new Date(now - day).toISOString(), to: new Date(now + day).toISOString() },
          });
        ids.push(...list.invocations.map(({ invocation_id }) => invocation_id));
        cursor = list.next_cursor;
      }
      return ids;
    };
    expect(await read(5_000, 1), sort).toEqual(await read(500, 10));
  }
});
