import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { useNavigate } from '@tanstack/react-router';
import { useContext } from 'react';
import { useMarks } from '../annotations/use-marks.js';
import type { ArrivalReport, EventDetail, FlowTimes, Overview } from '../api/responses.js';
import { formatInterval, formatIntervalInFull } from '../format/time.js';
import { ListScopeContext } from '../invocations/list-scope.js';
import { rangeOfPoint } from '../url/date-range.js';
import type { InvocationListFilter } from '../url/invocation-search.js';
import { withRange } from '../url/scope-search.js';
import { useScope, useZone } from '../url/use-scope.js';
import { type Axis, timeTicks } from './axis.js';
import { stackNested } from './stack-nested.js';
import classes from './time-chart.module.css';

type NumberKey = Exclude<
  | keyof Overview['series'][number]
  | keyof EventDetail['series'][number]
  | keyof FlowTimes['series'][number]
  | keyof ArrivalReport['series'][number],
  'time'
>;
/** A point of any series. */
type Point = { time: string } & { [Key in NumberKey]?: number | null };

interface ChartLine {
  key: NumberKey;
  label: string;
  color: string;
  /** Dashed lines can be distinguished without colour. */
  isDashed?: boolean;
}

export interface TimeChartProps {
  shape: 'bars' | 'lines';
  interval: Overview['interval'];
  series: Point[];
  lines: ChartLine[];
  /** Whether the bar of each line is a part of the bar before and drawn in it. Default: beside it. */
  isNested?: boolean;
  /** Formats a value for the tooltip. */
  format: (value: number | null, time: string) => string;
  axis: Axis;
  /** Filter of the list that a point opens. */
  filter?: InvocationListFilter;
  /** Whether the list says how many people its invocations are of. */
  countsPeople?: boolean;
  /** Whether a point opens the list of its invocations. Default true. */
  opensList?: boolean;
}

const chartHeight = 150;
/** Enough for the longest labels, `100 ms` and `120 min`. */
const yAxisWidth = 54;

/** One chart over time; a click on a point opens its invocations, if it has any. */
export function TimeChart(props: TimeChartProps) {
  const { shape, interval, series, lines, isNested = false, format, axis, filter } = props;
  const { opensList = true, countsPeople } = props;
  const scope = { ...useScope(), ...useContext(ListScopeContext) };
  const zone = useZone();
  const navigate = useNavigate();
  const marks = useMarks({ interval, series });

  function openPoint(index: unknown) {
    const point = series[Number(index)];
    if (index === undefined || index === null || point === undefined) return;
    void navigate({
      to: '/invocations',
      search: {
        ...withRange(scope, rangeOfPoint(point.time, interval, zone)),
        ...filter,
        ...(countsPeople && { count_people: true }),
      },
    });
  }

  const chartProps = {
    // The figure around the chart has a text alternative, and a table has the same numbers.
    accessibilityLayer: false,
    margin: { top: 6, right: 6, bottom: 0, left: 0 },
    ...(opensList && {
      onClick: (state: { activeTooltipIndex?: unknown }) => openPoint(state.activeTooltipIndex),
      className: classes.clickable ?? '',
    }),
  };
  const common = {
    h: chartHeight,
    data: series,
    dataKey: 'time',
    series: lines.map(({ key, label, color, isDashed }) => ({
      name: key,
      label,
      color,
      ...(isDashed === true && { strokeDasharray: '4 3' }),
    })),
    gridAxis: 'x' as const,
    tickLine: 'none' as const,
    strokeDasharray: '0',
    gridColor: 'var(--line)',
    textColor: 'var(--text-quiet)',
    xAxisProps: {
      tickFormatter: (time: string) => formatInterval(time, interval, zone),
      ticks: timeTicks(
        series.map(({ time }) => time),
        interval,
      ),
      interval: 0 as const,
      tickMargin: 6,
      padding: { left: 18, right: 18 },
    },
    yAxisProps: {
      width: yAxisWidth,
      // Labels begin at the edge of the panel's other texts.
      tick: { textAnchor: 'start' as const, fontSize: 12, fill: 'currentColor' },
      tickSize: 0,
      tickMargin: yAxisWidth,
      ticks: axis.ticks,
      tickFormatter: axis.format,
      domain: [0, axis.ticks.at(-1) ?? 1],
      interval: 0 as const,
    },
    referenceLines: [...new Set(marks.map(({ time }) => time))].map((time) => {
      const isReleaseOnly = marks.every(
        (mark) => mark.time !== time || mark.annotation === undefined,
      );
      return {
        x: time,
        color: isReleaseOnly ? 'var(--text-quiet)' : 'var(--warn-fill)',
        ...(isReleaseOnly && { strokeDasharray: '3 3' }),
      };
    }),
    tooltipAnimationDuration: 0,
    tooltipProps: {
      isAnimationActive: false,
      content: ({ active, label }: { active?: boolean; label?: unknown }) => {
        const point = series.find(({ time }) => time === label);
        if (active !== true || point === undefined) return null;
        return (
          <div className={classes.tooltip}>
            <div className={classes.time}>{formatIntervalInFull(point.time, interval, zone)}</div>
            {marks
              .filter(({ time }) => time === point.time)
              .map(({ at, text }) => (
                <div key={`${at} ${text}`} className={classes.mark}>
                  {text}
                </div>
              ))}
            {lines.map((line) => (
              <div key={line.key} className={classes.row}>
                <span className={classes.swatch} style={{ background: line.color }} />
                <span>{line.label}</span>
                <span className={classes.value}>{format(point[line.key] ?? null, point.time)}</span>
              </div>
            ))}
          </div>
        );
      },
    },
  };

  if (shape === 'bars') {
    return (
      <BarChart
        {...common}
        {...(isNested && {
          type: 'stacked',
          data: stackNested(
            series,
            lines.map(({ key }) => key),
          ),
          // The innermost is at the bottom.
          series: common.series.toReversed(),
        })}
        maxBarWidth={28}
        fillOpacity={1}
        cursorFill="var(--hover)"
        barProps={{ isAnimationActive: false, radius: [2, 2, 0, 0] }}
        barChartProps={{ ...chartProps, barCategoryGap: '18%' }}
      />
    );
  }
  return (
    <LineChart
      {...common}
      curveType="linear"
      connectNulls={false}
      strokeWidth={1.75}
      dotProps={{ r: series.length > 45 ? 0 : 2, strokeWidth: 0 }}
      activeDotProps={{ r: 4, strokeWidth: 1 }}
      lineProps={{ isAnimationActive: false }}
      lineChartProps={chartProps}
    />
  );
}
