import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { FlowTimes } from '../api/responses.js';
import { formatIntervalInFull } from '../format/time.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { rangeOfPoint } from '../url/date-range.js';
import type { InvocationListFilter } from '../url/invocation-search.js';
import { withRange } from '../url/scope-search.js';
import { useScope, useZone } from '../url/use-scope.js';

/** The trend's numbers, newest first. */
export function TrendTable({ times: { flow, interval, series } }: { times: FlowTimes }) {
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
                Started
              </th>
              <th scope="col" className={table.number}>
                Completed
              </th>
              <th scope="col" className={table.number}>
                Conversion
              </th>
            </tr>
          </thead>
          <tbody>
            {series.toReversed().map((point) => {
              const range = withRange(scope, rangeOfPoint(point.time, interval, zone));
              const link = (text: string, filter: InvocationListFilter) => (
                <InvocationsLink scope={{ ...range, range: undefined }} filter={filter}>
                  {text}
                </InvocationsLink>
              );
              const completed = { flow, flow_outcome: 'completed' as const };
              return (
                <tr key={point.time} data-interval={point.time}>
                  <th scope="row">{formatIntervalInFull(point.time, interval, zone)}</th>
                  <td className={table.number} data-runs={point.runs}>
                    {link(formatCount(point.runs), { flow })}
                  </td>
                  <td className={table.number} data-runs={point.completed}>
                    {link(formatCount(point.completed), completed)}
                  </td>
                  <td className={table.number}>
                    {link(formatPercent(point.conversion, point.runs), completed)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
