import { Fragment } from 'react';
import type { AuditEntry } from '../../api/team.js';
import { formatInstant } from '../../format/time.js';
import table from '../../layout/table.module.css';
import { TableHead } from '../../layout/table-head.js';
import classes from './audit-table.module.css';
import { describeDetail } from './describe-detail.js';

/** One line per change. */
export function AuditTable(props: { entries: AuditEntry[]; withProject: boolean }) {
  const { entries, withProject } = props;
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${classes.audit}`}>
        <TableHead
          columns={[
            { label: 'When' },
            { label: 'Who' },
            { label: 'Did' },
            { label: 'What', kind: 'wide' },
            { label: 'Project', isOptional: true },
          ]}
        />
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} data-action={entry.action}>
              <td className={table.quiet}>
                <time dateTime={entry.at}>{formatInstant(entry.at)}</time>
              </td>
              <td title={entry.address === '' ? undefined : `From ${entry.address}`}>
                {entry.actor}
              </td>
              <td>
                <code>{entry.action}</code>
              </td>
              <td className={table.wide}>
                {entry.subject}
                {describeDetail(entry.action, entry.detail).map(({ words, value }) => (
                  <Fragment key={words}>
                    {' '}
                    <span className={classes.detail}>
                      {words}
                      {value !== undefined && (
                        <>
                          {' '}
                          <code>{JSON.stringify(value)}</code>
                        </>
                      )}
                    </span>
                  </Fragment>
                ))}
              </td>
              {withProject && (
                <td className={`${table.quiet} ${table.optional}`}>
                  <span className={`${table.name} ${classes.project}`}>
                    {entry.project === '' ? '–' : entry.project}
                  </span>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
