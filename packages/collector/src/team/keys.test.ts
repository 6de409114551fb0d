import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateKey } from './keys.js';

test('each key is new, and has its own hash', () => {
  const { key, hash } = generateKey('write');
  expect(key).toMatch(/^sonde_wk_[\w-]{32}$/);
  expect(hash).toBe(`sha256:${createHash('sha256').update(key).digest('hex')}`);
  expect(generateKey('write').key).not.toBe(key);
  expect(generateKey('read').key).toMatch(/^sonde_rk_[\w-]{32}$/);
});
