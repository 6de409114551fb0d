import { mostSqlRows, type SqlResult, type SqlViews } from '@sonde/analytics';
import { formatCount, formatDuration, formatQuantity, printable } from '@sonde/analytics/format';

/** What a query can read, call and be. */
export function renderSqlViews({ views, functions, longest_query }: SqlViews): string {
  const conditional = functions.filter(
    (name) => name.endsWith('If') && functions.includes(name.slice(0, -2)),
  );
  const others = functions.filter((name) => !conditional.includes(name));
  return [
    `One SELECT in the dialect of ClickHouse, of at most ${formatCount(longest_query)} characters and ${formatCount(mostSqlRows)} rows. The views hold what began or happened in the range; times are in UTC. Count people by uniqExact(person).`,
    ...views.flatMap(({ name, description, columns }) => [
      '',
      `${name}: ${description}`,
      ...columns.map((column) => `  ${column.name} ${column.type}: ${column.description}`),
    ]),
    '',
    `Functions: ${others.join(', ')}`,
    `With a condition: ${conditional.join(', ')}`,
  ].join('\n');
}

/** Rows with tabs between their values; without spaces to align them, more rows fit. */
export function renderSqlResult({ columns, rows, truncated, elapsed_ms }: SqlResult): string {
  const count = formatQuantity(rows.length, 'row');
  return [
    `${truncated ? `The first ${count}; there are more` : count}, in ${formatDuration(elapsed_ms)}`,
    columns.map(({ name }) => printable(name)).join('\t'),
    ...rows.map((row) => row.map(cell).join('\t')),
  ].join('\n');
}

function cell(value: unknown): string {
  if (value === null) return 'NULL';
  return printable(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
