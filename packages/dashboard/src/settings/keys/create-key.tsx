import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { client, responseOf } from '../../api/client.js';
import type { KeyKind } from '../../api/team.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import form from '../../layout/form.module.css';
import { NameField } from '../../layout/name-field.js';
import { KeyInstructions } from './key-instructions.js';

/** Creates a key, shows it once, and explains how to use it. */
export function CreateKey({ project, onClose }: { project: string; onClose: () => void }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<KeyKind>('write');
  const create = useTeamAct(() =>
    responseOf(
      client.POST('/api/v1/projects/{project}/keys', {
        params: { path: { project } },
        body: { name: name.trim(), kind },
      }),
    ),
  );
  if (create.data !== undefined) {
    return (
      <div className={form.form}>
        <KeyInstructions project={project} kind={create.data.kind} apiKey={create.data.key} />
        <div className={form.foot}>
          <Button onClick={onClose}>I have kept it</Button>
        </div>
      </div>
    );
  }
  return (
    <DialogForm
      mutation={create}
      submit="Create the key"
      isComplete={name.trim() !== ''}
      onCancel={onClose}
    >
      <NameField
        label="Name"
        description="Where the key is used, so you know what stops when you revoke it."
        placeholder="orbit, releases"
        value={name}
        onChange={setName}
      />
      <Radio.Group label="For" value={kind} onChange={(value) => setKind(value as KeyKind)}>
        <div className={form.choices}>
          <Radio
            value="write"
            label="Sending events"
            description="Tools send events with it. It cannot read, so you may ship it."
          />
          <Radio
            value="read"
            label="Reading"
            description="Programs and the sonde command read this project with it. Keep it secret."
          />
        </div>
      </Radio.Group>
    </DialogForm>
  );
}
