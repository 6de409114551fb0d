import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SondeError } from '@sonde/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Commit, CommitQueue } from '../commit-queue.js';
import { CommitClock } from '../commits/commit-clock.js';
import { Refusals } from '../life/refusals.js';
import type { Batch } from '../records.js';
import { createStoredEvent } from '../testing/stored-events.js';
import { absorb } from './absorb.js';
import { Overflow } from './overflow.js';
import { OverflowDirectory } from './overflow-directory.js';
import { decodeFile, encodeBatch, encodeFile } from './overflow-file.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-overflow-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const engineError = (code: number) => Object.assign(new Error('words'), { code: String(code) });

function eventRows({ eventLines }: Commit): string[] {
  return Buffer.concat(eventLines).toString().split('\n').slice(0, -1);
}

function createBatch(invocation_id: string, events = 2): Batch {
  return {
    events: Array.from({ length: events }, (_, i) =>
      createStoredEvent({ invocation_id, sequence: i + 1 }),
    ),
    quarantined: [],
  };
}

/** A commit queue with an overflow; `write` stands for the engine. */
async function openStore(
  write: (commit: Commit) => Promise<void>,
  options: { isOverloaded?: () => boolean; checkSpace?: () => Promise<void> } = {},
) {
  const { isOverloaded = () => false, checkSpace = async () => {} } = options;
  const faults: string[] = [];
  const refusals = new Refusals('key');
  const queue = new CommitQueue({
    ...{ write, intervalMs: 0, order: new CommitClock(), recentIds: 1_000, refusals },
    refreshRefusals: async () => {},
  });
  const overflow = new Overflow({
    directory: await OverflowDirectory.open({ dataDirectory: directory, volume: { checkSpace } }),
    append: (batch) => queue.append(batch),
    isBusy: () => false,
    refusals,
    onFault: (message) => faults.push(message),
  });
  const dependencies = {
    append: (batch: Batch) => queue.append(batch),
    ...{ overflow, isOverloaded, timeoutMs: 20 },
  };
  return { overflow, queue, faults, absorb: (batch: Batch) => absorb(batch, dependencies) };
}

const files = () => readdir(join(directory, 'overflow'));
/** The second field of a row is the event, the third its invocation. */
const invocations = (rows: string[]) => rows.map((row) => row.split('\t')[2]);

it('keeps batches while the store fails, and stores each once when it recovers', async () => {
  const written: Commit[] = [];
  let isFailing = true;
  const { absorb, overflow } = await openStore(async (commit) => {
    if (isFailing) throw engineError(76);
    written.push(commit);
  });
  const batch: Batch = {
    ...createBatch('one'),
    quarantined: [
      {
        ...{ index: 2, insert_id: null, code: 'event_name_invalid', field: 'event', message: 'm' },
        ...{ project: 'default', received_at: 1, body: { event: 7 } },
      },
    ],
    loss: { project: 'default', batch_id: 'b', received_at: 1, recorded: 2, sent: 2, dropped: {} },
  };
  expect(await absorb(batch)).toEqual({ accepted: 2, duplicates: 0, overflowed: true });
  expect(overflow.state).toMatchObject({ events: 3, unreadableFiles: 0 });
  expect(overflow.state.bytes).toBeGreaterThan(500);
  await expect(overflow.drained()).rejects.toMatchObject({ code: 'store_unavailable' });
  isFailing = false;
  await overflow.drained();
  expect(await absorb(batch)).toMatchObject({ accepted: 0, duplicates: 2, overflowed: false });
  expect(invocations(written.flatMap(eventRows))).toEqual(['one', 'one']);
  expect(written[0]?.quarantined).toHaveLength(1);
  expect(written[0]?.losses).toHaveLength(1);
  expect(overflow.state).toEqual({ events: 0, bytes: 0, unreadableFiles: 0 });
  expect(await files()).toEqual([]);
});

it('stores what waits in the background, whenever the store recovers', async () => {
  const rows: string[] = [];
  let isFailing = true;
  const { absorb, overflow } = await openStore(async (commit) => {
    if (isFailing) throw engineError(76);
    rows.push(...eventRows(commit));
  });
  overflow.start();
  for (const name of ['one', 'two']) {
    isFailing = true;
    await absorb(createBatch(name));
    isFailing = false;
    await expect.poll(() => overflow.state.events).toBe(0);
  }
  expect(invocations(rows)).toEqual(['one', 'one', 'two', 'two']);
});

