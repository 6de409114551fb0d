import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { SqlResult } from '../api/sql-queries.js';
import link from '../invocations/invocations-link.module.css';
import { SortHeader } from '../layout/sort-header.js';
import table from '../layout/table.module.css';
import type { ScopeSearch } from '../url/scope-search.js';
import type { Sort } from '../url/sort-search.js';
import { useScope } from '../url/use-scope.js';
import { cellText, isNumeric } from './cell.js';
import classes from './result-table.module.css';

export interface ResultTableProps {
  columns: SqlResult['columns'];
  rows: SqlResult['rows'];
  /** Number of the first of these rows, from 0. */
  offset: number;
  /** The column is its number, from 0. Undefined: as the query orders them. */
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
}

/** Rows of a result. Scrolls in its own box; ids of invocations open their pages. */
export const ResultTable = memo(function ResultTable(props: ResultTableProps) {
  const { columns, rows, offset, sort, onSort } = props;
  const scope = useScope();
  const kinds = columns.map(({ name, type }) => ({
    className: isNumeric(type) ? table.number : undefined,
    isInvocation: name === 'invocation_id',
  }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable with the keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Rows">
      <table className={`${table.table} ${classes.table}`} aria-label="Result">
        <thead>
          <tr>
            {columns.map(({ name, type }, index) => (
              <SortHeader
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                key={index}
                column={{
                  name: String(index),
                  label: name,
                  kind: isNumeric(type) ? 'number' : 'text',
                }}
                title={type}
                className={kinds[index]?.className}
                sort={sort}
                onSort={onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and do not change
            <tr key={offset + index} data-row={offset + index}>
              {kinds.map(({ className, isInvocation }, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={column} className={className}>
                  <Cell value={row[column]} isInvocation={isInvocation} scope={scope} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
});

interface CellProps {
  value: unknown;
  isInvocation: boolean;
  scope: ScopeSearch;
}

function Cell({ value, isInvocation, scope }: CellProps) {
  if (value === null || value === undefined) return <span className={table.quiet}>null</span>;
  const text = cellText(value);
  if (isInvocation && typeof value === 'string' && value !== '') {
    return (
      <Link
        to="/invocations/$invocationId"
        params={{ invocationId: value }}
        search={scope}
        className={`${link.link} ${classes.open}`}
      >
        {text}
      </Link>
    );
  }
  return (
    <span className={classes.value} title={text.length > longText ? text : undefined}>
      {text}
    </span>
  );
}

/** Characters that may not fit in a cell. */
const longText = 30;
