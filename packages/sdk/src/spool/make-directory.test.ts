import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeDirectory } from './make-directory.js';

const root = mkdtempSync(join(tmpdir(), 'sonde-make-directory-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('creates a directory and its parents with mode 0700', () => {
  const path = join(root, 'a', 'b', 'c');
  makeDirectory(path);
  makeDirectory(path);
  for (const made of [path, join(root, 'a')]) expect(statSync(made).mode & 0o777).toBe(0o700);
});

test('throws below a file', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeDirectory(join(root, 'file', 'a'))).toThrow('ENOTDIR');
});

test.skipIf(process.platform !== 'linux')(
  'throws in a file system that has no new directories',
  () => {
    expect(() => makeDirectory('/proc/nowhere/a')).toThrow('ENOENT');
  },
);
