import { Button } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { useInfiniteQuery } from '@tanstack/react-query';
import { deletionsQuery, type PersonDeletion } from '../../api/life-queries.js';
import { formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import { Panel } from '../../layout/panel.js';
import table from '../../layout/table.module.css';
import { useDialog } from '../../layout/use-dialog.js';
import { useProject } from '../../projects/project.js';
import { Loaded } from '../../state/loaded.js';
import classes from '../settings.module.css';
import { ShowMore } from '../show-more.js';
import { Receipt } from './receipt.js';

/** All deletions, with their receipts. */
export function DeletionPanel() {
  const project = useProject();
  const query = useInfiniteQuery(deletionsQuery(project.id));
  return (
    <Panel
      title="Deletions"
      note="Includes deletions that users requested from their installation."
      flush
    >
      <Loaded query={query}>
        {({ pages }) => {
          const deletions = pages.flatMap((page) => page.deletions);
          return deletions.length === 0 ? (
            <p className={classes.empty}>Nothing has been deleted in {project.title}.</p>
          ) : (
            <DeletionTable deletions={deletions} />
          );
        }}
      </Loaded>
      <ShowMore query={query} />
    </Panel>
  );
}

function DeletionTable({ deletions }: { deletions: PersonDeletion[] }) {
  const { subject, isOpen, open, close } = useDialog<PersonDeletion>();
  return (
    <div className={table.scroll}>
      <table className={table.table} data-controls>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col" className={`${table.wide} ${table.optional}`}>
              Requested by
            </th>
            <th scope="col" className={table.optional}>
              Under
            </th>
            <th scope="col" className={table.number}>
              Events
            </th>
            <th scope="col">
              <span className={classes.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {deletions.map((deletion) => (
            <tr key={deletion.id} data-deletion={deletion.id}>
              <td className={classes.wraps}>{formatInstant(deletion.requested_at)}</td>
              <td className={`${table.wide} ${table.optional}`}>
                {deletion.requested_by === 'anyone'
                  ? 'anyone: the collector had no accounts'
                  : deletion.requested_by}
              </td>
              <td className={`${table.quiet} ${table.optional}`}>
                {deletion.kind === 'user_id' ? 'a user id' : 'an anonymous id'}
              </td>
              <td className={table.number}>
                {deletion.finished_at === null
                  ? 'under way'
                  : deletion.events === null
                    ? '–'
                    : formatCount(deletion.events)}
              </td>
              <td className={table.number}>
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={`Receipt of ${formatInstant(deletion.requested_at)}`}
                  onClick={() => open(deletion)}
                >
                  Receipt
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Dialog title="Receipt" isOpen={isOpen} onClose={close}>
        {subject !== undefined && <Receipt deletion={subject} />}
      </Dialog>
    </div>
  );
}
