import { Link } from '@tanstack/react-router';
import { formatClockTime, formatInstant } from '../format/time.js';
import { eventHash } from '../invocations/event-hash.js';
import link from '../invocations/invocations-link.module.css';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { useScope, useZone } from '../url/use-scope.js';
import type { LiveEvent } from './live-events.js';

/** One line per event, which opens its invocation at this event. */
export function LiveTable({ events }: { events: readonly LiveEvent[] }) {
  const scope = useScope();
  const zone = useZone();
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <TableHead
          columns={[
            { label: 'Time' },
            { label: 'Event', kind: 'wide' },
            { label: 'Command', isOptional: true },
            { label: 'Version', isOptional: true },
          ]}
        />
        <tbody>
          {events.map((event) => (
            <tr key={event.insert_id} data-live-event={event.insert_id}>
              <td className={table.quiet} title={formatInstant(event.corrected_time, zone)}>
                {formatClockTime(event.corrected_time, zone)}
              </td>
              <th scope="row" className={table.wide}>
                <Link
                  to="/invocations/$invocationId"
                  params={{ invocationId: event.invocation_id }}
                  search={scope}
                  hash={eventHash(event)}
                  className={link.link}
                >
                  {event.event}
                </Link>
              </th>
              <td className={table.optional}>{textOf(event.properties.command)}</td>
              <td className={table.optional}>{textOf(event.properties.version)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
