import { expect, test } from 'vitest';
import { toOperatingSystem } from './operating-system.js';

test.each([
  ['Mac OS X', 'darwin'],
  ['macOS', 'darwin'],
  ['OS X', 'darwin'],
  ['Windows', 'win32'],
  ['Windows_NT', 'win32'],
  ['Linux', 'linux'],
  ['linux', 'linux'],
  ['FreeBSD', 'FreeBSD'],
])('%s is %s', (name, platform) => {
  expect(toOperatingSystem(name)).toBe(platform);
});
