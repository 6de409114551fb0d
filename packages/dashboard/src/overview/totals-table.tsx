import { formatCount, formatDuration, formatPercent } from '@sonde/analytics/format';
import type { ReactNode } from 'react';
import type { Totals } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import type { ScopeSearch } from '../url/scope-search.js';

type Counts = Pick<
  Totals,
  'invocations' | 'users' | 'success_rate' | 'duration_p50_ms' | 'duration_p95_ms'
>;

export interface TotalsRow {
  key: string;
  text: string;
  /** After the text. */
  note?: ReactNode;
  /** What its invocations have in common; null if no filter selects them. */
  scope: ScopeSearch | null;
  counts: Counts;
  /** How many invocations the success rate is of. */
  rateBase: number;
  /** Attributes of the row. */
  data: Record<`data-${string}`, string>;
}

/** The counts of each of several groups; each opens its invocations. */
export function TotalsTable({ label, rows }: { label: string; rows: readonly TotalsRow[] }) {
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <TableHead
          columns={[
            { label, kind: 'wide' },
            { label: 'Invocations', kind: 'number' },
            { label: 'Users', kind: 'number', isOptional: true },
            { label: 'Success', kind: 'number' },
            { label: 'Median', kind: 'number', isOptional: true },
            { label: '95th pct.', kind: 'number', isOptional: true },
          ]}
        />
        <tbody>
          {rows.map(({ key, text, note, scope, counts, rateBase, data }) => {
            const link = (content: string) =>
              scope === null ? content : <InvocationsLink scope={scope}>{content}</InvocationsLink>;
            const optional = `${table.number} ${table.optional}`;
            return (
              <tr key={key} {...data}>
                <th scope="row" className={table.wide}>
                  {link(text)}
                  {note}
                </th>
                <td className={table.number}>{link(formatCount(counts.invocations))}</td>
                <td className={optional}>{link(formatCount(counts.users))}</td>
                <td className={table.number}>
                  {link(formatPercent(counts.success_rate, rateBase))}
                </td>
                <td className={optional}>{link(formatDuration(counts.duration_p50_ms))}</td>
                <td className={optional}>{link(formatDuration(counts.duration_p95_ms))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
