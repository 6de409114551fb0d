import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openChdb } from './chdb.js';
import { openEmbeddedStore } from './embedded-store.js';
import { shareMemory } from './engine-memory.js';
import { readPersonKey } from './life/data-life.js';
import { hashPerson } from './life/fingerprint.js';
import { collect, createStoredEvent } from './testing/stored-events.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const fixture = fileURLToPath(new URL('./fixtures/append-forever.mjs', import.meta.url));

/** Runs the fixture and returns what it reported as stored. */
function startAppending(run: number) {
  const child = spawn(process.execPath, [fixture, directory, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '' },
  });
  const acknowledged: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    acknowledged.push(...lines);
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return { child, acknowledged, closed };
}

it.each(['SIGABRT', 'SIGSEGV'] as const)('ends when it crashes with %s', async (signal) => {
  const { child, acknowledged, closed } = startAppending(0);
  await expect.poll(() => acknowledged.length, { interval: 5 }).toBeGreaterThan(0);
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 120_000);
  await closed;
  clearTimeout(late);
  expect(child.signalCode).toBe(signal);
});

it('has everything it acknowledged after it was killed repeatedly', async () => {
  const acknowledged: string[] = [];
  for (let run = 0; run < 5; run += 1) {
    const appending = startAppending(run);
    const wanted = 12 + run * 7;
    await expect
      .poll(() => appending.acknowledged.length, { interval: 5 })
      .toBeGreaterThanOrEqual(wanted);
    appending.child.kill('SIGKILL');
    await appending.closed;
    acknowledged.push(...appending.acknowledged);
  }
  const store = await openEmbeddedStore({ directory });
  const counts = new Map<string, number>();
  for (const { invocation_id } of await collect(store.exportEvents('default', {}))) {
    counts.set(invocation_id, (counts.get(invocation_id) ?? 0) + 1);
  }
  await store.close();
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(acknowledged.filter((name) => counts.get(name) !== 25)).toEqual([]);
  // A batch is stored as a whole or not at all, acknowledged or not.
  expect([...counts.values()].filter((count) => count !== 25)).toEqual([]);
});

it('finishes at the start all deletions that a crash cut short', async () => {
  const ids = Array.from({ length: 25 }, (_, i) => `id-${i}`);
  const store = await openEmbeddedStore({ directory });
  const events = ['other', ...ids].map((anonymous_id) =>
    createStoredEvent({ anonymous_id, invocation_id: anonymous_id }),
  );
  await store.append({ events, quarantined: [] });
  await store.close();
  const engine = await openChdb(
    join(directory, 'clickhouse'),
    shareMemory({ totalBytes: 2 ** 30, processors: 2 }),
  );
  const key = await readPersonKey(engine.writer);
  await engine.writer.insert({
    table: 'sonde.deletion_receipts',
    columns: ['project', 'id', 'kind', 'person', 'requested_at'],
    values: ids.map((id) => ['default', id, 'anonymous_id', hashPerson(key, 'default', id), 1]),
    format: 'JSONCompactEachRow',
  });
  await engine.close();
  const again = await openEmbeddedStore({ directory });
  const left = async () =>
    (await collect(again.exportEvents('default', {}))).map(({ anonymous_id }) => anonymous_id);
  await expect.poll(left, { interval: 200 }).toEqual(['other']);
  await again.close();
});

it('refuses a directory that another process uses, and opens it once that is gone', async () => {
  const { child, acknowledged, closed } = startAppending(0);
  await expect.poll(() => acknowledged.length, { interval: 5 }).toBeGreaterThan(0);
  await expect(openEmbeddedStore({ directory })).rejects.toMatchObject({
    code: 'data_directory_in_use',
  });
  child.kill('SIGKILL');
  await closed;
  const store = await openEmbeddedStore({ directory });
  await store.check();
  await store.close();
});

