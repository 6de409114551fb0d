import { formatCount } from '@sonde/analytics/format';
import { Link } from '@tanstack/react-router';
import type { CatalogEvent } from '../api/catalog-queries.js';
import { formatAgo } from '../format/time.js';
import link from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';
import { useScope } from '../url/use-scope.js';
import classes from './catalog.module.css';
import { reasonWords } from './reason-words.js';

export interface EventTableProps {
  /** In the address. */
  name: string;
  title: string;
  note: string;
  events: readonly CatalogEvent[];
}

/** Events with their volume; nothing if there are none. */
export function EventTable({ name, title, note, events }: EventTableProps) {
  const scope = useScope();
  if (events.length === 0) return null;
  const severalTools = hasSeveralTools(events);
  const hasFlows = events.some(({ flow }) => flow !== null);
  const flow: SortedColumn<CatalogEvent> = {
    ...{ name: 'flow', label: 'Flow', kind: 'text', isOptional: true, isQuiet: true },
    value: (row) => row.flow,
    render: ({ flow }) =>
      flow !== null && (
        <Link to="/flows/$flow" params={{ flow }} search={scope} className={classes.flow}>
          {flow}
        </Link>
      ),
  };
  const columns: SortedColumn<CatalogEvent>[] = [
    {
      ...{ name: 'event', label: 'Event', kind: 'text', isWide: true },
      value: ({ event }) => event,
      render: (row) => (
        <>
          <Link
            to="/events/$event"
            params={{ event: row.event }}
            search={scope}
            className={link.link}
          >
            {row.event}
          </Link>
          {severalTools && <ToolName tool={row.tool} />}
          {flagsOf(row).map(({ code, events }) => (
            <span key={code} className={classes.flag}>
              {formatCount(events)} flagged: {reasonWords(code)}
            </span>
          ))}
        </>
      ),
    },
    ...(hasFlows ? [flow] : []),
    {
      ...{ name: 'events', label: 'Events' },
      value: (row) => row.events,
      render: (row) => formatCount(row.events),
    },
    {
      ...{ name: 'last_seen', label: 'Newest', isOptional: true, isQuiet: true },
      value: ({ last_seen }) => last_seen,
      render: ({ last_seen }) => (last_seen === null ? 'never' : formatAgo(last_seen, Date.now())),
    },
  ];
  return (
    <Panel title={title} note={note} flush>
      <SortedTable
        name={name}
        label={title}
        columns={columns}
        rows={events}
        keyOf={({ tool, event }) => `${tool}\n${event}`}
        fileColumns={[
          {
            name: 'flags',
            value: (row) =>
              flagsOf(row)
                .map(({ code }) => code)
                .join(' '),
          },
          { name: 'tool', value: ({ tool }) => tool },
        ]}
        dataOf={(row) => ({
          'data-event': row.event,
          'data-events': row.events,
          'data-declared': row.declared,
        })}
      />
    </Panel>
  );
}

/** That an undeclared event is not declared is said above the table. */
const flagsOf = ({ declared, flagged }: CatalogEvent) =>
  flagged.filter(({ code }) => declared || code !== 'event_undeclared');
