import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../embedded-store.js';
import type { Store } from '../port.js';
import type { StoredEvent } from '../records.js';
import { collect, createStoredEvent } from '../testing/stored-events.js';
import { restoreBackup } from './restore-backup.js';

const root = mkdtempSync(join(tmpdir(), 'sonde-backup-'));
const path = (name: string) => join(root, name);
const version = '0.0.0';
let names = 0;
const fresh = () => path(`fresh-${++names}`);

afterAll(() => rmSync(root, { recursive: true, force: true }));

const createEvents = (invocation_id: string, count = 3, more: Partial<StoredEvent> = {}) =>
  Array.from({ length: count }, (_, index) =>
    createStoredEvent({ invocation_id, sequence: index + 1, ...more }),
  );

async function readIds(store: Store): Promise<string[]> {
  const events = await collect(store.exportEvents('default', {}));
  return [...new Set(events.map(({ invocation_id }) => invocation_id))].sort();
}

async function restoredIds(backup: string): Promise<string[]> {
  const dataDirectory = fresh();
  await restoreBackup({ directory: backup, dataDirectory });
  const store = await openEmbeddedStore({ directory: dataDirectory });
  try {
    return await readIds(store);
  } finally {
    await store.close();
  }
}

const refusal = (code: string, detail?: string) => ({
  code,
  ...(detail === undefined ? {} : { detail: expect.stringContaining(detail) }),
});

/** A data directory and two backups of it: a full one, and one with what came later. */
beforeAll(async () => {
  const store = await openEmbeddedStore({ directory: path('data') });
  await store.append({ events: createEvents('first'), quarantined: [] });
  await store.append({
    events: createEvents('deleted', 3, { anonymous_id: 'd' }),
    quarantined: [],
  });
  await store.life.deletePerson(
    'default',
    { anonymous_id: 'd' },
    { requestedBy: 'installation', refusesLater: true },
  );
  await store.backup({ directory: path('whole'), version });
  await store.append({ events: createEvents('second'), quarantined: [] });
  await store.backup({ directory: path('more'), base: path('whole'), version });
  await store.close();
});

describe('a backup', () => {
  it('is restored together with its base', async () => {
    expect(await restoredIds(path('whole'))).toEqual(['first']);
    expect(await restoredIds(path('more'))).toEqual(['first', 'second']);
  });

  it('still finds its base when both were moved', async () => {
    mkdirSync(path('moved'));
    for (const name of ['whole', 'more'])
      cpSync(path(name), join(path('moved'), name), { recursive: true });
    renameSync(path('whole'), path('elsewhere'));
    try {
      expect(await restoredIds(join(path('moved'), 'more'))).toEqual(['first', 'second']);
    } finally {
      renameSync(path('elsewhere'), path('whole'));
    }
  });

  it('does not copy what its base has', () => {
    const bytes = (name: string) =>
      JSON.parse(readFileSync(join(path(name), 'sonde-backup.json'), 'utf8')).files.filter(
        (file: { path: string }) => file.path.includes('/data/sonde/events/'),
      ).length;
    expect(bytes('more')).toBeLessThan(bytes('whole'));
  });

  it('can be read by its owner only', () => {
    expect(statSync(path('whole')).mode & 0o077).toBe(0);
    expect(statSync(join(path('whole'), 'engine')).mode & 0o077).toBe(0);
    expect(statSync(join(path('whole'), 'sonde-backup.json')).mode & 0o077).toBe(0);
  });

  it('of a restored store can be based on a backup of the first', async () => {
    const dataDirectory = fresh();
    await restoreBackup({ directory: path('more'), dataDirectory });
    const store = await openEmbeddedStore({ directory: dataDirectory });
    await store.append({ events: createEvents('third'), quarantined: [] });
    const directory = fresh();
    await store.backup({ directory, base: path('more'), version });
    await store.close();
    expect(await restoredIds(directory)).toEqual(['first', 'second', 'third']);
  });

  it('has everything that was acknowledged before it began, while more events arrive', async () => {
    const store = await openEmbeddedStore({ directory: fresh(), commitIntervalMs: 0 });
    const acknowledged: string[] = [];
    let isOver = false;
    const appendOn = async (name: string) => {
      for (let number = 1; !isOver; number += 1) {
        const id = `${name}-${String(number).padStart(6, '0')}`;
        // Spread over three months: three parts per commit.
        const events = [0, 30, 60].map((days, index) =>
          createStoredEvent({
            invocation_id: id,
            sequence: index + 1,
            timestamp: Date.UTC(2026, 2, 20) + days * 86_400_000,
          }),
        );
        await store.append({ events, quarantined: [] });
        acknowledged.push(id);
      }
    };
    const writers = ['a', 'b', 'c'].map(appendOn);
    await expect.poll(() => acknowledged.length, { interval: 10 }).toBeGreaterThanOrEqual(12);
    const before = [...acknowledged].sort();
    const directory = fresh();
    await store.backup({ directory, version });
    isOver = true;
    await Promise.all(writers);
    await store.close();
    const restored = new Set(await restoredIds(directory));
    expect(before.filter((id) => !restored.has(id))).toEqual([]);
  });

  it('is removed when it is aborted, and when the store closes', async () => {
    const store = await openEmbeddedStore({ directory: fresh() });
    await store.append({ events: createEvents('x'), quarantined: [] });
    const aborted = fresh();
    const signal = AbortSignal.abort();
    await expect(store.backup({ directory: aborted, version, signal })).rejects.toMatchObject(
      refusal('backup_failed'),
    );
    const closed = fresh();
    const failure = store.backup({ directory: closed, version }).catch((error: unknown) => error);
    await store.close();
    expect(await failure).toMatchObject(refusal('backup_failed'));
    expect([existsSync(aborted), existsSync(closed)]).toEqual([false, false]);
  });
});

