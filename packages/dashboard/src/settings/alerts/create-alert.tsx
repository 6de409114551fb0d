import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { createAlert } from '../../api/alert-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import form from '../../layout/form.module.css';
import { NameField } from '../../layout/name-field.js';
import { useProject } from '../../projects/project.js';
import { type AlertDraft, emptyDraft, toAlertBody } from './alert-draft.js';
import { ChannelFields } from './channel-fields.js';
import { ThresholdFields } from './threshold-fields.js';
import { ToolSelect } from './tool-select.js';
import { WebhookSecret } from './webhook-secret.js';

/** Creates an alert, and shows the secret of its webhook once. */
export function CreateAlert({ canEmail, onClose }: { canEmail: boolean; onClose: () => void }) {
  const project = useProject();
  const [draft, setDraft] = useState<AlertDraft>(emptyDraft);
  const change = (part: Partial<AlertDraft>) => setDraft((before) => ({ ...before, ...part }));
  const body = toAlertBody(draft);
  const create = useTeamAct(
    async () => (body === undefined ? undefined : await createAlert(project.id, body)),
    (created) => {
      if (created?.secret === null) onClose();
    },
  );
  if (create.data?.secret != null) {
    return (
      <div className={form.form}>
        <WebhookSecret secret={create.data.secret} />
        <div className={form.foot}>
          <Button onClick={onClose}>I have kept it</Button>
        </div>
      </div>
    );
  }
  return (
    <DialogForm
      mutation={create}
      submit="Create the alert"
      isComplete={body !== undefined}
      onCancel={onClose}
    >
      <NameField
        label="Name"
        description="The subject of its messages."
        placeholder="Deploys fail"
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <Radio.Group
        label="When"
        value={draft.kind}
        onChange={(kind) => change({ kind: kind as AlertDraft['kind'] })}
      >
        <div className={form.choices}>
          <Radio
            value="release"
            label="A release got worse"
            description="By more than chance, compared with the release before it."
          />
          <Radio
            value="threshold"
            label="A number passes a threshold"
            description="For example the success rate of a command."
          />
        </div>
      </Radio.Group>
      <ToolSelect value={draft.tool} onChange={(tool) => change({ tool })} />
      {draft.kind === 'threshold' && <ThresholdFields draft={draft} onChange={change} />}
      <ChannelFields draft={draft} canEmail={canEmail} onChange={change} />
    </DialogForm>
  );
}
