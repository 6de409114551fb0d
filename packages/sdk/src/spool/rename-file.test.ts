import { expect, test } from 'vitest';
import { renameFile } from './rename-file.js';

/** Fails this many times, and counts its calls. */
function failing(times: number, code: string) {
  const asked = { count: 0 };
  const rename = () => {
    asked.count += 1;
    if (asked.count <= times) throw Object.assign(new Error(code), { code });
  };
  return { asked, rename };
}

test.each(['EPERM', 'EACCES', 'EBUSY'])('%s is retried on Windows', (code) => {
  const { asked, rename } = failing(2, code);
  renameFile('a', 'b', { platform: 'win32', rename });
  expect(asked.count).toBe(3);
});

test.each([
  ['win32', 'ENOENT', 1],
  ['win32', 'EBUSY', 5],
  ['linux', 'EPERM', 1],
  ['darwin', 'EACCES', 1],
])('on %s, %s is thrown at the attempt %i', (platform, code, count) => {
  const { asked, rename } = failing(9, code);
  expect(() => renameFile('a', 'b', { platform, rename })).toThrow(code);
  expect(asked.count).toBe(count);
});
