import { formatCount, formatDuration, formatQuantity } from '@sonde/analytics/format';
import { IconAlertCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { InvocationSummary } from '../api/responses.js';
import { formatAgo, formatInstant } from '../format/time.js';
import { Badge, statusLooks } from '../layout/outcome.js';
import { SortHeader } from '../layout/sort-header.js';
import type { Sort } from '../url/sort-search.js';
import { useScope, useZone } from '../url/use-scope.js';
import { describeContext } from './context.js';
import { invocationColumns } from './invocation-order.js';
import classes from './invocation-table.module.css';
import { InvocationsLink } from './invocations-link.js';
import { useListState } from './list-state.js';

export interface InvocationTableProps {
  rows: InvocationSummary[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** One line per invocation; on narrow screens one card each. */
export function InvocationTable({ rows, sort, onSort }: InvocationTableProps) {
  const now = Date.now();
  return (
    <table className={classes.table} aria-label="Invocations">
      <thead>
        <tr>
          {invocationColumns.map((column) => (
            <SortHeader
              key={column.name}
              column={column}
              className={
                column.kind === 'number'
                  ? classes.number
                  : column.name === 'command'
                    ? classes.wide
                    : undefined
              }
              sort={sort}
              onSort={onSort}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <InvocationRow key={row.invocation_id} row={row} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function InvocationRow({ row, now }: { row: InvocationSummary; now: number }) {
  const scope = useScope();
  const listState = useListState();
  const zone = useZone();
  return (
    <tr data-invocation={row.invocation_id} data-status={row.status}>
      <td className={classes.status}>
        <Badge look={statusLooks[row.status]} />
        {row.exit_code !== null && row.exit_code !== 0 && (
          <span className={classes.exit} title={`Exit code ${row.exit_code}`}>
            exit {row.exit_code}
          </span>
        )}
      </td>
      <th scope="row" className={classes.wide}>
        <Link
          to="/invocations/$invocationId"
          params={{ invocationId: row.invocation_id }}
          search={scope}
          state={listState}
          className={classes.command}
        >
          {row.command === '' ? 'unknown command' : row.command}
        </Link>
        {row.error_class !== null && (
          <span className={classes.error} title="Error class">
            {row.error_class}
          </span>
        )}
      </th>
      <td className={classes.quiet}>
        <span className={classes.short} title={row.version}>
          {row.version === '' ? '–' : row.version}
        </span>
      </td>
      <td>
        {row.person === '' ? (
          '–'
        ) : (
          <InvocationsLink
            filter={{ person: row.person }}
            className={`${classes.short} ${classes.personLink}`}
            aria-label={`All invocations of ${row.person}`}
          >
            <span title={row.person}>{row.person}</span>
          </InvocationsLink>
        )}
      </td>
      <td className={classes.quiet}>
        <span className={classes.short} title={describeContext(row)}>
          {describeContext(row)}
        </span>
      </td>
      <td className={classes.number}>
        {row.missing > 0 && (
          <span
            className={classes.missing}
            title={`${formatQuantity(row.missing, 'event')} not arrived`}
          >
            <IconAlertCircle size={14} stroke={1.8} aria-label={`${row.missing} missing,`} />
          </span>
        )}
        {formatCount(row.events)}
        <span className={classes.unit}> {row.events === 1 ? 'event' : 'events'}</span>
      </td>
      <td className={classes.number}>{formatDuration(row.duration_ms)}</td>
      <td className={`${classes.number} ${classes.quiet}`}>
        <time dateTime={row.started_at} title={formatInstant(row.started_at, zone)}>
          {formatAgo(row.started_at, now, zone)}
        </time>
      </td>
    </tr>
  );
}
