import { expect, test } from 'vitest';
import { retentionCutoff } from './cutoff.js';

test.each([
  [1, '2026-11-29T12:00:00.000Z', '2026-10-01T00:00:00.000Z'],
  [1, '2026-12-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
  [1, '2026-11-30T23:59:59.999Z', '2026-10-01T00:00:00.000Z'],
  [12, '2024-02-29T00:00:00.000Z', '2023-02-01T00:00:00.000Z'],
  [3, '2026-01-31T12:00:00.000Z', '2025-10-01T00:00:00.000Z'],
  [1_200, '2026-11-29T12:00:00.000Z', '1926-11-01T00:00:00.000Z'],
])('%i months at %s keep data since %s', (months, now, since) => {
  expect(new Date(retentionCutoff(months, Date.parse(now))).toISOString()).toBe(since);
});
