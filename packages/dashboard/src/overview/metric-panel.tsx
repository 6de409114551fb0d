import { Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useId, useRef } from 'react';
import { DownloadMenu } from '../downloads/download-menu.js';
import classes from './metric-panel.module.css';
import type { TimeChartProps } from './time-chart.js';

// The chart library is larger than everything else: numbers appear first, charts later.
const TimeChart = lazy(() =>
  import('./time-chart.js').then((module) => ({ default: module.TimeChart })),
);

const chartHeight = 150;

export interface MetricPanelProps {
  title: string;
  /** One value, or several side by side, each with its change. */
  values: { label?: string; value: ReactNode; change: ReactNode; color?: string }[];
  /** The chart in words. */
  chartLabel: string;
  chart: TimeChartProps;
}

/** One metric: its total, its change, and its course over time. */
export function MetricPanel({ title, values, chartLabel, chart }: MetricPanelProps) {
  const id = useId();
  const figure = useRef<HTMLDivElement>(null);
  const saveAs = (format: 'svg' | 'png') => async () => {
    const { saveChart } = await import('../downloads/save-chart.js');
    if (figure.current !== null) {
      await saveChart(format, { title, lines: chart.lines }, figure.current);
    }
  };
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        <DownloadMenu
          of={title}
          downloads={[
            { label: 'SVG', save: saveAs('svg') },
            { label: 'PNG', save: saveAs('png') },
          ]}
        />
      </div>
      <div className={classes.values}>
        {values.map(({ label, value, change, color }) => (
          <div key={label ?? ''} className={classes.entry}>
            <span className={classes.value}>
              {value}
              {label !== undefined && (
                <span className={classes.label}>
                  {color !== undefined && (
                    <span className={classes.swatch} style={{ background: color }} aria-hidden />
                  )}
                  {label}
                </span>
              )}
            </span>
            {change}
          </div>
        ))}
      </div>
      <div ref={figure} role="img" aria-label={chartLabel}>
        <Suspense fallback={<Skeleton height={chartHeight} radius="md" animate={false} />}>
          <TimeChart {...chart} />
        </Suspense>
      </div>
    </section>
  );
}
