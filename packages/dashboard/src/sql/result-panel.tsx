import { Button } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { memo, useMemo, useState } from 'react';
import type { SqlResult } from '../api/sql-queries.js';
import { TableDownload } from '../downloads/table-download.js';
import { Panel } from '../layout/panel.js';
import type { Sort } from '../url/sort-search.js';
import { fileColumnsOf } from './cell.js';
import { describeResult } from './describe-result.js';
import { NoRows } from './no-rows.js';
import classes from './result-panel.module.css';
import { ResultTable } from './result-table.js';
import { sortResult } from './sort-result.js';

/** Rows that are shown at once. More make the page slow. */
const pageSize = 200;

/** Which rows of a result are shown, and in which order. */
interface ResultView {
  of: SqlResult;
  offset: number;
  sort?: Sort | undefined;
}

/** A result: how many rows, the rows page by page, and all of them as a file. */
export const ResultPanel = memo(function ResultPanel({ result }: { result: SqlResult }) {
  const [view, setView] = useState<ResultView>({ of: result, offset: 0 });
  const { offset, sort } = view.of === result ? view : { offset: 0, sort: undefined };
  const rows = useMemo(() => sortResult(result, sort), [result, sort]);
  const { columns } = result;
  if (rows.length === 0) return <NoRows />;
  const move = (by: number) => setView({ of: result, offset: offset + by, sort });
  const shown = rows.slice(offset, offset + pageSize);
  return (
    <Panel title="Result" note={describeResult(result)} flush>
      <ResultTable
        columns={columns}
        rows={shown}
        offset={offset}
        sort={sort}
        onSort={(next) => setView({ of: result, offset: 0, sort: next })}
      />
      <div className={classes.foot}>
        {rows.length > pageSize && (
          <nav className={classes.pages} aria-label="Rows">
            <Button
              variant="default"
              size="compact-sm"
              disabled={offset === 0}
              onClick={() => move(-pageSize)}
            >
              Previous
            </Button>
            <span role="status">
              {formatCount(offset + 1)}–{formatCount(offset + shown.length)} of{' '}
              {formatCount(rows.length)}
            </span>
            <Button
              variant="default"
              size="compact-sm"
              disabled={offset + pageSize >= rows.length}
              onClick={() => move(pageSize)}
            >
              Next
            </Button>
          </nav>
        )}
        <TableDownload of="SQL result" columns={() => fileColumnsOf({ columns, rows })} />
      </div>
    </Panel>
  );
});
