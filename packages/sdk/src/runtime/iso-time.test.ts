import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoTime } from './iso-time.js';

test('formats every time as Date does', () => {
  const days = [0, 1, 58, 59, 60, 365, 10_956, 11_016, 47_540, 2_932_896].map((day) => day * 864e5);
  for (const time of [...days, -1, 253_402_300_799_999, 253_402_300_800_000, 8e15]) {
    expect(isoTime(time)).toBe(new Date(time).toISOString());
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 254_000_000_000_000 }), (time) => {
      expect(isoTime(time)).toBe(new Date(time).toISOString());
    }),
    { numRuns: 5_000 },
  );
});
