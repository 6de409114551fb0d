import type { InvocationParameters } from '../api/responses.js';
import type { Sort } from '../url/sort-search.js';

type Order = NonNullable<InvocationParameters['sort']>;
type ColumnName = Exclude<Order, `-${string}`>;

interface Column {
  name: ColumnName;
  label: string;
  kind: 'text' | 'number';
  /** The order in words, from the smallest or A, and from the largest or Z. */
  orders: [ascending: string, descending: string];
}

const text = (name: ColumnName, label: string): Column => {
  return { name, label, kind: 'text', orders: [`${label}, A to Z`, `${label}, Z to A`] };
};

/** In the order of the table. */
export const invocationColumns: readonly Column[] = [
  text('status', 'Status'),
  text('command', 'Command'),
  { ...text('version', 'Version'), orders: ['Lowest version', 'Highest version'] },
  text('person', 'Person'),
  text('actor', 'Run by'),
  { name: 'events', label: 'Events', kind: 'number', orders: ['Fewest events', 'Most events'] },
  { name: 'duration_ms', label: 'Duration', kind: 'number', orders: ['Shortest', 'Longest'] },
  { name: 'started_at', label: 'When', kind: 'number', orders: ['Oldest first', 'Newest first'] },
];

const newestFirst: Sort = { column: 'started_at', isDescending: true };

/** The order in the address, if the list has such a column; else newest first. */
export const readInvocationOrder = (sort: Sort | undefined): Sort =>
  sort !== undefined && invocationColumns.some(({ name }) => name === sort.column)
    ? sort
    : newestFirst;

/** As the API names it. */
export const nameOfOrder = ({ column, isDescending }: Sort) =>
  `${isDescending ? '-' : ''}${column}` as Order;

/** All orders, for a list to choose from. */
export const invocationOrders = invocationColumns.flatMap(({ name, orders }) =>
  [true, false].map((isDescending) => ({
    sort: { column: name, isDescending },
    label: orders[isDescending ? 1 : 0] ?? '',
  })),
);
