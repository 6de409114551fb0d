import { expect, it } from 'vitest';
import { formatBytes } from './bytes.js';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [999.6, '1.00 kB'],
  [1_234, '1.23 kB'],
  [9_996, '10.0 kB'],
  [99_960, '100 kB'],
  [999_499, '999 kB'],
  [999_501, '1.00 MB'],
  [45_600_000_000, '45.6 GB'],
  [-2_500_000, '−2.50 MB'],
  [1e21, '1000000 PB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
