import { Radio } from '@mantine/core';
import { useState } from 'react';
import { client, responseOf } from '../../api/client.js';
import type { Role } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import form from '../../layout/form.module.css';
import { Invited } from './invited.js';
import { InviteeEmail } from './invitee-email.js';

/** Creates a one-time link for joining the project. */
export function InviteMember({ project, onClose }: { project: string; onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const invite = useTeamAct(() =>
    responseOf(
      client.POST('/api/v1/invitations', {
        body: { email: email.trim(), projects: { [project]: role } },
      }),
    ),
  );
  if (invite.data !== undefined) {
    return <Invited invitation={invite.data} onClose={onClose} />;
  }
  return (
    <DialogForm
      mutation={invite}
      submit="Create the link"
      isComplete={email.includes('@')}
      onCancel={onClose}
    >
      <InviteeEmail value={email} onChange={setEmail} />
      <Radio.Group label="Role" value={role} onChange={(value) => setRole(value as Role)}>
        <div className={form.choices}>
          <Radio value="member" label="Member" description="Reads everything in the project." />
          <Radio
            value="administrator"
            label="Administrator"
            description="Also manages its keys, people and data."
          />
        </div>
      </Radio.Group>
    </DialogForm>
  );
}
