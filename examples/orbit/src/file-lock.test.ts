import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withSessionLock } from './file-lock.js';
import { readSettings } from './settings.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-lock-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const place = (signal = new AbortController().signal) => ({
  settings: readSettings({ XDG_CONFIG_HOME: root }),
  signal,
});
const file = () => join(root, 'orbit', 'session.lock');

test('one holder at a time, and no file is left', async () => {
  let inside = 0;
  const results = await Promise.all(
    [1, 2, 3].map((number) =>
      withSessionLock(place(), async () => {
        inside += 1;
        expect(inside).toBe(1);
        await sleep(5);
        inside -= 1;
        return number;
      }),
    ),
  );
  expect(results).toEqual([1, 2, 3]);
  await expect(
    withSessionLock(place(), async () => {
      throw new Error('work');
    }),
  ).rejects.toThrow('work');
  expect(readdirSync(join(root, 'orbit'))).toEqual([]);
});

test('the lock of a process that was killed is taken over', async () => {
  await withSessionLock(place(), async () => undefined);
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  writeFileSync(file(), `${hostname()} ${pid} gone\n`);
  expect(await withSessionLock(place(), async () => 'taken')).toBe('taken');
});

test('Ctrl-C ends the wait for another’s lock, and keeps that lock', async () => {
  await withSessionLock(place(), async () => undefined);
  writeFileSync(file(), `${hostname()} ${process.pid} held\n`);
  const cancellation = new AbortController();
  const waiting = withSessionLock(place(cancellation.signal), async () => undefined);
  cancellation.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'CancelledError' });
  expect(readdirSync(join(root, 'orbit'))).toEqual(['session.lock']);
});

test('an unwritable directory is an error', async () => {
  writeFileSync(join(root, 'orbit'), '');
  await expect(withSessionLock(place(), async () => undefined)).rejects.toMatchObject({
    name: 'ConfigurationFileError',
  });
});

test('a foreign file in place of the lock is an error', async () => {
  mkdirSync(file(), { recursive: true });
  await expect(withSessionLock(place(), async () => undefined)).rejects.toMatchObject({
    name: 'ConfigurationFileError',
    message: `${file()} is in the way.`,
  });
});
