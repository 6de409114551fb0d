import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Engine, openChdb } from '../chdb.js';
import { engineDirectory, prepareDataDirectory } from '../data-directory.js';
import { openEmbeddedStore } from '../embedded-store.js';
import { shareMemory } from '../engine-memory.js';
import { prepareTables } from '../migrations.js';
import type { ObservedCommit, Store } from '../port.js';
import { growthPerDay } from '../queries/storage.js';
import { queries } from '../queries.js';
import { Database } from '../sql/database.js';
import type { Source } from '../sql/source.js';
import { createStoredEvent } from '../testing/stored-events.js';
import { StorageHistory } from './storage-history.js';
import { StoreHealth } from './store-health.js';
import { createVolume, type VolumeSize } from './volume.js';

const root = mkdtempSync(join(tmpdir(), 'sonde-storage-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const day = 86_400_000;

describe('of a store', () => {
  let store: Store;
  const commits: ObservedCommit[] = [];

  beforeAll(async () => {
    store = await openEmbeddedStore({
      directory: join(root, 'store'),
      diskFloorBytes: 20_000_000,
      onCommit: (commit) => commits.push(commit),
    });
  });
  afterAll(() => store.close());

  it('reports the size of each table by month', async () => {
    const events = [Date.UTC(2026, 3, 30), Date.UTC(2026, 4, 2)].map((timestamp, index) =>
      createStoredEvent({ timestamp, sequence: index + 1 }),
    );
    await store.append({ events, quarantined: [] });
    const storage = await store.query(queries.storage, {});
    const table = storage.tables.find((found) => found.table === 'events');
    expect(table?.months).toMatchObject([
      { month: '2026-04', rows: 1 },
      { month: '2026-05', rows: 1 },
    ]);
    expect(table).toMatchObject({ rows: 2, parts: 2 });
    expect(storage.bytes).toBe(storage.tables.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(storage.bytes).toBeGreaterThan(table?.bytes ?? 0);
    expect(storage.disk.floor_bytes).toBe(20_000_000);
    expect(storage.disk.free_bytes).toBeGreaterThan(0);
    expect(storage.disk.total_bytes).toBeGreaterThan(storage.disk.free_bytes);
    expect(storage).toMatchObject({ growth_bytes_per_day: null, days_until_floor: null });
  });

  it('reports every commit', async () => {
    const before = commits.length;
    await store.append({ events: [createStoredEvent({ sequence: 9 })], quarantined: [] });
    expect(commits.slice(before)).toEqual([{ events: 1, durationMs: expect.any(Number) }]);
  });

  it('can be written', async () => {
    await expect(store.checkWritable()).resolves.toBeUndefined();
  });
});

describe('over days', () => {
  const at = (days: number, bytes: number) => ({ day: '', bytes, measuredAt: days * day });

  it('growth is unknown within the first day', () => {
    expect(growthPerDay([], at(1, 5))).toBeNull();
    expect(growthPerDay([at(0, 1)], at(0.5, 5))).toBeNull();
  });

  it('growth is the change since the first day, per day', () => {
    expect(growthPerDay([at(0, 100), at(5, 999)], at(10, 1100))).toBe(100);
    expect(growthPerDay([at(0, 1100)], at(10, 100))).toBe(-100);
  });
});

describe('in the engine', () => {
  const directory = join(root, 'engine');
  let engine: Engine;
  let db: Database;
  let history: StorageHistory;

  beforeAll(async () => {
    await prepareDataDirectory(directory);
    const memory = shareMemory({ totalBytes: 2 ** 30, processors: 2 });
    engine = await openChdb(engineDirectory(directory), memory);
    await prepareTables(engine.writer);
    db = new Database(engine.reader);
    history = new StorageHistory({ client: engine.recorder });
  });
  afterAll(() => engine.close());

  // The clock of the health stands still until a test moves it.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const look = (health: StoreHealth) =>
    health.checkWritable().then(
      () => 'writable',
      (error) => error.code,
    );

  const readStorage = (size: VolumeSize, now: number) => {
    const source: Pick<Source, 'db' | 'volume' | 'overflow'> = {
      db,
      volume: { measure: async () => size },
      overflow: () => ({ events: 3, bytes: 500, unreadableFiles: 1 }),
    };
    return queries.storage.read(source as Source, {}, now);
  };

  it('days until the floor follow from the history', async () => {
    const now = Date.UTC(2026, 4, 31, 12);
    const measured = (days: number, table: string, bytes: number) => {
      const measured_at = now - days * day;
      const date = new Date(measured_at).toISOString().slice(0, 10);
      return { day: date, table, rows: 1, bytes, measured_at };
    };
    await engine.writer.insert({
      table: 'sonde.storage_history',
      values: [
        measured(40, 'events', 7),
        measured(10, 'events', 1),
        measured(10, 'catalogs', 1),
        measured(2, 'events', 5),
        // The last measurement of a day counts.
        measured(1.9, 'events', 6),
      ],
      format: 'JSONEachRow',
    });
    const volume = { totalBytes: 1e12, freeBytes: 1e9, floorBytes: 5e8 };
    const storage = await readStorage(volume, now);
    expect(storage.history).toEqual([
      { day: '2026-05-21', bytes: 2 },
      { day: '2026-05-29', bytes: 6 },
    ]);
    const growth = (storage.bytes - 2) / 10;
    expect(storage.growth_bytes_per_day).toBeCloseTo(growth, 6);
    expect(storage.days_until_floor).toBeCloseTo(5e8 / growth, 3);
  });

  it('each measurement of a day replaces the one before', async () => {
    await history.write();
    await history.write();
    const today = new Date().toISOString().slice(0, 10);
    const { history: days, tables } = await readStorage(
      { totalBytes: 1, freeBytes: 1, floorBytes: 0 },
      Date.now(),
    );
    expect(days.filter((entry) => entry.day === today)).toHaveLength(1);
    expect(tables.map(({ table }) => table)).toContain('storage_history');
  });

  it('a store whose last commit failed is writable once the engine writes again', async () => {
    let isBroken = true;
    const broken = {
      write: async () => {
        if (isBroken) throw new Error('the engine writes nothing');
      },
    } as unknown as StorageHistory;
    const open = (floorBytes: number) =>
      new StoreHealth({ volume: createVolume(directory, floorBytes), history: broken });
    const health = open(0);
    await health.checkWritable();
    const failing = health.observe(1, () => Promise.reject(new Error('Code: 74.')));
    await expect(failing).rejects.toThrow('Code: 74.');
    // The result of a check is reused for a second.
    expect(await look(health)).toBe('writable');
    vi.advanceTimersByTime(1_001);
    expect(await look(health)).toBe('store_unavailable');
    vi.advanceTimersByTime(6_000);
    expect(await look(health)).toBe('store_unavailable');
    isBroken = false;
    vi.advanceTimersByTime(1_001);
    expect(await look(health)).toBe('writable');
    await expect(open(1e18).checkWritable()).rejects.toMatchObject({ code: 'disk_full' });
  });

  it('is not writable while commits fail, though a small row can be written', async () => {
    const health = new StoreHealth({
      ...{ volume: createVolume(directory, 0), history },
      doubtMs: 2_500,
    });
    const fail = () =>
      health.observe(1, () => Promise.reject(new Error('Code: 76. Too many open files')));
    await fail().catch(() => {});
    for (let seconds = 0; seconds < 10; seconds += 2) {
      expect(await look(health)).toBe('store_unavailable');
      await fail().catch(() => {});
      vi.advanceTimersByTime(2_000);
    }
    vi.advanceTimersByTime(501);
    expect(await look(health)).toBe('writable');
  });

  it('rows that cannot be read do not make a store unwritable', async () => {
    const health = new StoreHealth({ volume: createVolume(directory, 0), history });
    await expect(
      health.observe(1, () => Promise.reject(new Error('Code: 27. cannot parse'))),
    ).rejects.toThrow();
    await expect(health.checkWritable()).resolves.toBeUndefined();
  });
});
