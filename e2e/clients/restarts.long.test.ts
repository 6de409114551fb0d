import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { shareOf } from '@sonde/test-share';
import { afterAll, expect, test } from 'vitest';
import { type SupervisedCollector, startSupervisedCollector } from '../supervised-collector.js';
import { clients } from './clients.js';
import { runClient } from './run-client.js';
import { countStoredLabels } from './stored-labels.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-restarts-'));
let collector: SupervisedCollector | undefined;
afterAll(async () => {
  await collector?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const restarts = shareOf(10, 4);

// It drops a batch at the first connection that is refused or cut.
test('Amplitude’s client loses nothing over many restarts', async () => {
  const started = await startSupervisedCollector(directory);
  collector = started;
  await started.untilReady();
  let isOver = false;
  const running = clients
    .filter(({ family }) => family.title === 'Amplitude')
    .map((client) => ({
      ...client,
      // Ten batches a second in place of one in ten seconds.
      settings: { flushIntervalMillis: 100, flushQueueSize: 5 },
    }))
    .map((client) =>
      runClient(client, {
        ...{ endpoint: started.url, key: 'key', prefix: client.name },
        ...{ count: restarts * 150, durationMs: restarts * 7_500, limitMs: 150_000 },
      }),
    );
  const all = Promise.all(running).finally(() => {
    isOver = true;
  });
  for (let round = 1; round <= restarts; round += 1) {
    await delay(1_000);
    await started.restart('SIGTERM');
    expect(isOver, `all was sent before restart ${round}`).toBe(false);
    await started.untilReady();
  }
  for (const { recorded, delivered, failed } of await all) {
    expect([...failed]).toEqual([]);
    expect([...delivered].sort()).toEqual([...recorded].sort());
    const stored = await countStoredLabels(started.url);
    expect(recorded.filter((label) => stored.get(label) !== 1)).toEqual([]);
  }
});
