import { formatCount, formatDuration, formatPercent, rateBase } from '@sonde/analytics/format';
import type { Totals } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import type { ScopeSearch } from '../url/scope-search.js';

interface TotalsRow {
  value: string;
  text: string;
  /** What its invocations have in common. */
  scope: ScopeSearch;
  totals: Totals;
}

export interface TotalsTableProps {
  title: string;
  label: string;
  rows: readonly TotalsRow[];
}

/** The counts of each of several groups; nothing if there are none. */
export function TotalsTable({ title, label, rows }: TotalsTableProps) {
  if (rows.length === 0) return null;
  return (
    <Panel title={title} flush>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                {label}
              </th>
              <th scope="col" className={table.number}>
                Invocations
              </th>
              <th scope="col" className={`${table.number} ${table.optional}`}>
                Users
              </th>
              <th scope="col" className={table.number}>
                Success
              </th>
              <th scope="col" className={`${table.number} ${table.optional}`}>
                Median
              </th>
              <th scope="col" className={`${table.number} ${table.optional}`}>
                95th pct.
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ value, text, scope, totals }) => {
              const link = (content: string) => (
                <InvocationsLink scope={scope}>{content}</InvocationsLink>
              );
              return (
                <tr key={value} data-value={value} data-invocations={totals.invocations}>
                  <th scope="row" className={table.wide}>
                    {link(text)}
                  </th>
                  <td className={table.number}>{link(formatCount(totals.invocations))}</td>
                  <td className={`${table.number} ${table.optional}`}>
                    {link(formatCount(totals.users))}
                  </td>
                  <td className={table.number}>
                    {link(formatPercent(totals.success_rate, rateBase(totals)))}
                  </td>
                  <td className={`${table.number} ${table.optional}`}>
                    {link(formatDuration(totals.duration_p50_ms))}
                  </td>
                  <td className={`${table.number} ${table.optional}`}>
                    {link(formatDuration(totals.duration_p95_ms))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
