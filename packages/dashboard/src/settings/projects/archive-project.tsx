import { client, responseOf } from '../../api/client.js';
import type { Project } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';

export function ArchiveProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const isArchived = project.archived_at !== null;
  const archive = useTeamAct(
    () =>
      responseOf(
        client.PATCH('/api/v1/projects/{project}', {
          params: { path: { project: project.id } },
          body: { archived: !isArchived },
        }),
      ),
    onClose,
  );
  return (
    <DialogForm
      mutation={archive}
      submit={isArchived ? 'Accept events again' : 'Archive'}
      onCancel={onClose}
    >
      <p>
        {isArchived ? (
          <>
            <strong>{project.title}</strong> takes events again, and stands in the list of projects.
          </>
        ) : (
          <>
            <strong>{project.title}</strong> accepts no new events; tools keep theirs. Stored data
            stays readable. You can undo this.
          </>
        )}
      </p>
    </DialogForm>
  );
}
