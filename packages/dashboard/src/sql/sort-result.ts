import type { SqlResult } from '../api/sql-queries.js';
import { sortRows } from '../layout/sorted-table.js';
import type { Sort } from '../url/sort-search.js';
import { cellText, isNumeric } from './cell.js';

/** The rows by the column with that number, or as the query orders them. */
export function sortResult(
  { columns, rows }: Pick<SqlResult, 'columns' | 'rows'>,
  sort: Sort | undefined,
): SqlResult['rows'] {
  if (sort === undefined) return rows;
  const index = Number(sort.column);
  // Numbers that JavaScript cannot hold are texts in a result.
  const toComparable = isNumeric(columns[index]?.type ?? '') ? Number : cellText;
  const value = (row: SqlResult['rows'][number]) => {
    const cell: unknown = row[index] ?? null;
    return cell === null ? null : toComparable(cell);
  };
  return sortRows(rows, { value }, sort.isDescending);
}