describe('is not written', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openEmbeddedStore({ directory: path('data') });
  });
  afterAll(() => store.close());

  const refuse = async (code: string, options: { directory?: string; base?: string }) => {
    const { directory = fresh(), ...more } = options;
    await expect(store.backup({ directory, version, ...more })).rejects.toMatchObject({ code });
    return directory;
  };

  it('into a directory that is not empty', async () => {
    const directory = fresh();
    mkdirSync(directory);
    writeFileSync(join(directory, 'note'), 'keep me');
    await refuse('backup_directory_not_empty', { directory });
    await refuse('backup_directory_not_empty', { directory: path('whole') });
    expect(readdirSync(directory)).toEqual(['note']);
  });

  it.each([
    ['relative', 'backup'],
    ['in the data directory', join(path('data'), 'backup')],
    ['the data directory itself', path('data')],
    ['impossible to create', '/proc/sonde/backup'],
  ])('into a directory that is %s', async (_, directory) => {
    await refuse('backup_directory_unusable', { directory });
  });

  it('on a base that is missing, unfinished, damaged, or without its own base', async () => {
    const directory = await refuse('backup_base_unusable', { base: path('nowhere') });
    expect(existsSync(directory)).toBe(false);
    const unfinished = fresh();
    cpSync(path('whole'), unfinished, { recursive: true });
    rmSync(join(unfinished, 'sonde-backup.json'));
    await refuse('backup_base_unusable', { base: unfinished });
    const damaged = fresh();
    cpSync(path('whole'), damaged, { recursive: true });
    rmSync(join(damaged, 'engine', 'tables', 'data'), { recursive: true });
    await refuse('backup_base_unusable', { base: damaged });
    renameSync(path('whole'), path('away'));
    await refuse('backup_base_unusable', { base: path('more') });
    renameSync(path('away'), path('whole'));
  });

  it('while another one is written', async () => {
    const first = store.backup({ directory: fresh(), version });
    await refuse('backup_running', {});
    await first;
  });

  /** Mounts a volume of that size and passes it to `use`; skips if mounting is not possible. */
  async function withVolume(
    megabytes: number,
    skip: (note: string) => never,
    use: (volume: string) => Promise<void>,
  ): Promise<void> {
    const volume = fresh();
    mkdirSync(volume);
    try {
      execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', volume], {
        stdio: 'ignore',
      });
    } catch {
      skip('no file system can be mounted here');
    }
    try {
      await use(volume);
    } finally {
      execFileSync('/bin/umount', ['-l', volume]);
    }
  }

  it('onto a volume that is too small', async ({ skip }) => {
    await withVolume(4, skip, async (volume) => {
      await refuse('volume_too_small', { directory: join(volume, 'backup') });
      await refuse('volume_too_small', { directory: volume });
      expect(readdirSync(volume)).toEqual([]);
    });
  });

  it('onto a volume that fills up meanwhile, which the engine does not notice', async ({
    skip,
  }) => {
    const events = createEvents('large', 3000).map((event) => ({
      ...event,
      properties: { text: Array.from({ length: 60 }, () => Math.random().toString(36)) },
    }));
    await store.append({ events, quarantined: [] });
    /** Whether it filled before the backup had ended. */
    const fillMeanwhile = async (volume: string): Promise<boolean> => {
      const directory = join(volume, 'backup');
      let isFull = false;
      const filling = setInterval(() => {
        if (isFull || !existsSync(join(directory, 'engine', 'deletions', '.backup'))) return;
        isFull = true;
        try {
          writeFileSync(join(volume, 'lost+found'), Buffer.alloc(24_000_000));
        } catch {
          // The volume is full now.
        }
      }, 1);
      const failure = await store.backup({ directory, version }).then(
        () => undefined,
        (error: unknown) => error,
      );
      clearInterval(filling);
      // On a busy machine all of it may have been written before.
      if (failure === undefined) return false;
      expect(failure).toMatchObject({ code: 'volume_too_small' });
      expect(readdirSync(volume)).toEqual(['lost+found']);
      return true;
    };
    let wasFilled = false;
    for (let attempt = 0; attempt < 20 && !wasFilled; attempt += 1) {
      await withVolume(24, skip, async (volume) => {
        wasFilled = await fillMeanwhile(volume);
      });
    }
    expect(wasFilled).toBe(true);
  });
});

