import { expect, test } from 'vitest';
import { stableUuid } from './stable-uuid.js';

test('a UUID stays as it is', () => {
  const id = '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90';
  expect(stableUuid(id)).toBe(id);
});

test('any other id gives the same UUID each time, and different ids give different UUIDs', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `node-next-1796063744823-${index}`);
  const uuids = ids.map(stableUuid);
  expect(uuids).toEqual(ids.map(stableUuid));
  expect(new Set(uuids).size).toBe(ids.length);
  for (const part of [0, 1, 3, 4].map((at) => new Set(uuids.map((uuid) => uuid.split('-')[at])))) {
    expect(part.size).toBeGreaterThan(3_000);
  }
  expect(uuids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});
