import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSeed, seed, shareOf } from '@sonde/test-share';
import { afterAll, expect, test } from 'vitest';
import { startSupervisedCollector } from '../supervised-collector.js';
import { type Client, chosenClients, withKey } from './clients.js';
import { type Finding, writePage } from './clients-page.js';
import { inflict, mountSmallDisk, planFaults } from './faults.js';
import { type ClientRun, runClient } from './run-client.js';
import { countStoredLabels } from './stored-labels.js';

// Every client sends at once to one collector, which is killed, stopped, restarted, and has its disk
// filled. What a client reports as delivered must be stored.

const directory = mkdtempSync(join(tmpdir(), 'sonde-clients-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const { SONDE_TEST_UPDATE } = process.env;
/** How many faults there are of each kind. */
const rounds = shareOf(3);
const count = Math.round((rounds * 1_000) / 3);
/** A little longer than the faults. */
const durationMs = rounds * 33_000;
const limitMs = 180_000;

test('what every client reports as delivered is stored', async () => {
  printSeed();
  const disk = mountSmallDisk(join(directory, 'disk'));
  if (disk === undefined) console.log('No file system can be mounted here: the disk is not filled');
  const data = disk && { dataDirectory: join(disk.path, 'data') };
  const collector = await startSupervisedCollector(directory, data);
  try {
    await collector.untilReady();
    const running = chosenClients.map(async (client) => {
      const plan = { endpoint: collector.url, key: withKey(client, 'key'), prefix: client.name };
      return { client, ...(await runClient(client, { ...plan, count, durationMs, limitMs })) };
    });
    for (const fault of planFaults(seed, rounds)) await inflict(fault, collector, disk);
    const runs = await Promise.all(running);
    const delivered = runs.flatMap((run) => [...run.delivered]);
    let stored: ReadonlyMap<string, number> = new Map();
    // What was absorbed during an overload is stored soon after it.
    await expect
      .poll(async () => {
        stored = await countStoredLabels(collector.url);
        return delivered.filter((label) => !stored.has(label)).slice(0, 10);
      })
      .toEqual([]);

    const findings = runs.map((run) => describeRun(run, stored));
    for (const { client, recorded, crash } of runs) {
      expect.soft(crash, client.name).toBeUndefined();
      expect.soft(recorded.length, client.name).toBe(count);
    }
    for (const { client, storedTwice } of findings) {
      if (client.family.hasIds) expect.soft(storedTwice, client.name).toBe(0);
    }
    if (SONDE_TEST_UPDATE === '1') writePage(findings);
  } finally {
    await collector.stop();
    disk?.remove();
  }
});

function describeRun(
  { client, recorded, delivered, failed, unreported }: ClientRun & { client: Client },
  stored: ReadonlyMap<string, number>,
): Finding {
  const storedTwice = recorded.filter((label) => (stored.get(label) ?? 0) > 1).length;
  const storedOnce = recorded.filter((label) => stored.get(label) === 1).length;
  console.log(
    `${client.name}: ${delivered.size} delivered, ${failed.size} failed, ${unreported.length} unreported; ${storedOnce} stored once, ${storedTwice} more than once ${countReasons(failed)}`,
  );
  return { client, failed: failed.size, unreported: unreported.length, storedTwice };
}

/** How often a client gave each reason. */
function countReasons(failed: ReadonlyMap<string, string>): string {
  const counts: Record<string, number> = {};
  for (const reason of failed.values()) {
    // Without addresses, which differ.
    const kind = reason.replace(/http:\S+/, '').slice(0, 80);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return JSON.stringify(counts);
}
