import { Skeleton } from '@mantine/core';
import { formatCount, formatPercent } from '@sonde/analytics/format';
import { lazy, Suspense, useState } from 'react';
import { Annotations } from '../annotations/annotations.js';
import type { FlowTimes, Funnel } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { countAxis, rateAxis } from '../overview/axis.js';
import grid from '../overview/metric-grid.module.css';
import { MetricPanel } from '../overview/metric-panel.js';
import { TableSwitch } from '../overview/table-switch.js';

const TrendTable = lazy(() =>
  import('./trend-table.js').then((module) => ({ default: module.TrendTable })),
);

export interface TrendGridProps {
  funnel: Funnel;
  times: FlowTimes;
}

/** Runs and their conversion over time; a button shows the same numbers as a table. */
export function TrendGrid({ funnel, times }: TrendGridProps) {
  const { flow, series, interval } = times;
  const [withTable, setWithTable] = useState(false);
  const started = { flow };
  const completed = { flow, flow_outcome: 'completed' as const };
  const rates = series.flatMap(({ conversion }) => conversion ?? []);
  const rate = (value: number) => formatPercent(value, funnel.runs);
  return (
    <div className={grid.wrap}>
      <div className={grid.grid}>
        <MetricPanel
          title="Runs over time"
          values={[
            {
              label: 'started',
              color: 'var(--accent-fill)',
              value: <InvocationsLink filter={started}>{formatCount(funnel.runs)}</InvocationsLink>,
              change: null,
            },
            {
              label: 'completed',
              color: 'var(--good-fill)',
              value: (
                <InvocationsLink filter={completed}>
                  {formatCount(funnel.outcomes.completed)}
                </InvocationsLink>
              ),
              change: null,
            },
          ]}
          chartLabel={`Runs per ${interval}: at most ${formatCount(Math.max(0, ...series.map(({ runs }) => runs)))} started and ${formatCount(Math.max(0, ...series.map((point) => point.completed)))} completed`}
          chart={{
            ...{ shape: 'bars', interval, series, filter: started },
            lines: [
              { key: 'runs', label: 'Started', color: 'var(--accent-fill)' },
              { key: 'completed', label: 'Completed', color: 'var(--good-fill)' },
            ],
            format: formatCount,
            isNested: true,
            axis: countAxis(series.map(({ runs }) => runs)),
          }}
        />
        <MetricPanel
          title="Conversion over time"
          values={[
            {
              value: (
                <InvocationsLink filter={completed}>
                  {formatPercent(funnel.conversion, funnel.runs)}
                </InvocationsLink>
              ),
              change: null,
            },
          ]}
          chartLabel={
            rates.length === 0
              ? `Conversion per ${interval}: no values`
              : `Conversion per ${interval}: lowest ${rate(Math.min(...rates))}, highest ${rate(Math.max(...rates))}`
          }
          chart={{
            ...{ shape: 'lines', interval, series, filter: started },
            lines: [{ key: 'conversion', label: 'Conversion', color: 'var(--accent-fill)' }],
            format: (value, time) =>
              formatPercent(value, series.find((point) => point.time === time)?.runs ?? 0),
            axis: rateAxis,
          }}
        />
      </div>
      <Annotations interval={interval} series={series}>
        <TableSwitch isOn={withTable} onChange={setWithTable} />
      </Annotations>
      {withTable && (
        <Suspense fallback={<Skeleton height={200} radius="md" animate={false} />}>
          <TrendTable times={times} />
        </Suspense>
      )}
    </div>
  );
}
