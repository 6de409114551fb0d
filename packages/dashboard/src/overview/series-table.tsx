import { formatCount, formatDuration, formatPercent, rateBase } from '@sonde/analytics/format';
import type { Overview } from '../api/responses.js';
import { type IntervalColumn, IntervalTable } from './interval-table.js';

type Point = Overview['series'][number];

const columns: readonly IntervalColumn<Point>[] = [
  {
    ...{ label: 'Invocations', name: 'invocations' },
    value: ({ invocations }) => invocations,
    format: ({ invocations }) => formatCount(invocations),
  },
  {
    ...{ label: 'Users', name: 'users', countsPeople: true },
    value: ({ users }) => users,
    format: ({ users }) => formatCount(users),
  },
  {
    ...{ label: 'Success rate', name: 'success_rate' },
    value: ({ success_rate }) => success_rate,
    format: (point) => formatPercent(point.success_rate, rateBase(point)),
  },
  {
    ...{ label: 'Median', name: 'duration_p50_ms' },
    value: ({ duration_p50_ms }) => duration_p50_ms,
    format: ({ duration_p50_ms }) => formatDuration(duration_p50_ms),
  },
  {
    ...{ label: '95th percentile', name: 'duration_p95_ms' },
    value: ({ duration_p95_ms }) => duration_p95_ms,
    format: ({ duration_p95_ms }) => formatDuration(duration_p95_ms),
  },
];

/** The numbers of the overview's charts. */
export function SeriesTable(charts: Pick<Overview, 'interval' | 'series'>) {
  return <IntervalTable {...charts} columns={columns} />;
}
