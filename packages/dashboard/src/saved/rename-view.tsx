import { useState } from 'react';
import { changeView, type View } from '../api/saved-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import { DialogForm } from '../layout/dialog-form.js';
import { NameField } from '../layout/name-field.js';
import { useProject } from '../projects/project.js';

export function RenameView({ view, onClose }: { view: View; onClose: () => void }) {
  const project = useProject();
  const [name, setName] = useState(view.name);
  const rename = useTeamAct(() => changeView(project.id, view.id, { name }), onClose);
  return (
    <DialogForm
      mutation={rename}
      submit="Rename"
      isComplete={name.trim() !== ''}
      onCancel={onClose}
    >
      <NameField label="Name" value={name} onChange={setName} />
    </DialogForm>
  );
}
