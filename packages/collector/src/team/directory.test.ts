import { SondeError } from '@sonde/protocol';
import { openEmbeddedStore, type Store, type TeamChange } from '@sonde/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDirectory } from '../testing/collector-process.js';
import { Directory } from './directory.js';
import type { ProjectRecord } from './records.js';

const data = createTestDirectory();
let store: Store;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: data.path('data') });
});
afterAll(async () => {
  await store.close();
  data.remove();
});

const now = Date.now;
const createProject = (id: string, title = id): ProjectRecord => ({
  ...{ id, title, created_at: 1, archived_at: null, retention_months: null },
});
const write = (body: ProjectRecord) => ({ kind: 'project' as const, body });

test('a change takes effect at once, and survives a restart', async () => {
  const directory = await Directory.open({ store, now });
  const committed = directory.commit([write(createProject('first'))]);
  expect(directory.projects.get('first')?.title).toBe('first');
  await committed;
  await directory.commit([write(createProject('first', 'Renamed'))]);
  await directory.commit([write(createProject('second'))]);
  await directory.commit([{ kind: 'project', id: 'second', body: null }]);
  await directory.close();
  const again = await Directory.open({ store, now });
  expect(again.projects.get('first')?.title).toBe('Renamed');
  expect(again.projects.get('second')).toBeUndefined();
  await again.close();
});

test('it reads records of another collector, and keeps newer ones of its own', async () => {
  const [one, two] = [
    await Directory.open({ store, now, refreshMs: 20 }),
    await Directory.open({ store, now, refreshMs: 20 }),
  ];
  await one.commit([write(createProject('seen'))]);
  await expect.poll(() => two.projects.get('seen')).toBeDefined();
  await two.commit([write(createProject('seen', 'By two'))]);
  await expect.poll(() => one.projects.get('seen')?.title).toBe('By two');
  await Promise.all([one.close(), two.close()]);
});

test('a change that cannot be stored is undone, with later changes', async () => {
  const failing: { fails: boolean; waiting: (() => void)[] } = { fails: false, waiting: [] };
  /** The real store, with commits that wait for a signal, and then all fail or all succeed. */
  const append = async (change: TeamChange) => {
    await new Promise<void>((resolve) => failing.waiting.push(resolve));
    if (failing.fails) throw new SondeError('disk_full');
    await store.team.append(change);
  };
  const team = { ...bound(store), append };
  const directory = await Directory.open({ store: { team }, now });
  const release = () => {
    for (const resolve of failing.waiting.splice(0)) resolve();
  };
  const first = directory.commit([write(createProject('undone', 'Before'))]);
  release();
  await first;
  failing.fails = true;
  const changes = [
    directory.commit([write(createProject('undone', 'One'))]),
    directory.commit([write(createProject('undone', 'Two')), write(createProject('undone-too'))]),
  ];
  expect(directory.projects.get('undone')?.title).toBe('Two');
  release();
  const results = await Promise.allSettled(changes);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(directory.projects.get('undone')?.title).toBe('Before');
  expect(directory.projects.get('undone-too')).toBeUndefined();
  failing.fails = false;
  const after = directory.commit([write(createProject('undone', 'After'))]);
  release();
  await after;
  await directory.close();
  const again = await Directory.open({ store, now });
  expect(again.projects.get('undone')?.title).toBe('After');
  await again.close();
});

function bound({ team }: Store) {
  return {
    readSince: (revision: number) => team.readSince(revision),
    readAudit: team.readAudit.bind(team),
  };
}
