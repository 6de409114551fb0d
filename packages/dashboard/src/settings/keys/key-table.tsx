import { Button } from '@mantine/core';
import type { Key } from '../../api/team.js';
import { formatAgo, formatDay, formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import table from '../../layout/table.module.css';
import { useDialog } from '../../layout/use-dialog.js';
import classes from '../settings.module.css';
import { Tag } from '../tag.js';
import { RevokeKey } from './revoke-key.js';

/** One line per key. */
export function KeyTable({ keys }: { keys: Key[] }) {
  const { subject: key, isOpen, open, close } = useDialog<Key>();
  const now = Date.now();
  return (
    <div className={table.scroll}>
      <table className={table.table} data-controls>
        <thead>
          <tr>
            <th scope="col" className={table.wide}>
              Name
            </th>
            <th scope="col">For</th>
            <th scope="col" className={table.optional}>
              Created
            </th>
            <th scope="col">Last used</th>
            <th scope="col">
              <span className={classes.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((one) => (
            <tr key={one.id} data-key={one.id} data-kind={one.kind}>
              <th scope="row" className={table.wide}>
                {one.name}
                {one.revoked_at !== null && (
                  <Tag title={formatInstant(one.revoked_at)}>Revoked</Tag>
                )}
                {one.declared && (
                  <Tag title="Declared in the configuration file; revoke it there.">
                    Configuration file
                  </Tag>
                )}
              </th>
              <td>{one.kind === 'write' ? 'Sending' : 'Reading'}</td>
              <td className={`${table.quiet} ${table.optional}`}>
                {one.created_at === null ? (
                  '–'
                ) : (
                  <span title={formatInstant(one.created_at)}>
                    {formatDay(one.created_at)}
                    {one.created_by !== '' && `, ${one.created_by}`}
                  </span>
                )}
              </td>
              <td className={table.quiet}>
                {one.last_used_at === null ? (
                  'never'
                ) : (
                  <time dateTime={one.last_used_at} title={formatInstant(one.last_used_at)}>
                    {formatAgo(one.last_used_at, now)}
                  </time>
                )}
              </td>
              <td className={table.number}>
                {one.revoked_at === null && !one.declared && (
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={`Revoke ${one.name}`}
                    onClick={() => open(one)}
                  >
                    Revoke
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Dialog title="Revoke the key?" isOpen={isOpen} onClose={close}>
        {key !== undefined && <RevokeKey subject={key} onClose={close} />}
      </Dialog>
    </div>
  );
}
