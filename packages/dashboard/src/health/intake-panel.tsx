import { formatCount } from '@sonde/analytics/format';
import type { IntakeReport } from '../api/responses.js';
import { formatInstant } from '../format/time.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { useZone } from '../url/use-scope.js';

/** What the collector did with the events it got, since its start. */
export function IntakePanel({ intake }: { intake: IntakeReport }) {
  const rows = [
    { name: 'accepted', label: 'Accepted', note: 'stored' },
    { name: 'duplicates', label: 'Duplicates', note: 'sent again, not stored again' },
    { name: 'quarantined', label: 'Quarantined', note: 'including repeats' },
  ] as const;
  return (
    <Panel title="Since the collector started" note={formatInstant(intake.since, useZone())} flush>
      <table className={table.table}>
        <tbody>
          {rows.map(({ name, label, note }) => (
            <tr key={name} data-intake={name} data-events={intake[name]}>
              <th scope="row" className={table.wide}>
                {label} <span className={table.quiet}>{note}</span>
              </th>
              <td className={table.number}>{formatCount(intake[name])}</td>
            </tr>
          ))}
          {intake.refused.map(({ code, title, requests }) => (
            <tr key={code} data-refused={code} data-requests={requests}>
              <th scope="row" className={table.wide}>
                Refused requests <span className={table.quiet}>{title}</span>
              </th>
              <td className={table.number}>{formatCount(requests)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
