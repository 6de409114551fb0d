import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreBackup } from '../backup/restore-backup.js';
import { openEmbeddedStore } from '../embedded-store.js';
import { filesWith } from '../life/fixtures/data-files.js';
import type { Store } from '../port.js';
import { queries } from '../queries.js';
import type { StoredEvent } from '../records.js';
import { collect, createStoredEvent } from '../testing/stored-events.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-overflow-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const fixture = fileURLToPath(new URL('../fixtures/absorb-until.mjs', import.meta.url));

/** Absorbs until the process is dead; returns what was acknowledged, and how much of it waited. */
async function absorbUntil(run: number, operation: string, moment: string, turn: number) {
  const child = spawn(
    process.execPath,
    [fixture, directory, String(run), operation, moment, String(turn)],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env.PATH ?? '' } },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(child.signalCode, `${operation} ${moment}`).toBe('SIGKILL');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' ') as [name: string, overflowed: string]);
}

/** Events by invocation, once nothing waits any more. */
async function countStored(): Promise<Map<string, number>> {
  const store = await openEmbeddedStore({ directory });
  try {
    await expect.poll(() => store.overflow.events).toBe(0);
    const counts = new Map<string, number>();
    for (const { invocation_id } of await collect(store.exportEvents('default', {}))) {
      counts.set(invocation_id, (counts.get(invocation_id) ?? 0) + 1);
    }
    return counts;
  } finally {
    await store.close();
  }
}

it('has everything it acknowledged once, killed before and after each operation', async () => {
  const acknowledged: string[] = [];
  let overflowed = 0;
  let run = 0;
  for (const operation of [
    ...['open', 'write', 'sync', 'rename', 'syncDirectory', 'read', 'remove'],
  ]) {
    for (const moment of ['before', 'after']) {
      run += 1;
      const lines = await absorbUntil(run, operation, moment, 1 + (run % 4));
      acknowledged.push(...lines.map(([name]) => name));
      overflowed += lines.filter(([, waited]) => waited === 'true').length;
    }
  }
  const counts = await countStored();
  expect(overflowed).toBeGreaterThan(30);
  expect(acknowledged.filter((name) => counts.get(name) !== 25)).toEqual([]);
  expect([...counts.values()].filter((count) => count !== 25)).toEqual([]);
  expect(await readdir(join(directory, 'overflow'))).toEqual([]);
});

