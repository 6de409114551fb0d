import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { formatCount } from '@sonde/analytics/format';
import { useNavigate } from '@tanstack/react-router';
import type { Adoption } from '../api/responses.js';
import { formatInterval, formatIntervalInFull } from '../format/time.js';
import { timeTicks } from '../overview/axis.js';
import { rangeOfPoint } from '../url/date-range.js';
import { withRange } from '../url/scope-search.js';
import { useScope, useZone } from '../url/use-scope.js';
import type { Shares } from './draw-shares.js';
import classes from './share-chart.module.css';

export interface StackedChartProps extends Shares {
  interval: Adoption['interval'];
}

/** Stacked shares over time; a click on an interval opens its invocations. */
export function StackedChart({ parts, points, interval }: StackedChartProps) {
  const scope = useScope();
  const zone = useZone();
  const navigate = useNavigate();
  function openPoint(index: unknown) {
    const point = index === undefined || index === null ? undefined : points[Number(index)];
    if (point === undefined) return;
    void navigate({
      to: '/invocations',
      search: withRange(scope, rangeOfPoint(point.time, interval, zone)),
    });
  }
  return (
    <BarChart
      h={220}
      type="percent"
      data={points}
      dataKey="time"
      series={parts.map(({ key, label, color }) => ({ name: key, label, color }))}
      gridAxis="x"
      tickLine="none"
      strokeDasharray="0"
      gridColor="var(--line)"
      textColor="var(--text-quiet)"
      maxBarWidth={28}
      fillOpacity={1}
      cursorFill="var(--hover)"
      barProps={{ isAnimationActive: false }}
      barChartProps={{
        accessibilityLayer: false,
        barCategoryGap: '12%',
        margin: { top: 6, right: 6, bottom: 0, left: 0 },
        onClick: ({ activeTooltipIndex }) => openPoint(activeTooltipIndex),
        className: classes.clickable ?? '',
      }}
      xAxisProps={{
        tickFormatter: (time: string) => formatInterval(time, interval, zone),
        ticks: timeTicks(
          points.map(({ time }) => time),
          interval,
        ),
        interval: 0,
        tickMargin: 6,
      }}
      tooltipAnimationDuration={0}
      tooltipProps={{
        isAnimationActive: false,
        content: ({ active, label }) => {
          const point = points.find(({ time }) => time === label);
          if (active !== true || point === undefined) return null;
          return (
            <div className={classes.tooltip}>
              <strong>{formatIntervalInFull(point.time, interval, zone)}</strong>
              {parts.map((part) => (
                <div key={part.key} className={classes.row}>
                  <span>
                    <span className={classes.swatch} style={{ background: part.color }} />
                    {part.label}
                  </span>
                  <span>{formatCount(Number(point[part.key] ?? 0))}</span>
                </div>
              ))}
            </div>
          );
        },
      }}
    />
  );
}
