import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPrivateFile, writePrivateFile } from './private-file.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-private-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a written file is readable only by its owner, and is read back', () => {
  const file = join(root, 'a', 'b.json');
  writePrivateFile(file, { a: 1 });
  expect(readPrivateFile(file)).toEqual({ a: 1 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700);
  expect(readPrivateFile(join(root, 'none'))).toBeUndefined();
});

test('devices and long files are not read: they might never end', () => {
  const file = join(root, 'b.json');
  mkdirSync(file);
  expect(() => readPrivateFile(file)).toThrow(`${file} cannot be read.`);
  expect(() => readPrivateFile('/dev/zero')).toThrow('/dev/zero cannot be read.');
  const long = join(root, 'long.json');
  writeFileSync(long, `"${'a'.repeat(10_000_001)}"`);
  expect(() => readPrivateFile(long)).toThrow(`${long} cannot be read.`);
  writeFileSync(long, '{"a": ');
  expect(() => readPrivateFile(long)).toThrow(`${long} is damaged.`);
});
