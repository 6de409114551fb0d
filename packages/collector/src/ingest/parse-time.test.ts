import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTime } from './parse-time.js';

const noon = Date.UTC(2026, 0, 31, 12);

test.each([
  ['2026-01-31T12:00:00.000Z', noon],
  ['2026-01-31T12:00:00Z', noon],
  ['2026-01-31T12:00Z', noon],
  ['2026-01-31T13:30:00.123456+01:30', noon + 123],
  ['2026-01-31T04:00:00-08:00', noon],
  ['2000-01-01T00:00:00.000Z', Date.UTC(2000, 0, 1)],
  ['2099-12-31T23:59:59.999Z', Date.UTC(2100, 0, 1) - 1],
])('%s is read', (text, time) => {
  expect(parseTime(text)).toBe(time);
});

test.each([
  '',
  'yesterday',
  '2026-01-31',
  '2026-01-31T12:00:00',
  '2026-02-30T12:00:00.000Z',
  '2026-02-30T12:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00.000Z',
  '2026-01-00T00:00:00.000Z',
  '2026-01-31T24:00:00.000Z',
  '2026-01-31T24:00:00Z',
  '2026-01-31T12:60:00Z',
  '2026-01-31T23:59:60Z',
  '0001-01-01T00:00:00.000Z',
  '1999-12-31T23:59:59.999Z',
  '2100-01-01T00:00:00.000Z',
  '+292278994-08-17T07:12:55.807Z',
  '2026-01-31T12:00:00.000z',
  ' 2026-01-31T12:00:00.000Z',
])('%j is not accepted as a time', (text) => {
  expect(parseTime(text)).toBeNaN();
});

test('every time that a client’s clock writes is parsed exactly', () => {
  const date = fc.date({
    min: new Date(Date.UTC(2000, 0, 1)),
    max: new Date(Date.UTC(2100, 0, 1) - 1),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, (value) => {
      const text = value.toISOString();
      expect(parseTime(text)).toBe(value.getTime());
      expect(parseTime(text.replace('Z', '+00:00'))).toBe(value.getTime());
    }),
  );
});
