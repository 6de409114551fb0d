import { expect, test } from 'vitest';
import { anonymousIdOf } from './deletion.js';

test.each([
  ['0', '00000000-0000-4000-8000-000000000000'],
  ['9', '99999999-9999-4999-9999-999999999999'],
  ['f', 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
])('a digest of %s makes a UUID of version 4', (digit, id) => {
  expect(anonymousIdOf(digit.repeat(64))).toBe(id);
});

test('each digit of the first half counts, but for the version and the variant', () => {
  const ids = new Set<string>();
  for (let at = 0; at < 32; at += 1) {
    ids.add(anonymousIdOf(`${'0'.repeat(at)}1${'0'.repeat(63 - at)}`));
  }
  // The digit of the version is fixed; every other digit makes a difference.
  expect(ids.size).toBe(32);
});
