import { TextInput } from '@mantine/core';
import { dayIn } from '@sonde/analytics/format';
import { useState } from 'react';
import { createAnnotation } from '../api/saved-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import { formatClock } from '../format/time.js';
import { Dialog } from '../layout/dialog.js';
import { DialogForm } from '../layout/dialog-form.js';
import { NameField } from '../layout/name-field.js';
import { useProject } from '../projects/project.js';
import { useZone } from '../url/use-scope.js';
import { instantOf } from './instant-of.js';

/** Marks a time on the charts of the project, for everyone who sees it. */
export function Annotate({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Annotate the charts" isOpen={isOpen} onClose={onClose}>
      <AnnotateForm onClose={onClose} />
    </Dialog>
  );
}

function AnnotateForm({ onClose }: { onClose: () => void }) {
  const project = useProject();
  const zone = useZone();
  const [text, setText] = useState('');
  const [wall, setWall] = useState(() => {
    const now = new Date();
    return `${dayIn(zone, now.getTime())}T${formatClock(now.toISOString(), zone)}`;
  });
  const at = instantOf(zone, wall);
  const create = useTeamAct(
    async () => (at === undefined ? undefined : await createAnnotation(project.id, { at, text })),
    onClose,
  );
  return (
    <DialogForm
      mutation={create}
      submit="Annotate"
      isComplete={text.trim() !== '' && at !== undefined}
      onCancel={onClose}
    >
      <NameField
        label="What happened"
        description="Everyone who sees this project sees it. Releases appear by themselves."
        placeholder="The sign-in service was down"
        value={text}
        onChange={setText}
      />
      <TextInput
        label="When"
        description={`Time zone: ${zone}`}
        type="datetime-local"
        required
        withAsterisk={false}
        value={wall}
        onChange={(event) => setWall(event.currentTarget.value.slice(0, 16))}
      />
    </DialogForm>
  );
}
