import { Button, TextInput } from '@mantine/core';
import { dayIn } from '@sonde/analytics/format';
import { useState } from 'react';
import {
  type Annotation,
  changeAnnotation,
  createAnnotation,
  removeAnnotation,
} from '../api/saved-queries.js';
import { useTeamAct } from '../api/use-team-act.js';
import { formatClock } from '../format/time.js';
import { Dialog } from '../layout/dialog.js';
import { DialogForm } from '../layout/dialog-form.js';
import { NameField } from '../layout/name-field.js';
import { useProject } from '../projects/project.js';
import { ProblemNote } from '../state/problem-note.js';
import { useZone } from '../url/use-scope.js';
import { instantOf } from './instant-of.js';

export interface AnnotateProps {
  /** The annotation to change. Default: a new one. */
  annotation: Annotation | undefined;
  isOpen: boolean;
  onClose: () => void;
}

/** Marks a time on the charts of the project, for everyone who sees it. */
export function Annotate({ annotation, isOpen, onClose }: AnnotateProps) {
  return (
    <Dialog
      title={annotation === undefined ? 'Annotate the charts' : 'Change the annotation'}
      isOpen={isOpen}
      onClose={onClose}
    >
      <AnnotateForm annotation={annotation} onClose={onClose} />
    </Dialog>
  );
}

function AnnotateForm({ annotation, onClose }: Omit<AnnotateProps, 'isOpen'>) {
  const project = useProject();
  const zone = useZone();
  const [text, setText] = useState(annotation?.text ?? '');
  const [wallAtFirst] = useState(() => wallOf(zone, annotation?.at ?? new Date().toISOString()));
  const [wall, setWall] = useState(wallAtFirst);
  // A clock shows no seconds, and some times twice.
  const isSameTime = annotation !== undefined && wall === wallAtFirst;
  const at = isSameTime ? annotation.at : instantOf(zone, wall);
  const save = useTeamAct(async () => {
    if (at === undefined) return undefined;
    if (annotation === undefined) return createAnnotation(project.id, { at, text });
    return changeAnnotation(project.id, annotation.id, { at, text });
  }, onClose);
  return (
    <DialogForm
      mutation={save}
      submit={annotation === undefined ? 'Annotate' : 'Change'}
      isComplete={text.trim() !== '' && at !== undefined}
      other={
        annotation === undefined ? undefined : <Remove annotation={annotation} onClose={onClose} />
      }
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

function Remove({ annotation, onClose }: { annotation: Annotation; onClose: () => void }) {
  const project = useProject();
  const remove = useTeamAct(() => removeAnnotation(project.id, annotation.id), onClose);
  return (
    <>
      <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
        Remove
      </Button>
      <ProblemNote error={remove.error} />
    </>
  );
}

/** What a clock in a zone shows at an instant, such as `2026-11-20T10:30`. */
const wallOf = (zone: string, instant: string): string =>
  `${dayIn(zone, Date.parse(instant))}T${formatClock(instant, zone)}`;