it('refuses a path that cannot be a directory', async () => {
  await writeFile(join(directory, 'file'), '');
  await expect(openEmbeddedStore({ directory: join(directory, 'file') })).rejects.toMatchObject({
    code: 'data_directory_not_writable',
  });
});

it('makes the directory readable only by its owner', async () => {
  const data = join(directory, 'a', 'b');
  const store = await openEmbeddedStore({ directory: data });
  await store.close();
  expect((await stat(data)).mode & 0o777).toBe(0o700);
});

it('answers the same after closing and reopening', async () => {
  const event = createStoredEvent({ timestamp: Date.now(), sent_at: null });
  const first = await openEmbeddedStore({ directory });
  await first.append({ events: [event], quarantined: [] });
  const before = await collect(first.exportEvents('default', {}));
  await first.close();
  await expect(first.append({ events: [event], quarantined: [] })).rejects.toMatchObject({
    code: 'store_unavailable',
  });

  const second = await openEmbeddedStore({ directory });
  expect(await collect(second.exportEvents('default', {}))).toEqual(before);
  // It is remembered after the restart.
  expect(await second.append({ events: [event], quarantined: [] })).toEqual({
    accepted: 0,
    duplicates: 1,
  });
  await second.close();
});

async function findFiles(pattern: RegExp): Promise<string[]> {
  const all = await readdir(directory, { recursive: true });
  return all.filter((path) => pattern.test(path)).map((path) => join(directory, path));
}

/** Only events are partitioned by month. */
const partOfEvents = /\b202605_[\d_]+\/data\.bin$/;

it.each([
  [
    'garbage in a part',
    async () => {
      const [data = ''] = await findFiles(partOfEvents);
      await writeFile(data, 'garbage'.repeat(9));
    },
  ],
  [
    'a part without its data',
    async () => {
      const [data = ''] = await findFiles(partOfEvents);
      await rm(data);
    },
  ],
  [
    'a definition that cannot be read',
    async () => {
      const [definition = ''] = await findFiles(/events\.sql$/);
      await writeFile(definition, 'garbage');
    },
  ],
  [
    'its tables gone',
    async () => {
      await rm(join(directory, 'clickhouse', 'metadata'), { recursive: true });
    },
  ],
])('reports damaged data: %s', async (_, damage) => {
  const store = await openEmbeddedStore({ directory });
  await store.append({ events: [createStoredEvent()], quarantined: [] });
  await store.close();
  await damage();
  await expect(openEmbeddedStore({ directory })).rejects.toMatchObject({ code: 'data_corrupt' });
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

it('reports a full disk, stores no partial batches and continues when there is space', async ({
  skip,
}) => {
  const volume = join(directory, 'volume');
  await mkdir(volume);
  if (!mountSmall(volume)) skip('mounting is not allowed here');
  try {
    const store = await openEmbeddedStore({
      directory: join(volume, 'data'),
      diskFloorBytes: 16_000_000,
    });
    const batch = (name: string) => ({
      events: Array.from({ length: 20 }, (_, i) =>
        createStoredEvent({ invocation_id: name, sequence: i + 1 }),
      ),
      quarantined: [],
    });
    await store.append(batch('before'));
    // Leaves almost no space.
    await writeFile(join(volume, 'ballast'), Buffer.alloc(64 * 1024 * 1024)).catch(() => {});
    await expect(store.append(batch('full'))).rejects.toMatchObject({ code: 'disk_full' });
    const stored = await collect(store.exportEvents('default', {}));
    expect(new Set(stored.map(({ invocation_id }) => invocation_id))).toEqual(new Set(['before']));

    await rm(join(volume, 'ballast'));
    expect(await store.append(batch('full'))).toEqual({ accepted: 20, duplicates: 0 });
    expect(await collect(store.exportEvents('default', {}))).toHaveLength(40);
    await store.close();
  } finally {
    execFileSync('umount', ['-l', volume]);
  }
});
