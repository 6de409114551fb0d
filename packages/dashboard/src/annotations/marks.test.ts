import { expect, test } from 'vitest';
import type { Overview } from '../api/responses.js';
import { instantOf } from './instant-of.js';
import { marksOf } from './marks.js';

const note = (at: string, text: string) => ({
  ...{ id: text, at, text, may_change: true },
  ...{ created_at: at, created_by: 'anyone' },
});
const days = ['2026-11-18', '2026-11-19', '2026-11-20'].map((day) => ({
  time: `${day}T00:00:00.000Z`,
}));

test('annotations are at their point, in their order; those outside the range are left out', () => {
  const annotations = [
    note('2026-11-20T23:59:59.000Z', 'late'),
    note('2026-11-18T00:00:00.000Z', 'early'),
    note('2026-11-17T23:59:59.000Z', 'before'),
    note('2026-11-21T00:00:00.000Z', 'after'),
  ];
  const chart = { interval: 'day', series: days, zone: 'UTC' } as const;
  expect(
    marksOf({ annotations, overview: undefined }, chart).map(({ time, text }) => [
      time.slice(0, 10),
      text,
    ]),
  ).toEqual([
    ['2026-11-18', 'early'],
    ['2026-11-20', 'late'],
  ]);
});

test('an hour is as long as an hour', () => {
  const series = [{ time: '2026-11-18T10:00:00.000Z' }];
  const chart = { interval: 'hour', series, zone: 'UTC' } as const;
  const annotations = [
    note('2026-11-18T10:59:59.999Z', 'within'),
    note('2026-11-18T11:00:00.000Z', 'after'),
  ];
  expect(marksOf({ annotations, overview: undefined }, chart).map(({ text }) => text)).toEqual([
    'within',
  ]);
});

test('without any version there are no releases', () => {
  const chart = { interval: 'day', series: days, zone: 'UTC' } as const;
  const overview = { series: days, versions: [], previous: null } as unknown as Overview;
  expect(marksOf({ annotations: [], overview }, chart)).toEqual([]);
});

test('releases appear by themselves, unless there is no earlier data', () => {
  const version = (name: string, first_seen: string, tool = 'orbit') => ({
    ...{ version: name, tool, first_seen },
  });
  const versions = [
    version('1.2.0', '2026-11-19T08:00:00.000Z'),
    version('1.1.0', '2026-11-01T08:00:00.000Z'),
    version('', '2026-11-19T08:00:00.000Z'),
  ];
  const chart = { interval: 'day', series: days, zone: 'UTC' } as const;
  const overview = { series: days, versions, previous: {} } as unknown as Overview;
  const texts = (given: Overview) =>
    marksOf({ annotations: [], overview: given }, chart).map(({ text }) => text);
  expect(texts(overview)).toEqual(['1.2.0 first seen']);
  // The data begins with 1.2.0.
  expect(
    texts({ ...overview, previous: null, versions: versions.slice(0, 1) } as Overview),
  ).toEqual([]);
  const later = version('1.3.0', '2026-11-20T08:00:00.000Z');
  const begun = { ...overview, previous: null, versions: [versions[0], later] };
  expect(texts(begun as unknown as Overview)).toEqual(['1.3.0 first seen']);
  const other = version('7', '2026-11-18T08:00:00.000Z', 'comet');
  expect(texts({ ...overview, versions: [...versions, other] } as unknown as Overview)).toEqual([
    'comet 7 first seen',
    'orbit 1.2.0 first seen',
  ]);
});

test.each([
  ['UTC', '2026-11-20T10:30', '2026-11-20T10:30:00.000Z'],
  ['Europe/Berlin', '2026-11-20T00:00', '2026-11-19T23:00:00.000Z'],
  ['Asia/Kathmandu', '2026-11-20T10:30', '2026-11-20T04:45:00.000Z'],
  // Clocks are put forward from 2 to 3, and back from 3 to 2: the first of both.
  ['Europe/Berlin', '2026-03-29T03:15', '2026-03-29T01:15:00.000Z'],
  ['Europe/Berlin', '2026-03-29T02:15', '2026-03-29T01:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25T02:15', '2026-10-25T00:15:00.000Z'],
])('in %s, %s is %s', (zone, wall, instant) => {
  expect(instantOf(zone, wall)).toBe(instant);
});

test('an incomplete time is none', () => {
  for (const wall of ['', '2026-11-20', 'x', '2026-13-20T10:00']) {
    expect(instantOf('UTC', wall)).toBeUndefined();
  }
});
