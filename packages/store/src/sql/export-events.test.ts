import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openChdb } from '../chdb.js';
import { engineDirectory } from '../data-directory.js';
import { openEmbeddedStore } from '../embedded-store.js';
import { shareMemory } from '../engine-memory.js';
import { createStoredEvent } from '../testing/stored-events.js';
import { Database } from './database.js';
import { exportEvents } from './export-events.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('exports large events in smaller pages if memory is short', async () => {
  const store = await openEmbeddedStore({ directory });
  const text = 'x'.repeat(10_000);
  for (let batch = 0; batch < 8; batch += 1) {
    const events = Array.from({ length: 500 }, (_, i) =>
      createStoredEvent({ invocation_id: `i${batch}-${i}`, properties: { text: `${i}${text}` } }),
    );
    await store.append({ events, quarantined: [] });
  }
  await store.close();
  const memory = shareMemory({ totalBytes: 2 ** 30, processors: 2 });
  const engine = await openChdb(engineDirectory(directory), { ...memory, queryBytes: 50_000_000 });
  try {
    const db = new Database(engine.reader);
    // What a page of all events needs.
    await expect(db.rows('SELECT * FROM sonde.events ORDER BY corrected_time')).rejects.toThrow();
    let exported = 0;
    for await (const _ of exportEvents(db, 'default', {}, () => false)) exported += 1;
    expect(exported).toBe(4_000);
  } finally {
    await engine.close();
  }
});