it('stores a batch once if it was slow and waited as well', async () => {
  const rows: string[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { absorb, overflow, queue } = await openStore(async (commit) => {
    await released;
    rows.push(...eventRows(commit));
  });
  expect(await absorb(createBatch('slow'))).toMatchObject({ overflowed: true });
  expect(await files()).toHaveLength(1);
  release();
  await overflow.drained();
  expect(invocations(rows)).toEqual(['slow', 'slow']);
  expect(await files()).toEqual([]);
  expect(queue.pendingEvents).toBe(0);
});

it('writes the batches of an overload in few files', async () => {
  const rows: string[] = [];
  let isOverloaded = true;
  const { absorb, overflow } = await openStore(
    async (commit) => {
      if (isOverloaded) throw engineError(76);
      rows.push(...eventRows(commit));
    },
    { isOverloaded: () => isOverloaded },
  );
  const names = Array.from({ length: 400 }, (_, i) => `i${i}`);
  const results = await Promise.all(names.map((name) => absorb(createBatch(name, 50))));
  expect(results.every(({ overflowed }) => overflowed)).toBe(true);
  expect(overflow.state.events).toBe(20_000);
  expect((await files()).length).toBeLessThanOrEqual(5);
  isOverloaded = false;
  await overflow.drained();
  expect(rows).toHaveLength(20_000);
  expect(new Set(invocations(rows))).toEqual(new Set(names));
});

it('rejects only if the disk has no room, and not if a slow commit succeeds after all', async () => {
  let isFailing = true;
  let commit = () => {};
  const { absorb, overflow } = await openStore(
    async () => {
      if (isFailing) throw engineError(76);
      await new Promise<void>((resolve) => {
        commit = resolve;
      });
    },
    { checkSpace: () => Promise.reject(new SondeError('disk_full')) },
  );
  await expect(absorb(createBatch('one'))).rejects.toMatchObject({ code: 'disk_full' });
  isFailing = false;
  const absorbing = absorb(createBatch('two'));
  const turn = setInterval(() => commit(), 60);
  expect(await absorbing).toEqual({ accepted: 2, duplicates: 0, overflowed: false });
  clearInterval(turn);
  expect(overflow.state.events).toBe(0);
  expect(await files()).toEqual([]);
});

it('rejects rows that the engine refuses, and sets them aside if they waited', async () => {
  const rows: string[] = [];
  let isOverloaded = false;
  const { absorb, overflow, faults } = await openStore(
    async (commit) => {
      if (eventRows(commit).some((row) => row.includes('bad'))) throw engineError(27);
      rows.push(...eventRows(commit));
    },
    { isOverloaded: () => isOverloaded },
  );
  await expect(absorb(createBatch('bad'))).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(await files()).toEqual([]);
  isOverloaded = true;
  await Promise.all(['good', 'bad', 'better'].map((name) => absorb(createBatch(name, 1))));
  await overflow.drained();
  expect(invocations(rows)).toEqual(['good', 'better']);
  expect(overflow.state).toEqual({ events: 0, bytes: 0, unreadableFiles: 1 });
  expect(faults).toEqual([expect.stringContaining('cannot be stored; it is kept')]);
  expect(() => overflow.checkReadable()).toThrow(/move them out of the data directory/);
});

it('continues after a restart, and keeps a file that it cannot read', async () => {
  const failing = await openStore(() => Promise.reject(engineError(76)));
  for (const name of ['one', 'two', 'three']) await failing.absorb(createBatch(name));
  await failing.overflow.close();
  const [first = '', second = ''] = await files();
  const path = (name: string) => join(directory, 'overflow', name);
  const text = await readFile(path(first), 'utf8');
  await writeFile(path(first), text.replace('"sequence":1', '"sequence":7'));
  await writeFile(path(`${second}.draft`), 'half');

  const rows: string[] = [];
  const again = await openStore(async (commit) => {
    rows.push(...eventRows(commit));
  });
  expect(again.overflow.state.events).toBe(6);
  again.overflow.start();
  await expect.poll(() => again.overflow.state.events).toBe(0);
  expect(rows).toHaveLength(4);
  expect(await files()).toEqual([`${first}.unreadable`]);
  expect(again.faults).toEqual([expect.stringContaining(first)]);
  // A restart does not forget it.
  const third = await openStore(async () => {});
  expect(third.overflow.state.unreadableFiles).toBe(1);
});

it('keeps any values exactly', () => {
  const properties = JSON.parse('{"__proto__":{"a":1},"text":"\\ud800\\n\\u2028","n":1e300}');
  const batch = { events: [createStoredEvent({ properties })], quarantined: [] };
  expect(decodeFile(encodeFile([encodeBatch(batch), encodeBatch(batch)]))).toEqual([batch, batch]);
  const text = encodeFile([encodeBatch(batch)]);
  for (const damaged of [text.slice(0, -2), text.slice(0, 20), '', '{"format":2}\n', 'null\n']) {
    expect(() => decodeFile(damaged)).toThrow();
  }
});
