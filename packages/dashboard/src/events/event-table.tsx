import { formatCount, relativeChange } from '@sonde/analytics/format';
import { Link } from '@tanstack/react-router';
import type { EventList } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import link from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import { ChangeNote } from '../overview/change-note.js';
import { useScope } from '../url/use-scope.js';
import { DeclarationNote } from './declaration-note.js';
import { Sparkline } from './sparkline.js';

type EventRow = EventList['events'][number];
type Count = 'events' | 'invocations' | 'users';

/** One line per event; each number opens its invocations. */
export function EventTable({ list }: { list: EventList }) {
  const scope = useScope();
  const hasPrevious = list.events.some(({ previous }) => previous !== null);
  const counted = (name: Count, label: string): SortedColumn<EventRow> => ({
    ...{ name, label, value: (row) => row[name], isOptional: name === 'users' },
    render: (row) => <CountLink row={row} count={name} />,
  });
  const change: SortedColumn<EventRow> = {
    ...{ name: 'change', label: 'Change', kind: 'text', isOptional: true },
    value: ({ events, previous }) =>
      previous === null || previous.events === 0 ? null : events / previous.events,
    render: ({ events, previous }) => (
      <ChangeNote
        change={relativeChange(events, previous?.events)}
        better="neither"
        before={formatCount(previous?.events)}
      />
    ),
  };
  const columns: SortedColumn<EventRow>[] = [
    {
      ...{ name: 'event', label: 'Event', kind: 'text', isWide: true },
      value: ({ event }) => event,
      render: ({ event, declaration }) => (
        <>
          <Link to="/events/$event" params={{ event }} search={scope} className={link.link}>
            {event}
          </Link>
          <DeclarationNote declaration={declaration} />
        </>
      ),
    },
    {
      ...{ name: 'latest', label: 'Over time', kind: 'text', isOptional: true },
      value: ({ series }) => series.at(-1) ?? null,
      fileValue: null,
      render: ({ series }) => <Sparkline values={series} />,
    },
    counted('events', 'Events'),
    ...(hasPrevious ? [change] : []),
    counted('invocations', 'Invocations'),
    counted('users', 'Users'),
  ];
  return (
    <Panel title="All events" note={`Bars: events per ${list.interval}`} flush>
      <SortedTable
        label="Events"
        columns={columns}
        rows={list.events}
        keyOf={({ event }) => event}
        dataOf={({ event, declaration }) => ({
          'data-event': event,
          'data-declaration': declaration,
        })}
      />
    </Panel>
  );
}

function CountLink({ row, count }: { row: EventRow; count: Count }) {
  return (
    <span data-count={count}>
      {row.events === 0 ? (
        <span className={table.quiet}>0</span>
      ) : (
        <InvocationsLink filter={{ event: row.event }} countsPeople={count === 'users'}>
          {formatCount(row[count])}
        </InvocationsLink>
      )}
    </span>
  );
}
