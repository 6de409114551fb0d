import { Button } from '@mantine/core';
import { client, doneOf } from '../../api/client.js';
import type { Invitation } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { formatDay, formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import { DialogForm } from '../../layout/dialog-form.js';
import { Panel } from '../../layout/panel.js';
import { type SortedColumn, SortedTable } from '../../layout/sorted-table.js';
import { useDialog } from '../../layout/use-dialog.js';

/** Open invitations; nothing if there are none. */
export function InvitationPanel({ invitations }: { invitations: Invitation[] }) {
  const { subject, isOpen, open, close } = useDialog<Invitation>();
  if (invitations.length === 0) return null;
  const columns: SortedColumn<Invitation>[] = [
    {
      ...{ name: 'email', label: 'Email', kind: 'text', isWide: true },
      value: ({ email }) => email,
      render: ({ email }) => email,
    },
    {
      ...{ name: 'invited_by', label: 'Invited by', kind: 'text' },
      ...{ isOptional: true, isQuiet: true },
      value: ({ created_by }) => created_by,
      render: ({ created_by }) => created_by,
    },
    {
      ...{ name: 'until', label: 'Works until', kind: 'text', isQuiet: true },
      value: ({ expires_at }) => expires_at,
      render: ({ expires_at }) => (
        <span title={formatInstant(expires_at)}>{formatDay(expires_at)}</span>
      ),
    },
    {
      ...{ name: 'actions', label: 'Actions' },
      render: (invitation) => (
        <Button
          variant="default"
          size="compact-xs"
          aria-label={`Withdraw the invitation of ${invitation.email}`}
          onClick={() => open(invitation)}
        >
          Withdraw
        </Button>
      ),
    },
  ];
  return (
    <Panel title="Open invitations" flush>
      <SortedTable
        name="invitations"
        label="Open invitations"
        columns={columns}
        rows={invitations}
        keyOf={({ id }) => id}
        dataOf={({ email }) => ({ 'data-invitation': email })}
        isDownloadable={false}
        hasControls
      />
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
