import { client, doneOf } from '../../api/client.js';
import type { Member } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import { useProject } from '../../projects/project.js';

export function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const project = useProject();
  const remove = useTeamAct(
    () =>
      doneOf(
        client.DELETE('/api/v1/projects/{project}/members/{account}', {
          params: { path: { project: project.id, account: member.account } },
        }),
      ),
    onClose,
  );
  return (
    <DialogForm mutation={remove} submit="Remove" isDangerous onCancel={onClose}>
      <p>
        <strong>{member.email}</strong> no longer sees {project.title}. Their account and their
        other projects stay.
      </p>
    </DialogForm>
  );
}
