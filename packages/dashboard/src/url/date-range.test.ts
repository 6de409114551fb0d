import { describe, expect, it } from 'vitest';
import { describeRange, rangeOfPoint, readRange, resolveRange, widerPreset } from './date-range.js';

const now = Date.parse('2026-11-21T14:05:09.123Z');

describe('readRange', () => {
  it('keeps presets relative and leaves out the default', () => {
    expect(readRange({ range: '7d' })).toEqual({ range: '7d' });
    expect(readRange({ range: '30d' })).toEqual({});
  });

  it.each([
    [{ range: '365d' }],
    [{ from: '2026-02-31', to: '2026-03-04' }],
    [{ from: '2026-03-04', to: '2026-03-01' }],
    [{ from: '2026-03-04' }],
    [{ from: '1999-01-01', to: '2026-03-01' }],
    [{ from: 'yesterday', to: 'today' }],
    [{ from: '2026-01-01T00:00:00+02:00', to: '2026-01-02' }],
  ])('falls back to the default for %j', (search) => {
    expect(readRange(search)).toEqual({});
  });

  it('prefers both ends to a preset', () => {
    const ends = { from: '2026-01-01', to: '2026-01-01' };
    expect(readRange({ range: '7d', ...ends })).toEqual(ends);
  });
});

describe('resolveRange', () => {
  it('begins at a full hour or day and ends in the coming minute', () => {
    const to = '2026-11-21T14:06:00.000Z';
    expect(resolveRange({ range: '24h' }, now)).toEqual({ from: '2026-11-20T15:00:00.000Z', to });
    expect(resolveRange({ range: '7d' }, now)).toEqual({ from: '2026-11-15T00:00:00.000Z', to });
    expect(resolveRange({}, now)).toEqual({ from: '2026-10-23T00:00:00.000Z', to });
  });

  it('includes a last day, but not a last instant', () => {
    expect(resolveRange({ from: '2026-11-01', to: '2026-11-02' }, now)).toEqual({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-03T00:00:00.000Z',
    });
    const ends = { from: '2026-11-01T10:00:00.000Z', to: '2026-11-01T11:00:00.000Z' };
    expect(resolveRange(ends, now)).toEqual(ends);
  });

  it('begins and ends days in the zone', () => {
    const zone = 'Europe/Berlin';
    expect(resolveRange({ from: '2026-10-25', to: '2026-10-25', zone }, now)).toEqual({
      from: '2026-10-24T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
    });
    expect(resolveRange({ range: '7d', zone: 'Asia/Kathmandu' }, now).from).toBe(
      '2026-11-14T18:15:00.000Z',
    );
    expect(resolveRange({ range: '24h', zone: 'Asia/Kathmandu' }, now).from).toBe(
      '2026-11-20T14:15:00.000Z',
    );
    expect(rangeOfPoint('2026-11-20T18:15:00.000Z', 'day', 'Asia/Kathmandu')).toEqual({
      from: '2026-11-21',
      to: '2026-11-21',
    });
    expect(rangeOfPoint('2026-10-04T12:30:00.000Z', 'hour', 'Australia/Lord_Howe').to).toBe(
      '2026-10-04T13:00:00.000Z',
    );
  });

  it('converts points of a chart to their range', () => {
    const hour = rangeOfPoint('2026-11-01T10:00:00.000Z', 'hour', 'UTC');
    expect(resolveRange(readRange(hour), now).to).toBe('2026-11-01T11:00:00.000Z');
    const day = rangeOfPoint('2026-11-01T00:00:00.000Z', 'day', 'UTC');
    expect(resolveRange(readRange(day), now).to).toBe('2026-11-02T00:00:00.000Z');
  });
});

describe('describeRange', () => {
  it.each([
    [{}, 'Last 30 days'],
    [{ range: '24h' as const }, 'Last 24 hours'],
    [{ from: '2026-11-03', to: '2026-11-03' }, '3 Nov 2026'],
    [{ from: '2026-11-03', to: '2026-11-09' }, '3–9 Nov 2026'],
    [{ from: '2026-10-28', to: '2026-11-03' }, '28 Oct–3 Nov 2026'],
    [{ from: '2025-12-30', to: '2026-01-02' }, '30 Dec 2025 – 2 Jan 2026'],
    [
      { from: '2026-11-03T10:00:00.000Z', to: '2026-11-03T11:00:00.000Z' },
      '3 Nov 2026, 10:00–11:00',
    ],
  ])('%j is %s', (search, words) => {
    expect(describeRange(search)).toBe(words);
  });
});

it('offers the next longer preset', () => {
  expect(widerPreset({ range: '24h' })).toBe('7d');
  expect(widerPreset({})).toBe('90d');
  expect(widerPreset({ range: '90d' })).toBeUndefined();
});
