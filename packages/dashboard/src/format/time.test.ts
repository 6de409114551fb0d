import { expect, it } from 'vitest';
import {
  formatAgo,
  formatDay,
  formatDays,
  formatInstant,
  formatInterval,
  formatIntervalInFull,
} from './time.js';

const now = Date.parse('2026-11-21T12:00:00.000Z');

it('writes instants in UTC', () => {
  expect(formatInstant('2026-11-21T14:05:09.123Z')).toBe('21 Nov 2026, 14:05:09 UTC');
  expect(formatInstant('not a time')).toBe('–');
});

it('writes instants and days in a zone', () => {
  expect(formatInstant('2026-11-21T23:05:09.123Z', 'Europe/Berlin')).toBe(
    '22 Nov 2026, 00:05:09 CET',
  );
  expect(formatDay('2026-12-31T23:00:00.000Z', now, 'Europe/Berlin')).toBe('1 Jan 2027');
  const hour = ['2026-11-21T18:15:00.000Z', 'hour', 'Asia/Kathmandu'] as const;
  expect(formatIntervalInFull(...hour)).toBe('22 Nov, 00:00 GMT+5:45');
});

it('leaves out the current year', () => {
  expect(formatDay('2026-02-03T00:00:00.000Z', now)).toBe('3 Feb');
  expect(formatDay('2025-12-31T23:59:59.999Z', now)).toBe('31 Dec 2025');
});

it('names the interval of a point', () => {
  expect(formatInterval('2026-11-21T00:00:00.000Z', 'day', 'UTC')).toBe('21 Nov');
  expect(formatInterval('2026-11-21T14:00:00.000Z', 'hour', 'UTC')).toBe('14:00');
  expect(formatIntervalInFull('2026-11-21T14:00:00.000Z', 'hour', 'UTC')).toBe('21 Nov, 14:00 UTC');
});

it.each([
  ['2026-11-21T11:59:40.000Z', 'just now'],
  ['2026-11-21T11:55:00.000Z', '5 min ago'],
  ['2026-11-21T09:00:00.000Z', '3 h ago'],
  ['2026-11-20T11:00:00.000Z', '1 day ago'],
  ['2026-11-10T11:00:00.000Z', '10 Nov'],
  ['2026-11-21T12:30:00.000Z', '21 Nov 2026, 12:30:00 UTC'],
])('%s was %s', (time, text) => {
  expect(formatAgo(time, now)).toBe(text);
});

it('names a single day once', () => {
  const day = '2026-11-21T00:00:00.000Z';
  expect(formatDays(day, '2026-11-21T23:59:59.999Z')).toBe('21 Nov 2026');
  expect(formatDays(day, '2026-11-23')).toBe('21 Nov 2026 to 23 Nov 2026');
});
