import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.js';

test.each([
  [undefined, 0],
  ['2', 2_000],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 59_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', 0],
])('%s', (header, wait) => {
  expect(retryAfterMs(header, 1_000)).toBe(wait);
});
