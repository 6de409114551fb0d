import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEmbeddedStore } from '../embedded-store.js';
import { queries } from '../queries.js';
import type { QuarantinedEvent } from '../records.js';
import { collect, createStoredEvent } from '../testing/stored-events.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const fixture = fileURLToPath(new URL('../fixtures/replay-until.mjs', import.meta.url));

/** Runs a replay that kills itself at the moment; false if it finished first. */
function replayUntil(moment: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [fixture, directory, moment],
      { env: {}, timeout: 120_000 },
      (error, stdout, stderr) => {
        if (stdout === 'done') resolve(false);
        else if (error?.signal === 'SIGKILL' && !error.killed) resolve(true);
        else reject(new Error(`ended otherwise: ${error?.message} ${stderr}`));
      },
    );
  });
}

const open = () => openEmbeddedStore({ directory, commitIntervalMs: 0, rememberedEvents: 0 });

it('a replay that is killed at any moment loses no event and counts none twice', async () => {
  const months = [3, 4].map((month) => Date.UTC(2026, month, 20));
  const moments = ['retry', 'commit', '5', '20', '50', '100'];
  const eventsPerMoment = 4;
  const ids: string[] = [];
  for (const [index, moment] of moments.entries()) {
    const store = await open();
    const quarantined = Array.from({ length: eventsPerMoment }, (_, place): QuarantinedEvent => {
      const received_at = months[place % 2] as number;
      const insert_id = `${index} ${place}`;
      // The last one stays, with another reason.
      const stays = place === eventsPerMoment - 1;
      if (!stays) ids.push(insert_id);
      const event = createStoredEvent({
        ...{ insert_id, invocation_id: insert_id, sent_at: null, timestamp: received_at },
        received_at,
      });
      return {
        ...{ project: 'default', index: place, insert_id, code: 'event_undeclared', field: null },
        ...{ message: 'm', received_at },
        body: {
          event: JSON.parse(JSON.stringify(event)),
          ...(stays && { code: 'event_too_large' }),
        },
      };
    });
    await store.append({ events: [], quarantined });
    await store.close();
    await replayUntil(moment);
  }
  expect(await replayUntil('never')).toBe(false);
  const store = await open();
  const events = await collect(store.exportEvents('default', {}));
  expect(events.map(({ insert_id }) => insert_id).sort()).toEqual(ids.sort());
  const { events: left } = await store.query(queries.quarantinedEvents, { project: 'default' });
  expect(left.map(({ code }) => code)).toEqual(moments.map(() => 'event_too_large'));
  expect(await store.life.countQuarantined('default', {})).toBe(moments.length);
  await store.close();
});
