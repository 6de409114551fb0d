import { formatQuantity } from '@sonde/analytics/format';
import type { PropertyBreakdown } from '../api/responses.js';
import { CountTable } from './count-table.js';
import { describeValue } from './describe-condition.js';

/** The most frequent values, all others together, and events without a value. */
export function BreakdownTable({ breakdown }: { breakdown: PropertyBreakdown }) {
  const { event, property, totals, values, other, missing } = breakdown;
  const rows = [
    ...values.map(({ value, ...counts }) => ({ label: describeValue(value), ...counts })),
    ...(other === null
      ? []
      : [{ ...other, label: formatQuantity(other.values, 'other value'), isQuiet: true }]),
    ...(missing === null ? [] : [{ ...missing, label: 'not set', isQuiet: true }]),
  ];
  return (
    <CountTable
      event={event}
      heading={property}
      label={`Values of ${property}`}
      total={totals.events}
      rows={rows}
    />
  );
}
