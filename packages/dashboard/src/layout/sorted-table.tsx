import { VisuallyHidden } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { TableDownload } from '../downloads/table-download.js';
import { useSort } from '../url/sort-search.js';
import { SortHeader } from './sort-header.js';
import table from './table.module.css';

type Cell = string | number | null;

export interface SortedColumn<Row> {
  /** In the address and in files; unique in the table. */
  name: string;
  label: string;
  /** A text column is at the left and sorted from A to Z. */
  kind?: 'text' | 'number';
  /** True for the column that takes the room that is left. */
  isWide?: boolean;
  /** Not shown on phones. */
  isOptional?: boolean;
  /** Only shown where there is much room. */
  isForWide?: boolean;
  /** Says less than the others. */
  isQuiet?: boolean;
  /** What it is sorted by and what files have; null is always last. Left out for actions. */
  value?: (row: Row) => Cell;
  /** What files have, if it is not what the column is sorted by; null: files lack the column. */
  fileValue?: ((row: Row) => Cell) | null;
  render: (row: Row) => ReactNode;
}

interface FileColumn<Row> {
  name: string;
  value: (row: Row) => Cell;
}

export interface SortedTableProps<Row> {
  /** In the address; left out for the main table of a page. */
  name?: string;
  label: string;
  columns: readonly SortedColumn<Row>[];
  rows: readonly Row[];
  /** How many of the rows are shown, once they are sorted. Default: all. */
  shownRows?: number;
  /** Below all others in every order, like a row for what is not listed. */
  lastRows?: readonly Row[];
  keyOf: (row: Row) => string;
  /** Columns that only files have. */
  fileColumns?: readonly FileColumn<Row>[];
  /** The line below a row that is open: a `tr`. */
  detailOf?: (row: Row) => ReactNode;
  /** Default true. */
  isDownloadable?: boolean;
  /** Whether rows hold buttons and the like. Default false. */
  hasControls?: boolean;
  /** Data attributes of a row, for tests and scripts. */
  dataOf?: (row: Row) => Record<`data-${string}`, string | number | boolean | undefined>;
}

/** A table that is sorted by a click on a column; the order is in the address. */
export function SortedTable<Row>(props: SortedTableProps<Row>) {
  const { name: tableName = '', label, columns, rows, lastRows = [], keyOf } = props;
  const {
    shownRows = rows.length,
    fileColumns = [],
    dataOf,
    detailOf,
    isDownloadable = true,
    hasControls = false,
  } = props;
  const [sort, setSort] = useSort(tableName);
  const sorted = columns.find(({ name }) => name === sort?.column);
  const inOrder = sortRows(rows, sorted, sort?.isDescending === true);
  const shown = [...inOrder.slice(0, shownRows), ...lastRows];
  return (
    <>
      {sort !== undefined && sorted === undefined && (
        <p className={table.problem} role="alert">
          Not sorted: this table has no column <code>{sort.column}</code>.
        </p>
      )}
      <div className={table.scroll}>
        <table
          className={table.table}
          aria-label={label}
          data-controls={hasControls ? '' : undefined}
        >
          <thead>
            <tr>
              {columns.map((column) =>
                column.value === undefined ? (
                  <th key={column.name} scope="col" className={classOf(column)}>
                    <VisuallyHidden>{column.label}</VisuallyHidden>
                  </th>
                ) : (
                  <SortHeader
                    key={column.name}
                    column={column}
                    className={classOf(column)}
                    sort={sort}
                    onSort={setSort}
                  />
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Fragment key={keyOf(row)}>
                <tr {...dataOf?.(row)}>
                  {columns.map((column, index) =>
                    index === 0 ? (
                      <th key={column.name} scope="row" className={classOf(column)}>
                        {column.render(row)}
                      </th>
                    ) : (
                      <td key={column.name} className={classOf(column)}>
                        {column.render(row)}
                      </td>
                    ),
                  )}
                </tr>
                {detailOf?.(row)}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {isDownloadable && (
        <TableDownload
          of={label}
          columns={() =>
            [...columns.flatMap(toFileColumn), ...fileColumns].map(({ name, value }) => ({
              name,
              cells: shown.map(value),
            }))
          }
        />
      )}
    </>
  );
}

/** Empty for a column that files lack. */
function toFileColumn<Row>(column: SortedColumn<Row>): FileColumn<Row>[] {
  const { name, value, fileValue = value ?? null } = column;
  return fileValue === null ? [] : [{ name, value: fileValue }];
}

function classOf<Row>(column: SortedColumn<Row>): string {
  const { kind = 'number', isWide, isOptional, isForWide, isQuiet } = column;
  return [
    kind === 'number' && table.number,
    isWide === true && table.wide,
    isOptional === true && table.optional,
    isForWide === true && table.forWide,
    isQuiet === true && table.quiet,
  ]
    .filter((name) => typeof name === 'string')
    .join(' ');
}

/** Equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  column: Pick<SortedColumn<Row>, 'value'> | undefined,
  isDescending: boolean,
): Row[] {
  const value = column?.value;
  if (value === undefined) return [...rows];
  const direction = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'string' || typeof right === 'string') {
      return direction * String(left).localeCompare(String(right), 'en', { numeric: true });
    }
    return direction * (left - right);
  });
}
