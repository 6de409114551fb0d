import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './digest.js';
import { sha256 as sha256InSender } from './digest-in-sender.js';

test('the sender comes to the digest that Node.js comes to', () => {
  expect(sha256InSender('')).toBe(sha256(''));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(sha256InSender(text)).toBe(sha256(text));
    }),
  );
  // Around the ends of blocks, and longer than any catalog.
  for (const length of [54, 55, 56, 57, 63, 64, 65, 119, 120, 300_000]) {
    expect(sha256InSender('é'.repeat(length))).toBe(sha256('é'.repeat(length)));
    expect(sha256InSender('x'.repeat(length))).toBe(sha256('x'.repeat(length)));
  }
});
