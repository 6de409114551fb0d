import type { Condition } from '../../sql/range.js';
import type { Source, View } from '../../sql/source.js';
import { writeText } from '../../sql/write-names.js';

/** A table that queries may read. */
export interface SqlView {
  name: string;
  /** What a row is. */
  description: string;
  columns: readonly Column[];
  /** A statement that selects the columns, made with {@link selectColumns}. */
  select(options: ViewOptions): Promise<Condition>;
}

/** What the statement of a view depends on. */
export interface ViewOptions {
  source: Source;
  view: View;
  /** Time zone of its times. */
  zone: string;
  /** Whether the query may read a column. */
  mayRead: (column: string) => boolean;
}

export type Column = readonly [
  name: string,
  type: string,
  description: string,
  sql: (view: View) => string,
];

export const text = 'Nullable(String)';
export const time = 'DateTime64(3)';

/** Columns of one type, by their descriptions, that are stored under their names. */
export const plain = (
  type: string,
  names: Readonly<Record<string, string>>,
  sqlOf: (name: string) => string = (name) => name,
): Column[] =>
  Object.entries(names).map(([name, description]) => [name, type, description, () => sqlOf(name)]);

/** Ids are stored as empty if there is none. */
export const id = (name: string): string => `nullIf(${name}, '')`;

/**
 * Columns of a view. Their names begin with `view_`, because an alias with the name of a column would
 * hide it.
 */
export function selectColumns(
  columns: readonly Column[],
  { view, zone }: Pick<ViewOptions, 'view' | 'zone'>,
): string {
  return columns
    .map(([name, type, , sqlOf]) => {
      const sql = sqlOf(view);
      const value =
        type === time
          ? `fromUnixTimestamp64Milli(toInt64(${sql}), ${writeText(zone)})`
          : `CAST(${sql}, ${writeText(type)})`;
      return `${value} AS view_${name}`;
    })
    .join(', ');
}

/** A statement that selects no rows, but the same columns. */
export function selectNothing(columns: readonly Column[], zone: string): string {
  const values = columns.map(([name, type]) => {
    const whole = type === time ? `DateTime64(3, ${writeText(zone)})` : type;
    return `defaultValueOfTypeName(${writeText(whole)}) AS view_${name}`;
  });
  return `SELECT ${values.join(', ')} WHERE false`;
}
