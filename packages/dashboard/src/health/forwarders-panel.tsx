import { formatCount, formatDuration } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Forwarder, forwardersQuery } from '../api/forwarder-queries.js';
import link from '../invocations/invocations-link.module.css';
import { Badge } from '../layout/outcome.js';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
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
  const columns: SortedColumn<Forwarder>[] = [
    {
      ...{ name: 'forwarder', label: 'Forwarder', kind: 'text', isWide: true },
      value: ({ id }) => id,
      render: ({ id }) => (
        <Link to="/settings/forwarders" search={scope} className={link.link}>
          {id}
        </Link>
      ),
    },
    {
      ...{ name: 'state', label: 'State', kind: 'text' },
      value: ({ state }) => state,
      render: ({ state }) => <Badge look={forwarderLooks[state]} />,
    },
    {
      ...{ name: 'sent', label: 'Sent' },
      value: ({ sent }) => sent,
      render: ({ sent }) => formatCount(sent),
    },
    {
      ...{ name: 'waiting', label: 'Waiting' },
      value: ({ lag }) => lag.events,
      render: ({ lag }) => formatCount(lag.events),
    },
    {
      ...{ name: 'behind_s', label: 'Behind' },
      value: ({ lag }) => (lag.events === 0 ? null : lag.seconds),
      render: ({ lag }) => (lag.events === 0 ? '–' : formatDuration(lag.seconds * 1_000)),
    },
    {
      ...{ name: 'dead_letters', label: 'Dead letters' },
      value: ({ dead_letters }) => dead_letters,
      render: ({ dead_letters }) => formatCount(dead_letters),
    },
  ];
  return (
    <Panel title="Forwarders" note="Counted since each exists" flush>
      <SortedTable
        name="forwarders"
        label="Forwarders"
        columns={columns}
        rows={data.forwarders}
        keyOf={({ id }) => id}
        dataOf={({ id }) => ({ 'data-forwarder': id })}
      />
    </Panel>
  );
}
