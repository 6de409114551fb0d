import { UnstyledButton } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { CatalogEvent } from '../api/catalog-queries.js';
import { formatAgo } from '../format/time.js';
import link from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';
import { useScope } from '../url/use-scope.js';
import classes from './catalog.module.css';
import { EventProperties } from './event-properties.js';
import { reasonWords } from './reason-words.js';

export interface EventTableProps {
  /** In the address. */
  name: string;
  title: string;
  note: string;
  events: readonly CatalogEvent[];
}

/** Events with their volume, each of which opens to its properties; nothing without events. */
export function EventTable({ name, title, note, events }: EventTableProps) {
  const scope = useScope();
  const id = useId();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  if (events.length === 0) return null;
  const severalTools = hasSeveralTools(events);
  const idOf = (row: CatalogEvent) => `${id}${events.indexOf(row)}`;
  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
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
        <div className={classes.event}>
          <UnstyledButton
            className={classes.open}
            aria-expanded={open.has(keyOf(row))}
            aria-controls={open.has(keyOf(row)) ? idOf(row) : undefined}
            aria-label={`Properties of ${row.event}`}
            onClick={() => toggle(keyOf(row))}
          >
            <IconChevronRight size={14} stroke={1.8} aria-hidden />
          </UnstyledButton>
          <div>
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
          </div>
        </div>
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
        keyOf={keyOf}
        detailOf={(row) =>
          open.has(keyOf(row)) && (
            <tr id={idOf(row)} className={classes.detail} data-properties-of={row.event}>
              <td colSpan={columns.length}>
                <EventProperties event={row} namesTool={severalTools} />
              </td>
            </tr>
          )
        }
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

const keyOf = ({ tool, event }: CatalogEvent) => `${tool}\n${event}`;

/** That an undeclared event is not declared is said above the table. */
const flagsOf = ({ declared, flagged }: CatalogEvent) =>
  flagged.filter(({ code }) => declared || code !== 'event_undeclared');
