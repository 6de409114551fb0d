import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRecordFile } from './record-file.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'orbit-cloud-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const hour = 3_600_000;
const record = (model: string, key: string, expiresInMs: number | null = hour) => ({
  model,
  key,
  payload: { accountId: key },
  expires_at: expiresInMs === null ? null : Date.now() + expiresInMs,
});
const readKeys = (): string[] =>
  JSON.parse(readFileSync(join(directory, 'sessions.json'), 'utf8')).records.map(
    ({ key }: { key: string }) => key,
  );

test('records survive reopening, except expired ones', async () => {
  const first = openRecordFile(directory);
  await Promise.all([
    first.put(record('Grant', 'a')),
    first.put(record('Grant', 'gone', -1)),
    first.put(record('Session', 'b', null)),
  ]);
  expect(first.get('Grant', 'gone')).toBeUndefined();
  expect(readKeys().sort()).toEqual(['a', 'b']);
  const second = openRecordFile(directory);
  expect(second.get('Grant', 'a')?.payload).toEqual({ accountId: 'a' });
  expect(second.find(({ payload }) => payload.accountId === 'b')?.key).toBe('b');
  expect(await second.remove(({ model }) => model === 'Grant')).toBe(1);
  expect(await second.remove(({ model }) => model === 'Grant')).toBe(0);
  expect(openRecordFile(directory).get('Grant', 'a')).toBeUndefined();
});

test('unfinished sign-ins evict only the oldest of them', async () => {
  const records = openRecordFile(directory);
  const session = records.put(record('Session', 'a', 1));
  const many = Array.from({ length: 1005 }, (_, index) =>
    records.put(record('Interaction', `i${index}`, hour + index)),
  );
  await Promise.all([session, ...many]);
  const kept = readKeys().filter((key) => key.startsWith('i'));
  expect(kept).toHaveLength(1000);
  expect(kept[0]).toBe('i5');
});

test('a failed write is reported, and the next one includes its changes', async () => {
  const records = openRecordFile(directory);
  rmSync(directory, { recursive: true });
  await expect(records.put(record('Grant', 'a'))).rejects.toThrow('ENOENT');
  mkdirSync(directory);
  await records.put(record('Grant', 'b'));
  expect(readKeys()).toEqual(['a', 'b']);
});

test.each(['{"format": 99, "records": []}', '[', 'null'])(
  'a foreign file is not touched: %s',
  (text) => {
    const file = join(directory, 'sessions.json');
    writeFileSync(file, text);
    expect(() => openRecordFile(directory)).toThrow('was not written by');
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);
