import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client, responseOf } from '../../api/client.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import { NameField } from '../../layout/name-field.js';
import { projectIdPattern, suggestProjectId } from './project-id.js';

/** Creates a project and opens its first page, which explains how to send the first event. */
export function CreateProject({ onCancel }: { onCancel: () => void }) {
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [ownId, setOwnId] = useState<string>();
  const id = ownId ?? suggestProjectId(title);
  const isIdWrong = id !== '' && !projectIdPattern.test(id);
  const create = useTeamAct(
    () => responseOf(client.POST('/api/v1/projects', { body: { id, title: title.trim() } })),
    () => void navigate({ to: '/', search: { project: id } }),
  );
  return (
    <DialogForm
      mutation={create}
      submit="Create the project"
      isComplete={title.trim() !== '' && projectIdPattern.test(id)}
      onCancel={onCancel}
    >
      <NameField
        label="Title"
        description="Shown to people. You can change it."
        value={title}
        onChange={setTitle}
      />
      <TextInput
        label="Id"
        description="Part of URLs and of every stored event. You cannot change it."
        required
        withAsterisk={false}
        maxLength={63}
        value={id}
        error={
          isIdWrong && 'Use lower-case letters, digits, - and _, beginning with a letter or digit.'
        }
        onChange={(event) => setOwnId(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
