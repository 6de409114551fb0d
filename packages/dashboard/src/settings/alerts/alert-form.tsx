import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { type Alert, changeAlert, createAlert } from '../../api/alert-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import form from '../../layout/form.module.css';
import { NameField } from '../../layout/name-field.js';
import { useProject } from '../../projects/project.js';
import { type AlertDraft, draftOf, emptyDraft, toAlertBody } from './alert-draft.js';
import { ChannelFields } from './channel-fields.js';
import { ThresholdFields } from './threshold-fields.js';
import { ToolSelect } from './tool-select.js';
import { WebhookSecret } from './webhook-secret.js';

export interface AlertFormProps {
  /** The alert to change. Default: a new one. */
  alert?: Alert;
  /** Whether a mail server is configured. */
  canEmail: boolean;
  onClose: () => void;
}

/** Creates or changes an alert, and shows the secret of a new webhook once. */
export function AlertForm({ alert, canEmail, onClose }: AlertFormProps) {
  const project = useProject();
  const [draft, setDraft] = useState<AlertDraft>(() =>
    alert === undefined ? emptyDraft : draftOf(alert),
  );
  const change = (part: Partial<AlertDraft>) => setDraft((before) => ({ ...before, ...part }));
  const body = toAlertBody(draft);
  const save = useTeamAct(
    async () => {
      if (body === undefined) return undefined;
      if (alert === undefined) return createAlert(project.id, body);
      return changeAlert(project.id, alert.id, body);
    },
    (saved) => {
      if (saved?.secret === null) onClose();
    },
  );
  if (save.data?.secret != null) {
    return (
      <div className={form.form}>
        <WebhookSecret secret={save.data.secret} />
        <div className={form.foot}>
          <Button onClick={onClose}>I have kept it</Button>
        </div>
      </div>
    );
  }
  return (
    <DialogForm
      mutation={save}
      submit={alert === undefined ? 'Create the alert' : 'Change the alert'}
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
