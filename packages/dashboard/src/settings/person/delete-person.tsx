import { Button, Checkbox, TextInput } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { forwardersQuery } from '../../api/forwarder-queries.js';
import { type DeletionPreview, deletePerson, type Person } from '../../api/life-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import form from '../../layout/form.module.css';
import { useProject } from '../../projects/project.js';
import { Receipt } from './receipt.js';

export interface DeletePersonProps {
  person: Person;
  preview: DeletionPreview;
  onClose: () => void;
}

/**
 * Deletes the stored data of a person after confirmation by typing the id, and shows the receipt.
 */
export function DeletePerson({ person, preview, onClose }: DeletePersonProps) {
  const project = useProject();
  const forwarders = useQuery(forwardersQuery(project.id)).data?.forwarders ?? [];
  const [typed, setTyped] = useState('');
  const [refusesLater, setRefusesLater] = useState(false);
  const remove = useTeamAct(() => deletePerson(project.id, person, refusesLater));
  if (remove.data !== undefined) {
    return (
      <div className={form.form}>
        <Receipt deletion={remove.data} />
        <div className={form.foot}>
          <Button onClick={onClose}>Done</Button>
        </div>
      </div>
    );
  }
  return (
    <DialogForm
      mutation={remove}
      submit="Delete for good"
      isDangerous
      isComplete={typed === person.id}
      onCancel={onClose}
    >
      <p className={form.name}>
        {formatQuantity(preview.events, 'event')} and everything else under{' '}
        <strong>{person.id}</strong>
        {preview.other_user_ids > 0 &&
          ` and ${formatQuantity(preview.other_user_ids, 'other id')} of the same person`}{' '}
        in {project.title} go for good, from every number on every page. This cannot be undone.
      </p>
      {forwarders.length > 0 && (
        <p>
          The destinations of forwarders are asked to delete it, too. The receipt names those where
          you must do it yourself.
        </p>
      )}
      <Checkbox
        label="Refuse later events under the same ids"
        description="Otherwise only repeats are refused; new events of this person are accepted."
        checked={refusesLater}
        onChange={(event) => setRefusesLater(event.currentTarget.checked)}
      />
      <TextInput
        label="Type the id to confirm"
        autoComplete="off"
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
