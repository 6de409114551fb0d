import { formatCount } from '@sonde/analytics/format';
import type { CatalogEvent } from '../api/catalog-queries.js';
import { formatAgo } from '../format/time.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';
import classes from './catalog.module.css';
import { reasonWords } from './reason-words.js';

export interface EventTableProps {
  title: string;
  note: string;
  events: readonly CatalogEvent[];
}

/** Events with their volume; nothing if there are none. */
export function EventTable({ title, note, events }: EventTableProps) {
  if (events.length === 0) return null;
  const severalTools = hasSeveralTools(events);
  const hasFlows = events.some(({ flow }) => flow !== null);
  return (
    <Panel title={title} note={note} flush>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                Event
              </th>
              {hasFlows && (
                <th scope="col" className={`${table.quiet} ${table.optional}`}>
                  Flow
                </th>
              )}
              <th scope="col" className={table.number}>
                Events
              </th>
              <th scope="col" className={`${table.number} ${table.optional}`}>
                Newest
              </th>
            </tr>
          </thead>
          <tbody>
            {events.map((row) => (
              <tr
                key={`${row.tool}\n${row.event}`}
                data-event={row.event}
                data-events={row.events}
                data-declared={row.declared}
              >
                <th scope="row" className={table.wide}>
                  {row.event}
                  {severalTools && <ToolName tool={row.tool} />}
                  {row.flagged
                    .filter(({ code }) => row.declared || code !== 'event_undeclared')
                    .map(({ code, events }) => (
                      <span key={code} className={classes.flag}>
                        {formatCount(events)} flagged: {reasonWords(code)}
                      </span>
                    ))}
                </th>
                {hasFlows && (
                  <td className={`${table.quiet} ${table.optional} ${classes.flow}`}>
                    {row.flow ?? ''}
                  </td>
                )}
                <td className={table.number}>{formatCount(row.events)}</td>
                <td className={`${table.number} ${table.optional} ${table.quiet}`}>
                  {row.last_seen === null ? 'never' : formatAgo(row.last_seen, Date.now())}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
