import { formatCount, formatPercent } from '@sonde/analytics/format';
import { InvocationsLink } from '../invocations/invocations-link.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import classes from './count-table.module.css';

interface CountRow {
  label: string;
  /** Condition that the list behind the row has on the event. */
  condition: string;
  events: number;
  invocations: number;
  users: number;
  /** Whether the label is not a value. */
  isQuiet?: boolean;
}

export interface CountTableProps {
  event: string;
  heading: string;
  /** Name of the table for screen readers. */
  label: string;
  /** The number that percentages refer to. */
  total: number;
  rows: CountRow[];
}

/** Kinds of an event with their counts, each with a bar relative to the largest. */
export function CountTable({ event, heading, label, total, rows }: CountTableProps) {
  const largest = Math.max(1, ...rows.map(({ events }) => events));
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label={label}>
        <TableHead
          columns={[
            { label: heading, kind: 'wide' },
            { label: 'Events', kind: 'number' },
            { label: 'Share', kind: 'number', isOptional: true },
            { label: 'Invocations', kind: 'number' },
            { label: 'Users', kind: 'number', isOptional: true },
          ]}
        />
        <tbody>
          {rows.map(({ label: name, condition, events, invocations, users, isQuiet }) => {
            const opens = (count: number) =>
              events === 0 ? (
                <span className={table.quiet}>0</span>
              ) : (
                <InvocationsLink filter={{ event, property: [condition] }}>
                  {formatCount(count)}
                </InvocationsLink>
              );
            return (
              <tr key={condition} data-condition={condition}>
                <th scope="row" className={table.wide}>
                  <span className={classes.name} data-quiet={isQuiet}>
                    {name}
                  </span>
                  <span className={classes.track} aria-hidden>
                    <span
                      className={classes.bar}
                      style={{ width: `${(events / largest) * 100}%` }}
                    />
                  </span>
                </th>
                <td className={table.number} data-count="events">
                  {opens(events)}
                </td>
                <td className={`${table.number} ${table.optional} ${table.quiet}`}>
                  {formatPercent(total === 0 ? null : events / total, total)}
                </td>
                <td className={table.number} data-count="invocations">
                  {opens(invocations)}
                </td>
                <td className={`${table.number} ${table.optional}`} data-count="users">
                  {opens(users)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
