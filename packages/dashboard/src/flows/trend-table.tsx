import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { FlowTimes } from '../api/responses.js';
import { IntervalTable } from '../overview/interval-table.js';

/** The numbers of the trend. */
export function TrendTable({ times: { flow, interval, series } }: { times: FlowTimes }) {
  const completed = { flow, flow_outcome: 'completed' as const };
  return (
    <IntervalTable
      interval={interval}
      series={series}
      columns={[
        {
          ...{ label: 'Started', name: 'started' },
          value: ({ runs }) => runs,
          format: ({ runs }) => formatCount(runs),
          filter: { flow },
          countRuns: ({ runs }) => runs,
        },
        {
          ...{ label: 'Completed', name: 'completed' },
          value: (point) => point.completed,
          format: (point) => formatCount(point.completed),
          filter: completed,
          countRuns: (point) => point.completed,
        },
        {
          ...{ label: 'Conversion', name: 'conversion' },
          value: ({ conversion }) => conversion,
          format: ({ conversion, runs }) => formatPercent(conversion, runs),
          filter: completed,
        },
      ]}
    />
  );
}
