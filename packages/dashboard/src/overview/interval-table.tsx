import type { Overview } from '../api/responses.js';
import { TableDownload } from '../downloads/table-download.js';
import { formatIntervalInFull } from '../format/time.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { rangeOfPoint } from '../url/date-range.js';
import type { InvocationListFilter } from '../url/invocation-search.js';
import { withRange } from '../url/scope-search.js';
import { useScope, useZone } from '../url/use-scope.js';

export interface IntervalColumn<Point> {
  label: string;
  /** Name in files. */
  name: string;
  value: (point: Point) => number | null;
  format: (point: Point) => string;
  /** Of the list that the number opens, besides the interval. */
  filter?: InvocationListFilter;
  /** Whether the number is of people. */
  countsPeople?: boolean;
  /** How many flow runs that list has. */
  countRuns?: (point: Point) => number;
}

interface IntervalTableProps<Point> {
  interval: Overview['interval'];
  series: readonly Point[];
  columns: readonly IntervalColumn<Point>[];
}

/** A chart's numbers, newest first. */
export function IntervalTable<Point extends { time: string }>({
  interval,
  series,
  columns,
}: IntervalTableProps<Point>) {
  const scope = useScope();
  const zone = useZone();
  const title = interval === 'day' ? 'By day' : 'By hour';
  return (
    <Panel title={title} note={`In ${zone}`} flush>
      <div className={table.scroll}>
        <table className={table.table}>
          <TableHead
            columns={[
              { label: interval === 'day' ? 'Day' : 'Hour' },
              ...columns.map(({ label }) => ({ label, kind: 'number' as const })),
            ]}
          />
          <tbody>
            {series.toReversed().map((point) => {
              const range = withRange(scope, rangeOfPoint(point.time, interval, zone));
              return (
                <tr key={point.time} data-interval={point.time}>
                  <th scope="row">{formatIntervalInFull(point.time, interval, zone)}</th>
                  {columns.map(
                    ({ label, format, filter = {}, countsPeople = false, countRuns }) => (
                      <td key={label} className={table.number} data-runs={countRuns?.(point)}>
                        <InvocationsLink
                          scope={{ ...range, range: undefined }}
                          filter={filter}
                          countsPeople={countsPeople}
                        >
                          {format(point)}
                        </InvocationsLink>
                      </td>
                    ),
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <TableDownload
        of={title}
        columns={() => [
          { name: 'time', cells: series.map(({ time }) => time) },
          ...columns.map(({ name, value }) => ({ name, cells: series.map(value) })),
        ]}
      />
    </Panel>
  );
}
