import { Skeleton } from '@mantine/core';
import {
  formatCount,
  formatDuration,
  formatPercent,
  pointChange,
  rateBase,
  relativeChange,
} from '@sonde/analytics/format';
import { lazy, Suspense, useState } from 'react';
import { Annotations } from '../annotations/annotations.js';
import type { Overview, Totals } from '../api/responses.js';
import { formatIntervalInFull } from '../format/time.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { useZone } from '../url/use-scope.js';
import { countAxis, durationAxis, rateAxis } from './axis.js';
import { ChangeNote } from './change-note.js';
import classes from './metric-grid.module.css';
import { MetricPanel } from './metric-panel.js';
import { TableSwitch } from './table-switch.js';

const SeriesTable = lazy(() =>
  import('./series-table.js').then((module) => ({ default: module.SeriesTable })),
);

const accent = 'var(--accent-fill)';
const second = 'var(--warn-fill)';

export type Metrics = Pick<Overview, 'interval' | 'totals' | 'previous' | 'series'>;

/** Four metrics over time; a button shows the same numbers as a table. */
export function MetricGrid({ overview }: { overview: Metrics }) {
  const { totals, previous, series, interval } = overview;
  const [withTable, setWithTable] = useState(false);
  const chart = { interval, series };
  const described = { interval, series, zone: useZone() };
  return (
    <div className={classes.wrap}>
      <div className={classes.grid}>
        <MetricPanel
          title="Invocations"
          values={[
            {
              value: <InvocationsLink>{formatCount(totals.invocations)}</InvocationsLink>,
              change: (
                <ChangeNote
                  change={relativeChange(totals.invocations, previous?.invocations)}
                  better="up"
                  before={formatCount(previous?.invocations)}
                />
              ),
            },
          ]}
          chartLabel={describeSeries(
            described,
            'Invocations',
            (point) => point.invocations,
            formatCount,
          )}
          chart={{
            ...chart,
            shape: 'bars',
            lines: [{ key: 'invocations', label: 'Invocations', color: accent }],
            format: formatCount,
            axis: countAxis(series.map(({ invocations }) => invocations)),
          }}
        />
        <MetricPanel
          title="Users"
          values={[
            {
              value: <InvocationsLink countsPeople>{formatCount(totals.users)}</InvocationsLink>,
              change: (
                <ChangeNote
                  change={relativeChange(totals.users, previous?.users)}
                  better="up"
                  before={formatCount(previous?.users)}
                />
              ),
            },
          ]}
          chartLabel={describeSeries(described, 'Users', (point) => point.users, formatCount)}
          chart={{
            ...chart,
            shape: 'bars',
            lines: [{ key: 'users', label: 'Users', color: accent }],
            format: formatCount,
            axis: countAxis(series.map(({ users }) => users)),
            countsPeople: true,
          }}
        />
        <MetricPanel
          title="Success rate"
          values={[
            {
              value: (
                <InvocationsLink>
                  {formatPercent(totals.success_rate, rateBase(totals))}
                </InvocationsLink>
              ),
              change: (
                <ChangeNote
                  change={pointChange(
                    totals.success_rate,
                    previous?.success_rate,
                    Math.min(rateBase(totals), previous === null ? 0 : rateBase(previous)),
                  )}
                  better="up"
                  before={
                    previous === null
                      ? ''
                      : formatPercent(previous.success_rate, rateBase(previous))
                  }
                />
              ),
            },
          ]}
          chartLabel={describeSeries(
            described,
            'Success rate',
            (point) => point.success_rate,
            (value) => formatPercent(value, 100),
          )}
          chart={{
            ...chart,
            shape: 'lines',
            lines: [{ key: 'success_rate', label: 'Success rate', color: accent }],
            format: (value, time) => {
              const point = series.find((one) => one.time === time);
              return formatPercent(value, point === undefined ? 0 : rateBase(point));
            },
            axis: rateAxis,
          }}
        />
        <MetricPanel
          title="Duration"
          values={[
            durationValue('median', totals, previous, 'duration_p50_ms', accent),
            durationValue('95th percentile', totals, previous, 'duration_p95_ms', second),
          ]}
          chartLabel={describeSeries(
            described,
            'Median duration',
            (point) => point.duration_p50_ms,
            formatDuration,
          )}
          chart={{
            ...chart,
            shape: 'lines',
            lines: [
              { key: 'duration_p50_ms', label: 'Median', color: accent },
              { key: 'duration_p95_ms', label: '95th percentile', color: second, isDashed: true },
            ],
            format: formatDuration,
            axis: durationAxis(
              series.flatMap((point) => [point.duration_p50_ms, point.duration_p95_ms]),
            ),
          }}
        />
      </div>
      <Annotations interval={interval} series={series}>
        <TableSwitch isOn={withTable} onChange={setWithTable} />
      </Annotations>
      {withTable && (
        <Suspense fallback={<Skeleton height={200} radius="md" animate={false} />}>
          <SeriesTable interval={interval} series={series} />
        </Suspense>
      )}
    </div>
  );
}

function durationValue(
  label: string,
  totals: Totals,
  previous: Totals | null,
  key: 'duration_p50_ms' | 'duration_p95_ms',
  color: string,
) {
  return {
    label,
    color,
    value: <InvocationsLink>{formatDuration(totals[key])}</InvocationsLink>,
    change: (
      <ChangeNote
        change={relativeChange(totals[key], previous?.[key])}
        better="down"
        before={formatDuration(previous?.[key])}
      />
    ),
  };
}

/** A chart in one sentence: metric, interval, lowest, highest, last. */
function describeSeries(
  { series, interval, zone }: Pick<Overview, 'series' | 'interval'> & { zone: string },
  what: string,
  read: (point: Overview['series'][number]) => number | null,
  format: (value: number) => string,
): string {
  const known = series.flatMap((point) => {
    const value = read(point);
    return value === null ? [] : [{ value, time: point.time }];
  });
  const last = known.at(-1);
  if (last === undefined) return `${what} per ${interval}: no values`;
  const sorted = [...known].sort((a, b) => a.value - b.value);
  const say = (point: { value: number; time: string } | undefined) =>
    point === undefined
      ? ''
      : `${format(point.value)} on ${formatIntervalInFull(point.time, interval, zone)}`;
  return `${what} per ${interval}: lowest ${say(sorted[0])}, highest ${say(sorted.at(-1))}, last ${say(last)}`;
}
