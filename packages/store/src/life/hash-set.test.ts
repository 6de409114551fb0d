import { expect, test } from 'vitest';
import { HashSet } from './hash-set.js';

test('contains what was added, one by one or in bulk', () => {
  const hashes = Array.from({ length: 20_000 }, (_, i) => BigInt(i * 7) ** 3n);
  const set = new HashSet();
  set.add(hashes.slice(0, 5_000));
  set.add(hashes.slice(0, 10));
  for (const hash of hashes.slice(5_000)) set.add([hash]);
  expect(hashes.every((hash) => set.has(hash))).toBe(true);
  expect(hashes.some((hash) => set.has(hash + 1n))).toBe(false);
});

test('adds many hashes one by one in reasonable time', () => {
  const set = new HashSet();
  const began = performance.now();
  // With a copy and a sort each time, this would take minutes.
  for (let i = 0; i < 200_000; i += 1) set.add([BigInt((i * 2_654_435_761) % 4_294_967_296)]);
  expect(performance.now() - began).toBeLessThan(30_000);
});
