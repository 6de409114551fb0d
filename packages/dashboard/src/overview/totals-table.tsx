import { formatCount, formatDuration, formatPercent } from '@sonde/analytics/format';
import type { Totals } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import type { ScopeSearch } from '../url/scope-search.js';
import { ToolName } from './tool-name.js';

type Counts = Pick<
  Totals,
  'invocations' | 'users' | 'success_rate' | 'duration_p50_ms' | 'duration_p95_ms'
>;

interface TotalsRow {
  key: string;
  text: string;
  /** After the text, if there are several. */
  tool?: string | undefined;
  /** What its invocations have in common; null if no filter selects them. */
  scope: ScopeSearch | null;
  counts: Counts;
  /** How many invocations the success rate is of. */
  rateBase: number;
  /** Attributes of the row. */
  data: Record<`data-${string}`, string>;
}

export interface TotalsTableProps {
  /** In the address. */
  name: string;
  label: string;
  /** The first column. */
  of: Pick<SortedColumn<TotalsRow>, 'name' | 'label'>;
  rows: readonly TotalsRow[];
}

const link = ({ scope }: TotalsRow, text: string, countsPeople = false) =>
  scope === null ? (
    text
  ) : (
    <InvocationsLink scope={scope} countsPeople={countsPeople}>
      {text}
    </InvocationsLink>
  );

const counted: readonly SortedColumn<TotalsRow>[] = [
  {
    ...{ name: 'invocations', label: 'Invocations' },
    value: ({ counts }) => counts.invocations,
    render: (row) => link(row, formatCount(row.counts.invocations)),
  },
  {
    ...{ name: 'users', label: 'Users', isOptional: true },
    value: ({ counts }) => counts.users,
    render: (row) => link(row, formatCount(row.counts.users), true),
  },
  {
    ...{ name: 'success', label: 'Success' },
    value: ({ counts }) => counts.success_rate,
    render: (row) => link(row, formatPercent(row.counts.success_rate, row.rateBase)),
  },
  {
    ...{ name: 'median', label: 'Median', isOptional: true },
    value: ({ counts }) => counts.duration_p50_ms,
    render: (row) => link(row, formatDuration(row.counts.duration_p50_ms)),
  },
  {
    ...{ name: 'p95', label: '95th pct.', isOptional: true },
    value: ({ counts }) => counts.duration_p95_ms,
    render: (row) => link(row, formatDuration(row.counts.duration_p95_ms)),
  },
];

/** The counts of each of several groups; each opens its invocations. */
export function TotalsTable({ name, label, of, rows }: TotalsTableProps) {
  const namesTool = rows.some(({ tool }) => tool !== undefined);
  return (
    <SortedTable
      name={name}
      label={label}
      columns={[
        {
          ...{ ...of, kind: 'text', isWide: true },
          value: ({ text }) => text,
          render: (row) => (
            <>
              {link(row, row.text)}
              {row.tool !== undefined && <ToolName tool={row.tool} />}
            </>
          ),
        },
        ...counted,
      ]}
      rows={rows}
      keyOf={({ key }) => key}
      fileColumns={namesTool ? [{ name: 'tool', value: ({ tool = null }) => tool }] : []}
      dataOf={({ data }) => data}
    />
  );
}
