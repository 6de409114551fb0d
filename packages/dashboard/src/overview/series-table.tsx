import { formatCount, formatDuration, formatPercent, rateBase } from '@sonde/analytics/format';
import type { Overview } from '../api/responses.js';
import { formatIntervalInFull } from '../format/time.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { rangeOfPoint } from '../url/date-range.js';
import { withRange } from '../url/scope-search.js';
import { useScope, useZone } from '../url/use-scope.js';

/** The charts' numbers, newest first. */
export function SeriesTable({ interval, series }: Pick<Overview, 'interval' | 'series'>) {
  const scope = useScope();
  const zone = useZone();
  return (
    <Panel title={interval === 'day' ? 'By day' : 'By hour'} note={`In ${zone}`} flush>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{interval === 'day' ? 'Day' : 'Hour'}</th>
              <th scope="col" className={table.number}>
                Invocations
              </th>
              <th scope="col" className={table.number}>
                Users
              </th>
              <th scope="col" className={table.number}>
                Success rate
              </th>
              <th scope="col" className={table.number}>
                Median
              </th>
              <th scope="col" className={table.number}>
                95th percentile
              </th>
            </tr>
          </thead>
          <tbody>
            {series.toReversed().map((point) => {
              const range = withRange(scope, rangeOfPoint(point.time, interval, zone));
              const link = (text: string) => (
                <InvocationsLink scope={{ ...range, range: undefined }}>{text}</InvocationsLink>
              );
              return (
                <tr key={point.time}>
                  <th scope="row">{formatIntervalInFull(point.time, interval, zone)}</th>
                  <td className={table.number}>{link(formatCount(point.invocations))}</td>
                  <td className={table.number}>{link(formatCount(point.users))}</td>
                  <td className={table.number}>
                    {link(formatPercent(point.success_rate, rateBase(point)))}
                  </td>
                  <td className={table.number}>{link(formatDuration(point.duration_p50_ms))}</td>
                  <td className={table.number}>{link(formatDuration(point.duration_p95_ms))}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
