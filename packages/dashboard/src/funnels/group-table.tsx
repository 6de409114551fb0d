import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { FreeFunnel } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { type FunnelChoice, listOfStep } from '../url/funnel-search.js';
import { filterLabel, type ListFilter, valueLabel } from '../url/scope-search.js';

export interface GroupTableProps {
  groups: FreeFunnel['groups'];
  choice: FunnelChoice;
  by: ListFilter;
}

/** A free funnel by the values of a property: a line for each, a column for each step. */
export function GroupTable({ groups, choice, by }: GroupTableProps) {
  const steps = choice.step ?? [];
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label={`By ${filterLabel(by).toLowerCase()}`}>
        <TableHead
          columns={[
            { label: filterLabel(by), kind: 'wide' },
            ...steps.map((_, i) => ({ label: `Step ${i + 1}`, kind: 'number' as const })),
            { label: 'Last of first', kind: 'number' },
          ]}
        />
        <tbody>
          {groups.map(({ value, subjects }) => {
            const [first = 0] = subjects;
            return (
              <tr key={value} data-funnel-group={value}>
                <th scope="row" className={table.wide}>
                  {valueLabel(by, value)}
                </th>
                {subjects.map((count, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the steps in their order.
                  <td key={i} className={table.number} data-invocations={count}>
                    {count === 0 ? (
                      <span className={table.quiet}>0</span>
                    ) : (
                      <InvocationsLink filter={listOfStep(choice, i + 1, { by, value })}>
                        {formatCount(count)}
                      </InvocationsLink>
                    )}
                  </td>
                ))}
                <td className={table.number}>
                  {formatPercent(first === 0 ? null : (subjects.at(-1) ?? 0) / first, first)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
