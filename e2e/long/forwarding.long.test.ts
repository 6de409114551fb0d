import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { printSeed, seed, shareOf } from '@sonde/test-share';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type SupervisedCollector, startSupervisedCollector } from '../supervised-collector.js';
import { type FlakyDestination, type Mood, startFlakyDestination } from './flaky-destination.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-forwarding-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const types = ['segment', 'amplitude', 'posthog', 'webhook', 'sonde'] as const;

type FaultKind = 'kill' | 'restart' | 'stop' | 'close' | Exclude<Mood, 'accept'>;

interface Fault {
  kind: FaultKind;
  /** Which destination fails. */
  victim: number;
  afterMs: number;
  lastsMs: number;
}

const kinds: FaultKind[] = (
  ['kill', 'restart', 'stop', 'close', 'refuse', 'swallow', 'hang'] as const
).flatMap((kind) => Array<FaultKind>(shareOf(3)).fill(kind));

/** Up to three faults of each kind, in an order and at times that follow from the seed. */
function planFaults(): Fault[] {
  const order = fc.shuffledSubarray(kinds, { minLength: kinds.length });
  const times = fc.record({
    victim: fc.nat({ max: types.length - 1 }),
    afterMs: fc.integer({ min: 200, max: 2_000 }),
    lastsMs: fc.integer({ min: 500, max: 4_000 }),
  });
  const plan = fc.tuple(order, fc.array(times, { minLength: kinds.length }));
  const [[shuffled, given] = [[], []]] = fc.sample(plan, { seed, numRuns: 1 });
  return shuffled.map((kind, index) => ({
    ...{ kind, victim: 0, afterMs: 0, lastsMs: 0 },
    ...given[index],
  }));
}

async function inflict(
  { kind, victim, afterMs, lastsMs }: Fault,
  collector: SupervisedCollector,
  destinations: readonly FlakyDestination[],
): Promise<void> {
  await delay(afterMs);
  const destination = destinations[victim] as FlakyDestination;
  switch (kind) {
    case 'kill':
      await collector.restart('SIGKILL');
      break;
    case 'restart':
      await collector.restart('SIGTERM');
      break;
    case 'stop':
      collector.signal('SIGSTOP');
      await delay(lastsMs);
      collector.signal('SIGCONT');
      break;
    case 'close':
      await destination.close();
      await delay(lastsMs);
      await destination.open();
      break;
    default:
      destination.mood = kind;
      await delay(lastsMs);
      destination.mood = 'accept';
  }
  await collector.untilReady();
}

/** Sends the events of one invocation after another, each until it is acknowledged. */
async function sendInvocations(
  url: string,
  isOver: () => boolean,
  sent: Map<string, string>,
): Promise<void> {
  while (!isOver()) {
    const invocation_id = randomUUID();
    for (let sequence = 1; sequence <= 12; sequence += 3) {
      const events = [0, 1, 2].map((more) => ({
        event: 'Sent',
        insert_id: randomUUID(),
        distinct_id: 'someone',
        timestamp: new Date().toISOString(),
        invocation_id,
        sequence: sequence + more,
        properties: { run: invocation_id, sequence: sequence + more },
      }));
      await post(url, { events });
      for (const { insert_id, sequence } of events) {
        sent.set(`${invocation_id} ${sequence}`, insert_id);
      }
      await delay(20);
    }
  }
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  for (;;) {
    const response = await fetch(`${url}/ingest`, {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
      signal: AbortSignal.timeout(20_000),
    }).catch(() => undefined);
    await response?.arrayBuffer().catch(() => {});
    if (response?.status === 202) return;
    await delay(50);
  }
}

function writeConfiguration(place: string, endpoints: Record<string, string>): string {
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'key'), 'the-key');
  const forwarders = Object.fromEntries(
    Object.entries(endpoints).map(([type, endpoint]) => [
      `to-${type}`,
      { type, endpoint, key_file: 'key', batch: { events: 50 } },
    ]),
  );
  const path = join(place, 'sonde.json');
  writeFileSync(path, JSON.stringify({ forwarders }));
  return path;
}

test('over kills, stops and restarts of both sides, every event arrives, in order, with its id', async () => {
  printSeed();
  const destinations = await Promise.all(types.map(() => startFlakyDestination()));
  const place = join(directory, 'faults');
  const config = writeConfiguration(
    place,
    Object.fromEntries(types.map((type, index) => [type, destinations[index]?.url ?? ''])),
  );
  const collector = await startSupervisedCollector(place, { args: ['--config', config] });
  await collector.untilReady();
  const sent = new Map<string, string>();
  let isOver = false;
  const sending = Array.from({ length: 4 }, () =>
    sendInvocations(collector.url, () => isOver, sent),
  );
  for (const fault of planFaults()) await inflict(fault, collector, destinations);
  isOver = true;
  await Promise.all(sending);

  const idsOf = ({ arrived }: FlakyDestination) => new Set(arrived.map(({ id }) => id));
  const expected = [...sent.values()];
  for (const [index, type] of types.entries()) {
    const destination = destinations[index] as FlakyDestination;
    await expect
      .poll(
        () => {
          const ids = idsOf(destination);
          return expected.filter((id) => !ids.has(id)).length;
        },
        { message: type },
      )
      .toBe(0);
    const { arrived } = destination;
    const repeats = arrived.length - idsOf(destination).size;
    console.log(`${type}: ${expected.length} events, ${repeats} repeats`);
    expect.soft(arrived.filter(({ id }) => !expected.includes(id))).toEqual([]);
    const last = new Map<string, number>();
    for (const { id, invocation, sequence } of arrived) {
      expect(id).toBe(sent.get(`${invocation} ${sequence}`));
      const before = last.get(invocation) ?? 0;
      // A repeat may go back, but nothing is skipped.
      expect(sequence, `${type}: ${invocation} after ${before}`).toBeLessThanOrEqual(before + 1);
      last.set(invocation, Math.max(before, sequence));
    }
  }
  await collector.stop();
  await Promise.all(destinations.map((destination) => destination.close()));
});
