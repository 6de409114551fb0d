import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { client, responseOf } from '../../api/client.js';
import type { Role } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import { Invited } from './invited.js';
import { InviteeEmail } from './invitee-email.js';
import { ProjectRoles } from './project-roles.js';

/** Creates a one-time link for a new account, for any projects. */
export function InvitePerson({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [administrator, setAdministrator] = useState(false);
  const [roles, setRoles] = useState<{ [project: string]: Role }>({});
  const invite = useTeamAct(() =>
    responseOf(
      client.POST('/api/v1/invitations', {
        body: { email: email.trim(), administrator, projects: administrator ? {} : roles },
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
      <Checkbox
        label="Server administrator"
        description="Sees every project, and manages accounts and the collector."
        checked={administrator}
        onChange={(event) => setAdministrator(event.currentTarget.checked)}
      />
      {!administrator && <ProjectRoles roles={roles} onChange={setRoles} />}
    </DialogForm>
  );
}
