import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { changeView, type View } from '../api/saved-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import { useProject } from '../projects/project.js';
import { DialogForm } from '../settings/dialog-form.js';

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
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        data-autofocus
        maxLength={128}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
