import { formatCount, formatDuration, formatQuantity } from '@sonde/analytics/format';
import type { SqlResult } from '../api/sql-queries.js';

/** How many rows a query has, and how long it took. */
export function describeResult({ rows, truncated, elapsed_ms }: SqlResult): string {
  const time = formatDuration(elapsed_ms);
  return truncated
    ? `The first ${formatCount(rows.length)} rows, in ${time}. There are more: add LIMIT or a condition.`
    : `${formatQuantity(rows.length, 'row')} in ${time}`;
}
