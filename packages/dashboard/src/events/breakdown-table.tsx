import { formatQuantity } from '@sonde/analytics/format';
import type { PropertyBreakdown } from '../api/responses.js';
import { type CountRow, CountTable } from './count-table.js';
import { describeValue } from './describe-condition.js';

type Counts = Omit<CountRow, 'label' | 'value'>;

/** The most frequent values, all others together, and events without a value. */
export function BreakdownTable({ breakdown }: { breakdown: PropertyBreakdown }) {
  const { event, property, totals, values, other, missing } = breakdown;
  const named = (label: string, counts: Counts): CountRow => ({ ...counts, label, value: label });
  return (
    <CountTable
      name="values"
      event={event}
      of={{ name: 'value', label: property }}
      label={`Values of ${property}`}
      total={totals.events}
      rows={values.map(({ value, ...counts }) => {
        const row = named(describeValue(value), counts);
        return typeof value === 'number' ? { ...row, value } : row;
      })}
      lastRows={[
        ...(other === null ? [] : [named(formatQuantity(other.values, 'other value'), other)]),
        ...(missing === null ? [] : [named('not set', missing)]),
      ]}
    />
  );
}
