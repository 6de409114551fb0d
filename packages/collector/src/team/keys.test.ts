import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKey } from './keys.js';

test('a key is new each time, and its hash is that of the key', () => {
  const { key, hash } = createKey('write');
  expect(key).toMatch(/^sonde_wk_[\w-]{32}$/);
  expect(hash).toBe(`sha256:${createHash('sha256').update(key).digest('hex')}`);
  expect(createKey('write').key).not.toBe(key);
  expect(createKey('read').key).toMatch(/^sonde_rk_[\w-]{32}$/);
});