describe('is not restored', () => {
  const copy = (change: (directory: string) => void) => {
    const directory = fresh();
    cpSync(path('whole'), directory, { recursive: true });
    change(directory);
    return directory;
  };
  const refuse = async (directory: string, code: string, detail?: string) => {
    const dataDirectory = fresh();
    await expect(restoreBackup({ directory, dataDirectory })).rejects.toMatchObject(
      refusal(code, detail),
    );
    expect(existsSync(dataDirectory)).toBe(false);
  };
  const someFile = (directory: string) => {
    const { files } = JSON.parse(readFileSync(join(directory, 'sonde-backup.json'), 'utf8'));
    const large = files.find(({ path }: { path: string }) => path.endsWith('data.bin'));
    return join(directory, large.path);
  };
  const changeManifest = (change: Record<string, unknown>) => (directory: string) => {
    const file = join(directory, 'sonde-backup.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...manifest, ...change }));
  };

  it('from a directory without a backup', async () => {
    await refuse(path('nowhere'), 'backup_incomplete');
    await refuse(root, 'backup_incomplete');
  });

  it('when a file is missing, too short, too long or changed', async () => {
    await refuse(
      copy((it) => rmSync(someFile(it))),
      'backup_damaged',
      'is missing',
    );
    await refuse(
      copy((it) => truncateSync(someFile(it), 5)),
      'backup_damaged',
      'has 5 bytes',
    );
    await refuse(
      copy((it) => appendFileSync(someFile(it), 'x')),
      'backup_damaged',
      'bytes instead',
    );
    await refuse(
      copy((it) => {
        const bytes = readFileSync(someFile(it));
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        writeFileSync(someFile(it), bytes);
      }),
      'backup_damaged',
      'another checksum',
    );
  });

  it('when its manifest is cut off or not a manifest', async () => {
    const manifest = (it: string) => join(it, 'sonde-backup.json');
    await refuse(
      copy((it) => truncateSync(manifest(it), 300)),
      'backup_damaged',
    );
    await refuse(
      copy((it) => writeFileSync(manifest(it), 'null')),
      'backup_damaged',
    );
    await refuse(
      copy((it) => writeFileSync(manifest(it), '{"format":1}')),
      'backup_damaged',
    );
    const outside = [{ path: '../../etc/passwd', bytes: 1, sha256: '' }];
    await refuse(copy(changeManifest({ files: outside })), 'backup_damaged');
  });

  it('when a later program wrote it', async () => {
    await refuse(copy(changeManifest({ format: 2 })), 'backup_newer_than_program');
    await refuse(copy(changeManifest({ migration: 9999 })), 'backup_newer_than_program', '9999');
  });

  it('when its base is missing', async () => {
    const directory = path('alone/more');
    cpSync(path('more'), directory, { recursive: true });
    renameSync(path('whole'), path('away'));
    await refuse(directory, 'backup_base_unusable', path('whole'));
    renameSync(path('away'), path('whole'));
  });

  it('over any existing data', async () => {
    for (const name of ['note', 'sonde-store']) {
      const dataDirectory = fresh();
      mkdirSync(dataDirectory);
      writeFileSync(join(dataDirectory, name), 'keep me');
      await expect(
        restoreBackup({ directory: path('whole'), dataDirectory }),
      ).rejects.toMatchObject(refusal('restore_over_data'));
      expect(readdirSync(dataDirectory)).toEqual([name]);
    }
    await expect(
      restoreBackup({ directory: path('whole'), dataDirectory: path('data') }),
    ).rejects.toMatchObject(refusal('restore_over_data'));
  });
});

const program = fileURLToPath(new URL('../fixtures/backup-until-killed.mjs', import.meta.url));

/** Runs it in a separate process, and kills that so long after it began, or once a path exists. */
async function runAndKill(args: string[], when: number | string): Promise<string> {
  const child = spawn(process.execPath, [program, ...args], {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '' && typeof when === 'number') setTimeout(() => child.kill('SIGKILL'), when);
    said += text;
  });
  const looking = setInterval(() => {
    if (typeof when === 'string' && existsSync(when)) child.kill('SIGKILL');
  }, 1);
  await once(child, 'close');
  clearInterval(looking);
  return said;
}

