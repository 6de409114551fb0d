import { Skeleton } from '@mantine/core';
import { formatPercent } from '@sonde/analytics/format';
import { lazy, Suspense } from 'react';
import type { Adoption, AdoptionGroup } from '../api/responses.js';
import { drawShares, type Measure } from './draw-shares.js';
import { labelOf } from './properties.js';
import classes from './share-chart.module.css';

export type { Measure } from './draw-shares.js';

// The chart library is larger than everything else: numbers appear first, charts later.
const StackedChart = lazy(() =>
  import('./stacked-chart.js').then((module) => ({ default: module.StackedChart })),
);

export interface ShareChartProps {
  adoption: Adoption;
  group: AdoptionGroup;
  measure: Measure;
}

/** Shares of the most used values over time, stacked; the table below has the same in numbers. */
export function ShareChart({ adoption, group, measure }: ShareChartProps) {
  const { property, interval } = adoption;
  const shares = drawShares(group, measure, (value) => labelOf(property, value));
  const inWords = shares.parts.map(({ label, total }) => {
    const all = shares.parts.reduce((sum, part) => sum + part.total, 0);
    return `${label} ${formatPercent(all === 0 ? null : total / all, all)}`;
  });
  return (
    <div className={classes.chart}>
      <div role="img" aria-label={`Shares per ${interval}, over the range: ${inWords.join(', ')}`}>
        <Suspense fallback={<Skeleton height={220} radius="md" animate={false} />}>
          <StackedChart {...shares} interval={interval} />
        </Suspense>
      </div>
      <ul className={classes.legend} aria-hidden>
        {shares.parts.map(({ key, label, color }) => (
          <li key={key}>
            <span className={classes.swatch} style={{ background: color }} />
            {label}
          </li>
        ))}
      </ul>
    </div>
  );
}
