import { client, doneOf } from '../../api/client.js';
import type { Key } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import { useProject } from '../../projects/project.js';

export function RevokeKey({ subject, onClose }: { subject: Key; onClose: () => void }) {
  const project = useProject();
  const revoke = useTeamAct(
    () =>
      doneOf(
        client.DELETE('/api/v1/projects/{project}/keys/{key}', {
          params: { path: { project: project.id, key: subject.id } },
        }),
      ),
    onClose,
  );
  return (
    <DialogForm mutation={revoke} submit="Revoke" isDangerous onCancel={onClose}>
      <p>
        <strong>{subject.name}</strong>{' '}
        {subject.kind === 'write'
          ? 'stops working at once, and tools that still use it are refused. Give them another key first.'
          : 'stops working at once, and programs that still use it are refused.'}{' '}
        This cannot be undone.
      </p>
    </DialogForm>
  );
}
