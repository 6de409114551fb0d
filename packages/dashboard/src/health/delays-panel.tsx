import { formatDuration } from '@sonde/analytics/format';
import type { ArrivalReport, IntakeReport } from '../api/responses.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';

interface DelaysPanelProps {
  arrivals: ArrivalReport;
  commits: IntakeReport['commits'];
}

/** How long events take from the user's machine until queries find them. */
export function DelaysPanel({ arrivals, commits }: DelaysPanelProps) {
  const rows = [
    { label: 'Recorded until received', note: 'on the user’s machine', ...arrivals.delivery },
    { label: 'Received until its commit', note: 'longer under load', ...arrivals.storing },
    { label: 'Commit', note: 'the last 1,000, of all projects', ...commits },
  ];
  return (
    <Panel title="Delay" note="Until an event is on disk and in the answers" flush>
      <div className={table.scroll}>
        <table className={table.table}>
          <TableHead
            columns={[
              { label: 'From, until', kind: 'wide' },
              { label: 'Median', kind: 'number' },
              { label: '95%', kind: 'number' },
              { label: 'Longest', kind: 'number' },
            ]}
          />
          <tbody>
            {rows.map(({ label, note, p50_ms, p95_ms, max_ms }) => (
              <tr key={label} data-delay={label}>
                <th scope="row" className={table.wide}>
                  {label} <span className={table.quiet}>{note}</span>
                </th>
                {[p50_ms, p95_ms, max_ms].map((value, i) => (
                  <td key={['p50', 'p95', 'max'][i]} className={table.number}>
                    {formatDuration(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
