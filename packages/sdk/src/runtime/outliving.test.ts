import { expect, test } from 'vitest';
import { killsDetachedChildren } from './outliving.js';

test('Bun kills its children only on Windows', () => {
  expect(killsDetachedChildren('win32', { bun: '1.4.5' })).toBe(true);
  expect(killsDetachedChildren('win32', { node: '24.0.0' })).toBe(false);
  expect(killsDetachedChildren('darwin', { bun: '1.4.5' })).toBe(false);
});
