import { formatCount, formatPercent } from '@sonde/analytics/format';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { type SortedColumn, SortedTable, type SortedTableProps } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import classes from './count-table.module.css';

export interface CountRow {
  label: string;
  /** What the label stands for, in files and for the order. */
  value: string | number;
  /** Condition that the list behind the row has on the event. */
  condition: string;
  events: number;
  invocations: number;
  users: number;
}

export interface CountTableProps<Row extends CountRow>
  extends Pick<SortedTableProps<Row>, 'rows' | 'lastRows' | 'fileColumns'> {
  /** In the address. */
  name: string;
  event: string;
  /** The first column. */
  of: Pick<SortedColumn<Row>, 'name' | 'label'>;
  /** Name of the table for screen readers. */
  label: string;
  /** The number that percentages refer to. */
  total: number;
}

/** Kinds of an event with their counts, each with a bar relative to the largest. */
export function CountTable<Row extends CountRow>(props: CountTableProps<Row>) {
  const { name, event, of, label, total, rows, lastRows = [], fileColumns = [] } = props;
  const largest = Math.max(1, ...[...rows, ...lastRows].map(({ events }) => events));
  const counted = (count: 'events' | 'invocations' | 'users', title: string) => ({
    ...{ name: count, label: title },
    value: (row: Row) => row[count],
    render: (row: Row) => (
      <span data-count={count}>
        {row.events === 0 ? (
          <span className={table.quiet}>0</span>
        ) : (
          <InvocationsLink
            filter={{ event, property: [row.condition] }}
            countsPeople={count === 'users'}
          >
            {formatCount(row[count])}
          </InvocationsLink>
        )}
      </span>
    ),
  });
  const shareOf = ({ events }: Row) => (total === 0 ? null : events / total);
  const columns: SortedColumn<Row>[] = [
    {
      ...{ ...of, kind: 'text', isWide: true },
      value: ({ value }) => value,
      render: (row) => (
        <>
          <span className={classes.name} data-quiet={lastRows.includes(row) || undefined}>
            {row.label}
          </span>
          <span className={classes.track} aria-hidden>
            <span className={classes.bar} style={{ width: `${(row.events / largest) * 100}%` }} />
          </span>
        </>
      ),
    },
    counted('events', 'Events'),
    {
      ...{ name: 'share', label: 'Share', isOptional: true, isQuiet: true },
      value: shareOf,
      render: (row) => formatPercent(shareOf(row), total),
    },
    counted('invocations', 'Invocations'),
    { ...counted('users', 'Users'), isOptional: true },
  ];
  return (
    <SortedTable
      name={name}
      label={label}
      columns={columns}
      rows={rows}
      lastRows={lastRows}
      keyOf={({ condition }) => condition}
      fileColumns={fileColumns}
      dataOf={({ condition }) => ({ 'data-condition': condition })}
    />
  );
}
