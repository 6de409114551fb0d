import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { drain, type OrbitUser, runOrbit } from '@sonde/example-orbit-demo';
import { shareOf } from '@sonde/test-share';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportEvents } from '../collector-process.js';
import { createOrbitWorld, type OrbitWorld } from '../orbit-world.js';

let world: OrbitWorld;
beforeEach(async () => {
  world = await createOrbitWorld();
});
afterEach(() => world.close());

/** 200 on a fast machine; a multiple of what divides them below. */
const invocations = 2 * shareOf(100, 50);
const atOnce = 20;
const kills = 5;

/** Every insert id that orbit recorded: sent events are kept beside waiting ones. */
function recordedInsertIds(user: OrbitUser): string[] {
  const ids: string[] = [];
  for (const name of readdirSync(user.spoolDirectory)) {
    if (!name.endsWith('.jsonl')) continue;
    for (const line of readFileSync(join(user.spoolDirectory, name), 'utf8').split('\n')) {
      const record = line === '' ? {} : JSON.parse(line);
      if (typeof record.insert_id === 'string') ids.push(record.insert_id);
    }
  }
  return ids;
}

const commands = [
  ['application', 'list'],
  ['auth', 'status'],
  [
    'application',
    'create',
    '--name',
    'heron',
    '--plan',
    'free',
    '--region',
    'eu-1',
    '--accept-terms',
  ],
  ['application', 'create', '--name', 'swift', '--plan', 'free', '--dry-run', '--accept-terms'],
];

/** Runs orbit as one person, many times concurrently; `onRun` gets the number of ended runs. */
async function runMany(user: OrbitUser, onRun: (ended: number) => void): Promise<void> {
  let started = 0;
  let ended = 0;
  const worker = async () => {
    while (started < invocations) {
      const command = commands[started % commands.length] ?? [];
      started += 1;
      await runOrbit(user, command, { timeoutMs: 120_000 });
      ended += 1;
      onRun(ended);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function addPersonWhoKeepsAll(): Promise<OrbitUser> {
  const { user } = await world.addPerson({
    // Outages last a second here, so waiting a minute would prove nothing more.
    env: { ORBIT_TELEMETRY_BACKOFF_MS: '200' },
  });
  writeFileSync(join(user.projectDirectory, '.orbit.yaml'), 'telemetryKeepFlushed: true\n');
  return user;
}

async function expectEveryEventOnce(user: OrbitUser): Promise<void> {
  await drain(user, { timeoutMs: 90_000 });
  const recorded = recordedInsertIds(user).sort();
  expect(new Set(recorded).size).toBe(recorded.length);
  // At least Invoked and Completed.
  expect(recorded.length).toBeGreaterThanOrEqual(2 * invocations);
  const exported = await exportEvents(world.collector.url);
  expect(exported.map((event) => String(event.insert_id)).sort()).toEqual(recorded);
}

test('nothing is lost and nothing counts twice while the collector is killed repeatedly', async () => {
  const { collector } = world;
  await collector.start();
  const user = await addPersonWhoKeepsAll();
  let killed = 0;
  let restarting = Promise.resolve();
  await runMany(user, (ended) => {
    if (killed === kills || ended < ((killed + 1) * invocations) / (kills + 1)) return;
    killed += 1;
    restarting = restarting.then(async () => {
      await collector.kill();
      await sleep(500);
      await collector.start();
    });
  });
  await restarting;
  expect(killed).toBe(kills);
  await expectEveryEventOnce(user);
});

test('nothing is lost and nothing counts twice when the endpoint is closed for the first half', async () => {
  const { collector } = world;
  const user = await addPersonWhoKeepsAll();
  let starting = Promise.resolve();
  await runMany(user, (ended) => {
    if (ended === invocations / 2) starting = collector.start();
  });
  await starting;
  await expectEveryEventOnce(user);
});
