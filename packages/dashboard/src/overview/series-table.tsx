import { formatCount, formatDuration, formatPercent, rateBase } from '@sonde/analytics/format';
import type { Overview } from '../api/responses.js';
import { type IntervalColumn, IntervalTable } from './interval-table.js';

const columns: readonly IntervalColumn<Overview['series'][number]>[] = [
  { label: 'Invocations', format: ({ invocations }) => formatCount(invocations) },
  { label: 'Users', format: ({ users }) => formatCount(users) },
  {
    label: 'Success rate',
    format: (point) => formatPercent(point.success_rate, rateBase(point)),
  },
  { label: 'Median', format: ({ duration_p50_ms }) => formatDuration(duration_p50_ms) },
  { label: '95th percentile', format: ({ duration_p95_ms }) => formatDuration(duration_p95_ms) },
];

/** The numbers of the overview's charts. */
export function SeriesTable(charts: Pick<Overview, 'interval' | 'series'>) {
  return <IntervalTable {...charts} columns={columns} />;
}
