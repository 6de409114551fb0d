import { Button } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { memo, useState } from 'react';
import type { SqlResult } from '../api/sql-queries.js';
import { TableDownload } from '../downloads/table-download.js';
import { Panel } from '../layout/panel.js';
import { fileColumnsOf } from './cell.js';
import { describeResult } from './describe-result.js';
import { NoRows } from './no-rows.js';
import classes from './result-panel.module.css';
import { ResultTable } from './result-table.js';

/** Rows that are shown at once. More make the page slow. */
const pageSize = 200;

/** A result: how many rows, the rows page by page, and all of them as a file. */
export const ResultPanel = memo(function ResultPanel({ result }: { result: SqlResult }) {
  const [page, setPage] = useState({ of: result, offset: 0 });
  const offset = page.of === result ? page.offset : 0;
  const move = (by: number) => setPage({ of: result, offset: offset + by });
  const { columns, rows } = result;
  if (rows.length === 0) return <NoRows />;
  const shown = rows.slice(offset, offset + pageSize);
  return (
    <Panel title="Result" note={describeResult(result)} flush>
      <ResultTable columns={columns} rows={shown} offset={offset} />
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
        <TableDownload of="SQL result" columns={() => fileColumnsOf(result)} />
      </div>
    </Panel>
  );
});
