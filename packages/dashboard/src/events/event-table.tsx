import { formatCount, relativeChange } from '@sonde/analytics/format';
import { Link } from '@tanstack/react-router';
import type { EventList } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import link from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { ChangeNote } from '../overview/change-note.js';
import { useScope } from '../url/use-scope.js';
import { DeclarationNote } from './declaration-note.js';
import { Sparkline } from './sparkline.js';

type EventRow = EventList['events'][number];

/** One line per event; each number opens its invocations. */
export function EventTable({ list }: { list: EventList }) {
  const number = table.number;
  const optional = `${table.number} ${table.optional}`;
  return (
    <Panel title="All events" note={`Bars: events per ${list.interval}`} flush>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                Event
              </th>
              <th scope="col" className={table.optional}>
                Over time
              </th>
              <th scope="col" className={number}>
                Events
              </th>
              <th scope="col" className={table.optional}>
                Change
              </th>
              <th scope="col" className={number}>
                Invocations
              </th>
              <th scope="col" className={optional}>
                Users
              </th>
            </tr>
          </thead>
          <tbody>
            {list.events.map((row) => (
              <Row key={row.event} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ row }: { row: EventRow }) {
  const { event, events, invocations, users, previous } = row;
  const scope = useScope();
  const opens = (count: number) =>
    events === 0 ? (
      <span className={table.quiet}>0</span>
    ) : (
      <InvocationsLink filter={{ event }}>{formatCount(count)}</InvocationsLink>
    );
  return (
    <tr data-event={event} data-declaration={row.declaration}>
      <th scope="row" className={table.wide}>
        <Link to="/events/$event" params={{ event }} search={scope} className={link.link}>
          {event}
        </Link>
        <DeclarationNote declaration={row.declaration} />
      </th>
      <td className={table.optional}>
        <Sparkline values={row.series} />
      </td>
      <td className={table.number} data-count="events">
        {opens(events)}
      </td>
      <td className={table.optional}>
        <ChangeNote
          change={relativeChange(events, previous?.events)}
          better="neither"
          before={formatCount(previous?.events)}
        />
      </td>
      <td className={table.number} data-count="invocations">
        {opens(invocations)}
      </td>
      <td className={`${table.number} ${table.optional}`} data-count="users">
        {opens(users)}
      </td>
    </tr>
  );
}
