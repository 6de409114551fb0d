import { formatDuration } from '@sonde/analytics/format';
import type { PropertyBreakdown } from '../api/responses.js';
import { CountTable } from './count-table.js';
import { describeBin, describeValue } from './describe-condition.js';
import classes from './number-summary.module.css';

export interface NumberSummaryProps {
  breakdown: PropertyBreakdown;
  numbers: NonNullable<PropertyBreakdown['numbers']>;
}

/** The distribution of a property's numbers. */
export function NumberSummary({ breakdown, numbers }: NumberSummaryProps) {
  const { event, property } = breakdown;
  const isDuration = property.endsWith('_ms');
  const format = isDuration ? formatDuration : describeValue;
  const facts = [
    ['Median', numbers.p50],
    ['90th percentile', numbers.p90],
    ['Smallest', numbers.minimum],
    ['Largest', numbers.maximum],
  ] as const;
  return (
    <div className={classes.summary}>
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd data-fact={label}>{format(value)}</dd>
          </div>
        ))}
      </dl>
      <CountTable
        name="distribution"
        event={event}
        of={{ name: 'from', label: isDuration ? 'Milliseconds' : 'Numbers' }}
        label={`Distribution of ${property}`}
        total={breakdown.totals.events}
        rows={numbers.bins.map((bin) => ({ ...bin, label: describeBin(bin), value: bin.from }))}
        fileColumns={[{ name: 'to', value: ({ to }) => to }]}
      />
      <h3 className={classes.values}>Most frequent values</h3>
    </div>
  );
}
