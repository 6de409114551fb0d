import { useState } from 'react';
import { client, responseOf } from '../../api/client.js';
import type { Project } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import form from '../../layout/form.module.css';
import { NameField } from '../../layout/name-field.js';

export function RenameProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const [title, setTitle] = useState(project.title);
  const rename = useTeamAct(
    () =>
      responseOf(
        client.PATCH('/api/v1/projects/{project}', {
          params: { path: { project: project.id } },
          body: { title: title.trim() },
        }),
      ),
    onClose,
  );
  return (
    <DialogForm
      mutation={rename}
      submit="Rename"
      isComplete={title.trim() !== ''}
      onCancel={onClose}
    >
      <NameField label="Title" value={title} onChange={setTitle} />
      <p className={form.text}>
        Its id stays <code>{project.id}</code>, and so do its URLs.
      </p>
    </DialogForm>
  );
}
