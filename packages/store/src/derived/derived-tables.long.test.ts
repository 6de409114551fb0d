import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { shareOf } from '@sonde/test-share';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEmbeddedStore } from '../embedded-store.js';
import type { StoredEvent } from '../records.js';
import {
  forgetDerived,
  readAnswers,
  readBothAnswers,
  runStatements,
} from '../testing/derived-answers.js';
import { createStoredEvent } from '../testing/stored-events.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const fixture = fileURLToPath(new URL('../fixtures/derive-forever.mjs', import.meta.url));

/** Kills the fixture some time after so many acts. */
async function deriveUntil(run: number, acts: number, delayMs: number): Promise<void> {
  const child = spawn(process.execPath, [fixture, directory, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  });
  const closed = once(child, 'close');
  for await (const act of createInterface({ input: child.stdout })) {
    if (Number(act) === acts) setTimeout(() => child.kill('SIGKILL'), delayMs);
  }
  await closed;
  expect(child.signalCode).toBe('SIGKILL');
}

it('answers the same from derived tables that were killed at any moment, and from new ones', async () => {
  for (let run = 0; run < shareOf(4, 2); run += 1) {
    await deriveUntil(run, 3 + run * 4, run * 47);
    const { answers, folded, fresh } = await readBothAnswers(directory, ['default']);
    expect(answers).toEqual(fresh);
    expect(folded).toEqual(fresh);
    expect(fresh).toMatchObject([{ flows: [{ flow: 'create' }] }]);
  }
});

// A merge keeps the first of equal events, so nothing but a derived row tells of the repeat.
it.each([
  ['writes rows', 'is_gone = 1'],
  ['ends earlier rows', 'is_gone = 0'],
])(
  'answers the same if a fold fails when it %s, and repeats are merged',
  async (_when, written) => {
    const options = { directory, rememberedEvents: 0, deriveIntervalMs: 3_600_000 };
    const day = 86_400_000;
    const eventOf = (i: number, more: Partial<StoredEvent> = {}) =>
      createStoredEvent({
        ...{ invocation_id: `invocation-${i}`, sequence: 2, event: 'Create Started' },
        ...{ flow: 'create', ...more },
      });
    const numbers = Array.from({ length: 40 }, (_, i) => i);
    const store = await openEmbeddedStore(options);
    await store.append({ events: numbers.map((i) => eventOf(i)), quarantined: [] });
    await store.derived.fold();
    await store.close();

    await runStatements(directory, [
      `ALTER TABLE sonde.invocations ADD CONSTRAINT halfway CHECK ${written}`,
    ]);
    const interrupted = await openEmbeddedStore(options);
    const later = eventOf(0).received_at + 1_000;
    const repeats = numbers.map((i) => eventOf(i, { received_at: later }));
    // These turn out to have begun on another day.
    const earlier = numbers
      .filter((i) => i % 4 === 0)
      .map((i) => eventOf(i, { sequence: 1, timestamp: eventOf(i).timestamp - 40 * day }));
    await interrupted.append({ events: [...repeats, ...earlier], quarantined: [] });
    await expect(interrupted.derived.fold()).rejects.toThrow('halfway');
    const during = await readAnswers(interrupted, 'default');
    await interrupted.close();

    await runStatements(directory, [
      'OPTIMIZE TABLE sonde.events FINAL',
      'ALTER TABLE sonde.invocations DROP CONSTRAINT halfway',
    ]);
    const { answers, folded, fresh } = await readBothAnswers(directory, ['default']);
    expect(fresh).toMatchObject([{ overview: { invocations: 40 } }]);
    expect([during]).toEqual(fresh);
    expect(answers).toEqual(fresh);
    expect(folded).toEqual(fresh);
  },
);

it('answers the same while the tables are filled from old events, and after a restart', async () => {
  const day = 86_400_000;
  const options = { directory, deriveIntervalMs: 3_600_000, commitIntervalMs: 0 };
  const first = await openEmbeddedStore(options);
  const events = Array.from({ length: 300 }, (_, i) =>
    createStoredEvent({
      ...{ invocation_id: `invocation-${i % 90}`, sequence: Math.floor(i / 90) + 1 },
      ...{ event: i < 90 ? 'Command Invoked' : 'Create Started', flow: i < 90 ? '' : 'create' },
      timestamp: createStoredEvent().timestamp - (i % 40) * day,
    }),
  );
  await first.append({ events, quarantined: [] });
  const answers = await readAnswers(first, 'default');
  await first.close();
  await forgetDerived(directory);
  // Each start continues where the last one has stopped.
  for (let start = 0; start < shareOf(4, 2); start += 1) {
    const store = await openEmbeddedStore({ ...options, deriveChunkEvents: 6 });
    expect(await readAnswers(store, 'default')).toEqual(answers);
    await store.close();
  }
  const last = await openEmbeddedStore(options);
  await last.derived.fold();
  expect(await readAnswers(last, 'default')).toEqual(answers);
  await last.close();
});

it('fills tables again that somebody emptied', async () => {
  const options = { directory, deriveIntervalMs: 3_600_000 };
  const store = await openEmbeddedStore(options);
  await store.append({ events: [createStoredEvent()], quarantined: [] });
  await store.derived.fold();
  await store.close();
  await runStatements(directory, ['TRUNCATE TABLE sonde.invocations']);
  const { answers, folded, fresh } = await readBothAnswers(directory, ['default']);
  expect(fresh).toMatchObject([{ overview: { invocations: 1 } }]);
  expect(answers).toEqual(fresh);
  expect(folded).toEqual(fresh);
});

it('answers the same while a hundred thousand invocations are not folded, and afterwards', async () => {
  const count = 100_000;
  const options = { directory, deriveIntervalMs: 3_600_000, commitIntervalMs: 0 };
  const store = await openEmbeddedStore(options);
  for (let first = 0; first < count; first += 20_000) {
    const events = Array.from({ length: 20_000 }, (_, i) =>
      createStoredEvent({
        ...{ invocation_id: `invocation-${first + i}`, anonymous_id: `user-${(first + i) % 900}` },
        ...{ event: 'Create Started', flow: 'create' },
      }),
    );
    await store.append({ events, quarantined: [] });
  }
  const answers = await readAnswers(store, 'default');
  expect(answers).toMatchObject({
    overview: { invocations: count, users: 900 },
    flows: [{ flow: 'create', runs: count }],
  });
  await store.derived.fold();
  expect(await readAnswers(store, 'default')).toEqual(answers);
  await store.close();
});

it('fills the tables in smaller chunks if memory is short', async () => {
  const count = 60_000;
  const memory = { directory, deriveIntervalMs: 100, memoryBytes: 300_000_000 };
  const store = await openEmbeddedStore({ directory, deriveIntervalMs: 3_600_000 });
  for (let first = 0; first < count; first += 5_000) {
    const events = Array.from({ length: 5_000 }, (_, i) => {
      const text = String(first + i).padEnd(1_000, 'x');
      const properties = { command: text, version: text };
      return createStoredEvent({ invocation_id: `invocation-${first + i}`, properties });
    });
    await store.append({ events, quarantined: [] });
  }
  await store.close();
  await forgetDerived(directory);
  const faults: string[] = [];
  const small = await openEmbeddedStore({ ...memory, onFault: (text) => faults.push(text) });
  await expect
    .poll(
      () =>
        small.derived.fold().then(
          () => 'folded',
          () => 'failed',
        ),
      { timeout: 60_000, interval: 200 },
    )
    .toBe('folded');
  expect(faults).toContain('The derived tables could not be brought up to date');
  await small.close();
});
