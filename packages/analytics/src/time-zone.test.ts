import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarStarts, dayIn, isTimeZone, mondayOf, startOfDay } from './time-zone.js';

const iso = (time: number) => new Date(time).toISOString().replace('.000', '');
const between = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });

it.each(['UTC', 'Europe/Berlin', 'America/St_Johns', 'america/new_york', 'Etc/GMT+5'])(
  '%s is a time zone',
  (name) => {
    expect(isTimeZone(name)).toBe(true);
  },
);

it.each(['', 'Mars/Olympus', '+02:00', 'Europe/Berlin; DROP', "Europe/'Berlin", 'x'.repeat(80)])(
  '%j is not a time zone',
  (name) => {
    expect(isTimeZone(name)).toBe(false);
  },
);

// From the rules of the zones, by hand.
it.each([
  // 23 and 25 hours.
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', 23],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', 25],
  // UTC−3:30 in winter, −2:30 in summer.
  ['America/St_Johns', '2026-03-08', '2026-03-08T03:30:00Z', 23],
  ['America/St_Johns', '2026-11-01', '2026-11-01T02:30:00Z', 25],
  ['Asia/Kathmandu', '2026-11-21', '2026-11-20T18:15:00Z', 24],
  // Changes by half an hour.
  ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00Z', 23.5],
  ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', 24.5],
  // Clocks go from 00:00 to 01:00: the day begins at one o'clock.
  ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z', 23],
  // Left out: the zone moved across the date line.
  ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z', 0],
  ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00Z', 24],
  ['UTC', '2026-01-01', '2026-01-01T00:00:00Z', 24],
])('in %s, %s begins at %s and has %d hours', (zone, date, start, hours) => {
  expect(iso(startOfDay(zone, date))).toBe(start);
  expect((startOfDay(zone, addDays(date, 1)) - startOfDay(zone, date)) / 3_600_000).toBe(hours);
});

describe('calendarStarts', () => {
  it('counts hours from the start of the day', () => {
    const kathmandu = between('2026-11-20T18:00:00Z', '2026-11-20T20:00:00Z');
    expect(calendarStarts('hour', kathmandu, 'Asia/Kathmandu').map(iso)).toEqual([
      '2026-11-20T17:15:00Z',
      '2026-11-20T18:15:00Z',
      '2026-11-20T19:15:00Z',
    ]);
    const day = between('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z');
    expect(calendarStarts('hour', day, 'Europe/Berlin')).toHaveLength(25);
  });

  it('begins weeks on Monday', () => {
    const range = between('2026-10-21T12:00:00Z', '2026-10-26T12:00:00Z');
    expect(calendarStarts('week', range, 'Europe/Berlin').map(iso)).toEqual([
      '2026-10-18T22:00:00Z',
      '2026-10-25T23:00:00Z',
    ]);
    expect(mondayOf('2026-11-01')).toBe('2026-10-26');
    expect(mondayOf('2026-11-02')).toBe('2026-11-02');
  });

  it('leaves out a day that a zone does not have', () => {
    const range = between('2011-12-29T12:00:00Z', '2011-12-31T12:00:00Z');
    expect(
      calendarStarts('day', range, 'Pacific/Apia').map((time) => dayIn('Pacific/Apia', time)),
    ).toEqual(['2011-12-29', '2011-12-31', '2012-01-01']);
  });

  it('has one start for each day that an instant of the range is in', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu'];
    const anyZone = fc.constantFrom(...zones, 'Australia/Lord_Howe', 'Africa/Cairo');
    const from = fc.integer({ min: Date.UTC(2012, 0), max: Date.UTC(2037, 0) });
    const length = fc.integer({ min: 1, max: 200 * 86_400_000 });
    fc.assert(
      fc.property(anyZone, from, length, fc.nat(), (zone, start, ms, place) => {
        const range = { from: start, to: start + ms };
        const starts = calendarStarts('day', range, zone);
        expect(starts[0]).toBeLessThanOrEqual(range.from);
        const time = range.from + (place % ms);
        const last = starts.findLast((one) => one <= time) ?? Number.NaN;
        expect(dayIn(zone, last)).toBe(dayIn(zone, time));
        expect(dayIn(zone, last - 1)).not.toBe(dayIn(zone, time));
      }),
      { numRuns: 200 },
    );
  });
});
