import { formatCount, formatDuration } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { forwardersQuery } from '../api/forwarder-queries.js';
import link from '../invocations/invocations-link.module.css';
import { Badge } from '../layout/outcome.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { useProject } from '../projects/project.js';
import { forwarderLooks } from '../settings/forwarders/forwarder-looks.js';
import { ProblemNote } from '../state/problem-note.js';
import { useScope } from '../url/use-scope.js';

/** Whether events are passed on, and how far that is; nothing if there are no forwarders. */
export function ForwardersPanel() {
  const project = useProject();
  const scope = useScope();
  const { data, error } = useQuery(forwardersQuery(project.id));
  if (error !== null) {
    return (
      <Panel title="Forwarders">
        <ProblemNote error={error} />
      </Panel>
    );
  }
  if (data === undefined || data.forwarders.length === 0) return null;
  return (
    <Panel title="Forwarders" note="Counted since each exists" flush>
      <div className={table.scroll}>
        <table className={table.table}>
          <TableHead
            columns={[
              { label: 'Forwarder', kind: 'wide' },
              { label: 'State' },
              { label: 'Sent', kind: 'number' },
              { label: 'Waiting', kind: 'number' },
              { label: 'Behind', kind: 'number' },
              { label: 'Dead letters', kind: 'number' },
            ]}
          />
          <tbody>
            {data.forwarders.map(({ id, state, sent, lag, dead_letters }) => (
              <tr key={id} data-forwarder={id}>
                <th scope="row" className={table.wide}>
                  <Link to="/settings/forwarders" search={scope} className={link.link}>
                    {id}
                  </Link>
                </th>
                <td>
                  <Badge look={forwarderLooks[state]} />
                </td>
                <td className={table.number}>{formatCount(sent)}</td>
                <td className={table.number}>{formatCount(lag.events)}</td>
                <td className={table.number}>
                  {lag.events === 0 ? '–' : formatDuration(lag.seconds * 1_000)}
                </td>
                <td className={table.number}>{formatCount(dead_letters)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
