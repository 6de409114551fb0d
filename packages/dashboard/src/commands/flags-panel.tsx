import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { CommandReport } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import classes from './flags-panel.module.css';

type Flag = CommandReport['flags'][number];

const differences: Record<Flag['difference'], string> = {
  better: 'better',
  worse: 'worse',
  none: '–',
};

/** Flags that were given, and how success differs with and without each; nothing without flags. */
export function FlagsPanel({ flags }: { flags: readonly Flag[] }) {
  if (flags.length === 0) return null;
  return (
    <Panel
      title="Flags"
      note="Success with and without each flag. “Better” and “worse” are beyond chance."
      flush
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <TableHead
            columns={[
              { label: 'Flag', kind: 'wide' },
              { label: 'With it', kind: 'number' },
              { label: 'Users', kind: 'number', isOptional: true },
              { label: 'Success', kind: 'number' },
              { label: 'Without it', kind: 'number', isOptional: true },
              { label: 'Success without', kind: 'number' },
              { label: 'Difference', kind: 'number' },
            ]}
          />
          <tbody>
            {flags.map(({ flag, users, given, not_given, difference }) => {
              const withIt = (text: string) => (
                <InvocationsLink filter={{ flag }}>{text}</InvocationsLink>
              );
              const without = (text: string) => (
                <InvocationsLink filter={{ without_flag: flag }}>{text}</InvocationsLink>
              );
              return (
                <tr key={flag} data-flag={flag} data-invocations={given.invocations}>
                  <th scope="row" className={table.wide}>
                    {withIt(`--${flag}`)}
                  </th>
                  <td className={table.number}>{withIt(formatCount(given.invocations))}</td>
                  <td className={`${table.number} ${table.optional}`}>
                    {withIt(formatCount(users))}
                  </td>
                  <td className={table.number}>
                    {withIt(formatPercent(given.success_rate, given.ended))}
                  </td>
                  <td
                    className={`${table.number} ${table.optional}`}
                    data-invocations={not_given.invocations}
                  >
                    {without(formatCount(not_given.invocations))}
                  </td>
                  <td className={table.number} data-invocations={not_given.invocations}>
                    {without(formatPercent(not_given.success_rate, not_given.ended))}
                  </td>
                  <td className={table.number}>
                    <span className={classes.difference} data-difference={difference}>
                      {differences[difference]}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