describe('what waits', () => {
  let store: Store;
  /** Everything waits first. */
  const open = () =>
    openEmbeddedStore({ directory: join(directory, 'data'), absorbPendingEventsMax: 0 });
  const absorb = (more: Partial<StoredEvent>) =>
    store.absorb({ events: [createStoredEvent(more)], quarantined: [] });

  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it('is deleted and exported with a person, also if it links the ids', async () => {
    await store.append({
      events: [createStoredEvent({ anonymous_id: 'ada-laptop', distinct_id: 'ada-laptop' })],
      quarantined: [],
    });
    const ids = {
      anonymous_id: 'ada-laptop',
      user_id: 'ada-lovelace',
      distinct_id: 'ada-lovelace',
    };
    expect(await absorb({ ...ids, invocation_id: 'two' })).toMatchObject({ overflowed: true });
    const person = { user_id: 'ada-lovelace' };
    const records: unknown[] = [];
    for await (const record of store.life.exportPerson('default', person)) records.push(record);
    expect(records).toHaveLength(2);
    await absorb({ ...ids, invocation_id: 'three' });
    expect(await store.life.previewDeletion('default', person)).toMatchObject({ events: 3 });
    await absorb({ ...ids, invocation_id: 'four' });
    const options = { requestedBy: 'admin@example.org', refusesLater: false };
    const receipt = await store.life.deletePerson('default', person, options);
    expect(receipt).toMatchObject({ events: 4, anonymous_ids: 1 });
    // A repeat is not written to a file either.
    await absorb({ ...ids, invocation_id: 'four' });
    expect(store.overflow.events).toBe(0);
    expect(filesWith(join(directory, 'data'), 'ada-l')).toEqual([]);
  });

  it('belongs to its invocation when old data is deleted', async () => {
    const old = Date.UTC(2026, 0, 1);
    const times = { sent_at: null, received_at: old + 10, invocation_id: 'i' };
    await absorb({ ...times, sequence: 1, timestamp: old });
    await store.append({
      events: [createStoredEvent({ ...times, sequence: 2, timestamp: old + 5_000 })],
      quarantined: [],
    });
    await absorb({ ...times, sequence: 3, timestamp: old + 6_000 });
    const run = await store.life.applyRetention('default', old + 1_000);
    expect(run).toMatchObject({ events: 3, invocations: 1 });
  });

  it('is in a backup, while more arrives', async () => {
    const acknowledged: string[] = [];
    let isDone = false;
    const absorbing = Array.from({ length: 4 }, async (_, worker) => {
      for (let i = 0; !isDone; i += 1) {
        const invocation_id = `${worker}-${i}`;
        await absorb({ invocation_id });
        acknowledged.push(invocation_id);
      }
    });
    await expect.poll(() => acknowledged.length).toBeGreaterThan(40);
    const before = [...acknowledged];
    const backup = join(directory, 'backup');
    await store.backup({ directory: backup, version: '1' });
    isDone = true;
    await Promise.all(absorbing);
    expect(await readdir(backup)).toContain('overflow');
    await store.close();
    const dataDirectory = join(directory, 'restored');
    await restoreBackup({ directory: backup, dataDirectory });
    const restored = await openEmbeddedStore({ directory: dataDirectory });
    await expect.poll(() => restored.overflow.events).toBe(0);
    const events = await collect(restored.exportEvents('default', {}));
    await restored.close();
    store = await open();
    const ids = events.map(({ invocation_id }) => invocation_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(before.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('stops deletions while a file is unreadable, and is reported', async () => {
    await store.close();
    const path = join(directory, 'data', 'overflow');
    const name = `${Date.now()}-00000000-0000-0000-0000-000000000000-3.jsonl`;
    await writeFile(join(path, name), 'garbage');
    store = await open();
    await expect.poll(() => store.overflow).toEqual({ events: 0, bytes: 0, unreadableFiles: 1 });
    const { overflow } = await store.query(queries.storage, {});
    expect(overflow).toEqual({ events: 0, bytes: 0, unreadable_files: 1 });
    const options = { requestedBy: 'admin@example.org', refusesLater: false };
    const erase = () => store.life.deletePerson('default', { user_id: 'ada' }, options);
    await expect(erase()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await readFile(join(path, `${name}.unreadable`), 'utf8')).toBe('garbage');
    await store.life.applyRetention('default', 1);
    await store.close();
    await rm(join(path, `${name}.unreadable`));
    store = await open();
    expect(await erase()).toMatchObject({ events: 0 });
  });
});

/** Mounts a volume small enough to fill up; false if mounting is not allowed. */
function mountSmall(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it('refuses a batch only while the disk is full, and leaves no file of it', async ({ skip }) => {
  const volume = join(directory, 'volume');
  await mkdir(volume);
  if (!mountSmall(volume)) skip('mounting is not allowed here');
  try {
    const data = join(volume, 'data');
    const options = { directory: data, diskFloorBytes: 16_000_000 };
    const store = await openEmbeddedStore({ ...options, absorbPendingEventsMax: 0 });
    const absorb = (invocation_id: string) =>
      store.absorb({ events: [createStoredEvent({ invocation_id })], quarantined: [] });
    await absorb('before');
    await writeFile(join(volume, 'ballast'), Buffer.alloc(64 * 1024 * 1024)).catch(() => {});
    await expect(absorb('full')).rejects.toMatchObject({ code: 'disk_full' });
    await rm(join(volume, 'ballast'));
    expect(await absorb('after')).toMatchObject({ overflowed: true });
    await expect.poll(() => store.overflow.events).toBe(0);
    const stored = await collect(store.exportEvents('default', {}));
    expect(stored.map(({ invocation_id }) => invocation_id).sort()).toEqual(['after', 'before']);
    expect(await readdir(join(data, 'overflow'))).toEqual([]);
    await store.close();
  } finally {
    execFileSync('umount', ['-l', volume]);
  }
});
