import { formatCount, formatPercent, formatQuantity } from '@sonde/analytics/format';
import type { JudgedDifference } from '../api/responses.js';
import { TableDownload } from '../downloads/table-download.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import table from '../layout/table.module.css';
import type { InvocationListFilter } from '../url/invocation-search.js';
import { valueLabel } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import classes from './comparison-table.module.css';

/** What both sides reached; the names are those of the API. */
interface ComparedRow extends JudgedDifference {
  id: string;
  name: string;
  count: number;
  from_start: number | null;
  /** What `from_start` is a share of. */
  base: number;
  other_count: number;
  other_from_start: number | null;
  other_base: number;
  /** Whether all reach it, so that there is no difference. */
  isFirst: boolean;
  /** Of the list behind a count. */
  filter: InvocationListFilter;
}

export interface ComparisonTableProps {
  /** What a row is: the head of its column. */
  kind: 'Stage' | 'Step';
  other: { from: string; to: string; version: string | null; people: number };
  people: number;
  /** What is counted. */
  counted: 'runs' | 'invocations' | 'people';
  rows: readonly ComparedRow[];
}

/** Both sides of a comparison, one line per stage or step. */
export function ComparisonTable({ kind, other, people, counted, rows }: ComparisonTableProps) {
  const { version } = useScope();
  const shown = version?.map((one) => valueLabel('version', one)).join(', ');
  const label = other.version === null ? 'This period' : (shown ?? 'This version');
  const otherLabel = other.version ?? 'Period before';
  // The other side has its own range or version, and all other filters of the page.
  const otherScope =
    other.version === null
      ? { range: undefined, from: other.from, to: other.to }
      : { version: [other.version] };
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table} aria-label="Comparison">
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                {kind}
              </th>
              <th scope="col" colSpan={2} className={table.number}>
                {label}
              </th>
              <th scope="col" colSpan={2} className={table.number}>
                {otherLabel}
              </th>
              <th scope="col" className={table.number}>
                Difference
              </th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} data-compared={row.id} data-verdict={row.verdict}>
                <th scope="row" className={table.wide}>
                  {row.name}
                </th>
                <td className={table.number} {...dataOf(counted, row.count)}>
                  <InvocationsLink filter={row.filter} countsPeople={counted === 'people'}>
                    {formatCount(row.count)}
                  </InvocationsLink>
                </td>
                <td className={`${table.number} ${table.quiet}`}>
                  {formatPercent(row.from_start, row.base)}
                </td>
                <td className={table.number} {...dataOf(counted, row.other_count)}>
                  <InvocationsLink
                    filter={row.filter}
                    scope={otherScope}
                    countsPeople={counted === 'people'}
                  >
                    {formatCount(row.other_count)}
                  </InvocationsLink>
                </td>
                <td className={`${table.number} ${table.quiet}`}>
                  {formatPercent(row.other_from_start, row.other_base)}
                </td>
                <td className={table.number}>{describeDifference(row)}</td>
                <td>
                  {!row.isFirst && (
                    <span className={classes.verdict} data-verdict={row.verdict}>
                      {verdicts[row.verdict]}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.note}>{describePeople(people, other.people, counted)}</p>
      <TableDownload
        of="Comparison"
        columns={() => [
          { name: kind.toLowerCase(), cells: rows.map(({ id }) => id) },
          ...fileColumns.map((name) => ({ name, cells: rows.map((row) => row[name]) })),
        ]}
      />
    </>
  );
}

/** For tests and scripts: the list behind a count has as many. */
const dataOf = (counted: ComparisonTableProps['counted'], count: number) =>
  counted === 'runs' ? { 'data-runs': count } : { 'data-invocations': count };

const fileColumns = [
  'count',
  'from_start',
  'other_count',
  'other_from_start',
  'difference',
  'low',
  'high',
  'verdict',
] as const;

const verdicts: Record<ComparedRow['verdict'], string> = {
  higher: 'higher',
  lower: 'lower',
  noise: 'may be chance',
  unknown: 'too few people',
};

function describeDifference({ difference, low, high }: ComparedRow): string {
  if (difference === null || low === null || high === null) return '';
  return `${points(difference)} (${points(low)} to ${points(high)})`;
}

/** Percentage points with a sign. */
function points(share: number): string {
  const text = (100 * share).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return share > 0 ? `+${text}` : text.replace('-', '−');
}

function describePeople(
  people: number,
  otherPeople: number,
  counted: ComparisonTableProps['counted'],
): string {
  const of = `Differences are in percentage points, with a 95% interval from ${formatQuantity(people, 'person', 'people')} and ${formatQuantity(otherPeople, 'person', 'people')}.`;
  if (counted === 'people') return of;
  return `${of} The ${counted} of one person are alike, so people are compared, not ${counted}; ${counted} of no person, as in CI, only count in the columns.`;
}
