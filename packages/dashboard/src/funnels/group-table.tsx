import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { FreeFunnel } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import { type FunnelChoice, listOfStep } from '../url/funnel-search.js';
import { filterLabel, type ListFilter, valueLabel } from '../url/scope-search.js';

type Row = FreeFunnel['groups'][number];

export interface GroupTableProps {
  groups: readonly Row[];
  choice: FunnelChoice;
  by: ListFilter;
}

/** A free funnel by the values of a property: a line for each, a column for each step. */
export function GroupTable({ groups, choice, by }: GroupTableProps) {
  const steps = choice.step ?? [];
  const columns: SortedColumn<Row>[] = [
    {
      ...{ name: by, label: filterLabel(by), kind: 'text', isWide: true },
      value: ({ value }) => valueLabel(by, value),
      render: ({ value }) => valueLabel(by, value),
    },
    ...steps.map((_, i): SortedColumn<Row> => {
      const countOf = ({ subjects }: Row) => subjects[i] ?? 0;
      return {
        ...{ name: `step_${i + 1}`, label: `Step ${i + 1}`, value: countOf },
        render: (row) => (
          <span data-invocations={countOf(row)}>
            {countOf(row) === 0 ? (
              <span className={table.quiet}>0</span>
            ) : (
              <InvocationsLink
                filter={listOfStep(choice, i + 1, { by, value: row.value })}
                countsPeople={choice.per === 'person'}
              >
                {formatCount(countOf(row))}
              </InvocationsLink>
            )}
          </span>
        ),
      };
    }),
    {
      ...{ name: 'last_of_first', label: 'Last of first', value: conversionOf },
      render: (row) => formatPercent(conversionOf(row), row.subjects[0] ?? 0),
    },
  ];
  return (
    <SortedTable
      name="groups"
      label={`By ${filterLabel(by).toLowerCase()}`}
      columns={columns}
      rows={groups}
      keyOf={({ value }) => value}
      dataOf={({ value }) => ({ 'data-funnel-group': value })}
    />
  );
}

function conversionOf({ subjects: [first = 0, ...others] }: Row): number | null {
  return first === 0 ? null : (others.at(-1) ?? first) / first;
}
