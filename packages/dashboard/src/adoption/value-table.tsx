import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { Adoption, AdoptionGroup } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import type { ScopeSearch } from '../url/scope-search.js';
import { filterOf, labelOf, propertyLabel } from './properties.js';

export interface ValueTableProps {
  label: string;
  adoption: Adoption;
  group: AdoptionGroup;
}

interface Row extends Pick<AdoptionGroup, 'invocations' | 'users' | 'previous'> {
  label: string;
  /** Undefined if they are several. */
  value: string | undefined;
}

type Count = 'users' | 'invocations';

/** The values, most used first, with the period before. */
export function ValueTable({ label, adoption, group }: ValueTableProps) {
  const { property, from, previous_from } = adoption;
  const before = { range: undefined, from: previous_from, to: from };
  const link = ({ value }: Row, count: Count, number: number, range: ScopeSearch = {}) => {
    const found = value === undefined ? undefined : filterOf(property, group.tool, [value]);
    return found === undefined || number === 0 ? (
      formatCount(number)
    ) : (
      <InvocationsLink
        scope={{ ...found.scope, ...range }}
        filter={found.filter}
        countsPeople={count === 'users'}
      >
        {formatCount(number)}
      </InvocationsLink>
    );
  };
  const shareOf = (row: Row, count: Count) =>
    group[count] === 0 ? null : row[count] / group[count];
  const counted = (count: Count, title: string): SortedColumn<Row>[] => [
    {
      ...{ name: count, label: title },
      value: (row) => row[count],
      render: (row) => (
        <>
          {link(row, count, row[count])}
          <span className={`${table.quiet} ${table.optional}`}>
            {' '}
            {group[count] > 0 && formatPercent(shareOf(row, count), group[count])}
          </span>
        </>
      ),
    },
    {
      ...{ name: `${count}_before`, label: 'Period before', isOptional: true },
      value: ({ previous }) => previous[count],
      render: (row) => link(row, count, row.previous[count], before),
    },
  ];
  const { others } = group;
  return (
    <SortedTable
      name={group.tool === null ? 'values' : `values.${group.tool}`}
      label={label}
      columns={[
        {
          ...{ name: 'value', label: propertyLabel(property), kind: 'text', isWide: true },
          value: (row) => row.label,
          render: (row) => row.label,
        },
        ...counted('users', 'People'),
        ...counted('invocations', 'Invocations'),
      ]}
      rows={group.values.map((one): Row => ({ ...one, label: labelOf(property, one.value) }))}
      lastRows={
        others.values > 0
          ? [{ ...others, label: `${formatCount(others.values)} others`, value: undefined }]
          : []
      }
      keyOf={(row) => row.label}
      fileColumns={[
        { name: 'users_share', value: (row) => shareOf(row, 'users') },
        { name: 'invocations_share', value: (row) => shareOf(row, 'invocations') },
      ]}
      dataOf={({ value, users }) => ({ 'data-value': value, 'data-users': users })}
    />
  );
}