describe('killed in the middle', () => {
  it('a backup is incomplete, and the next one is complete', async () => {
    for (const afterMs of [5, 60, 120]) {
      const directory = fresh();
      const said = await runAndKill(['backup', path('data'), directory], afterMs);
      if (said === 'begun done') continue;
      expect(said).toBe('begun ');
      if (!existsSync(join(directory, 'sonde-backup.json'))) {
        await expect(restoreBackup({ directory, dataDirectory: fresh() })).rejects.toMatchObject(
          refusal('backup_incomplete'),
        );
      }
    }
    const store = await openEmbeddedStore({ directory: path('data') });
    const directory = fresh();
    await store.backup({ directory, version });
    const ids = await readIds(store);
    await store.close();
    expect(await restoredIds(directory)).toEqual(ids);
  });

  it('a restore does not count as data, and starts over', async () => {
    const dataDirectory = fresh();
    let interrupted = 0;
    for (const when of [join(dataDirectory, 'sonde-restoring'), 5, 150, 300, 600]) {
      const said = await runAndKill(['restore', path('more'), dataDirectory], when);
      if (said === 'begun done') {
        if (interrupted > 0) break;
        rmSync(dataDirectory, { recursive: true });
        continue;
      }
      expect(said).toBe('begun ');
      if (!existsSync(join(dataDirectory, 'sonde-restoring'))) continue;
      interrupted += 1;
      await expect(openEmbeddedStore({ directory: dataDirectory })).rejects.toMatchObject(
        refusal('restore_unfinished'),
      );
    }
    if (!existsSync(join(dataDirectory, 'sonde-store'))) {
      await restoreBackup({ directory: path('more'), dataDirectory });
    }
    expect(interrupted).toBeGreaterThan(0);
    const store = await openEmbeddedStore({ directory: dataDirectory });
    expect(await readIds(store)).toEqual(['first', 'second']);
    await store.close();
  });
});
