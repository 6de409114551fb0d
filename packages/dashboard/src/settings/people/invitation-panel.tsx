import { Button } from '@mantine/core';
import { client, doneOf } from '../../api/client.js';
import type { Invitation } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { formatDay, formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import { DialogForm } from '../../layout/dialog-form.js';
import { Panel } from '../../layout/panel.js';
import table from '../../layout/table.module.css';
import { useDialog } from '../../layout/use-dialog.js';
import classes from '../settings.module.css';

/** Open invitations; nothing if there are none. */
export function InvitationPanel({ invitations }: { invitations: Invitation[] }) {
  const { subject, isOpen, open, close } = useDialog<Invitation>();
  if (invitations.length === 0) return null;
  return (
    <Panel title="Open invitations" flush>
      <div className={table.scroll}>
        <table className={table.table} data-controls>
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                Email
              </th>
              <th scope="col" className={table.optional}>
                Invited by
              </th>
              <th scope="col">Works until</th>
              <th scope="col">
                <span className={classes.hidden}>Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invitations.map((invitation) => (
              <tr key={invitation.id} data-invitation={invitation.email}>
                <th scope="row" className={table.wide}>
                  {invitation.email}
                </th>
                <td className={`${table.quiet} ${table.optional}`}>{invitation.created_by}</td>
                <td className={table.quiet} title={formatInstant(invitation.expires_at)}>
                  {formatDay(invitation.expires_at)}
                </td>
                <td className={table.number}>
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={`Withdraw the invitation of ${invitation.email}`}
                    onClick={() => open(invitation)}
                  >
                    Withdraw
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Dialog title="Withdraw the invitation?" isOpen={isOpen} onClose={close}>
        {subject !== undefined && <Withdraw invitation={subject} onClose={close} />}
      </Dialog>
    </Panel>
  );
}

function Withdraw({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const withdraw = useTeamAct(
    () =>
      doneOf(
        client.DELETE('/api/v1/invitations/{invitation}', {
          params: { path: { invitation: invitation.id } },
        }),
      ),
    onClose,
  );
  return (
    <DialogForm mutation={withdraw} submit="Withdraw" isDangerous onCancel={onClose}>
      <p>
        The link that <strong>{invitation.email}</strong> was given stops working.
      </p>
    </DialogForm>
  );
}
