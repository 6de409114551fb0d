import type { SqlResult } from '../api/sql-queries.js';
import type { FileColumn } from '../downloads/save-table.js';

/** Whether values of a type of the engine are numbers: `Nullable(UInt64)`, `Decimal(9, 2)`. */
export function isNumeric(type: string): boolean {
  const [, inner] = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type) ?? [];
  return inner === undefined ? /^(U?Int|B?Float|Decimal)\d*\b/.test(type) : isNumeric(inner);
}

/** A value in words; lists, maps and tuples as JSON. */
export const cellText = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** The columns of a file: numbers stay numbers, unless one of the column is too large for that. */
export function fileColumnsOf({
  columns,
  rows,
}: Pick<SqlResult, 'columns' | 'rows'>): FileColumn[] {
  return columns.map(({ name }, index) => {
    const values = rows.map((row): unknown => row[index] ?? null);
    const areNumbers = values.every((value) => value === null || typeof value === 'number');
    return {
      name,
      cells: values.map((value) =>
        value === null || (areNumbers && typeof value === 'number') ? value : cellText(value),
      ),
    };
  });
}
