import { Button, Radio, TextInput } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client, responseOf } from '../../api/client.js';
import { retentionQuery } from '../../api/life-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { formatInstant } from '../../format/time.js';
import { Dialog } from '../../layout/dialog.js';
import { DialogForm } from '../../layout/dialog-form.js';
import form from '../../layout/form.module.css';
import { Panel } from '../../layout/panel.js';
import { useDialog } from '../../layout/use-dialog.js';
import { useProject } from '../../projects/project.js';
import { ErrorState } from '../../state/error-state.js';
import { ProblemNote } from '../../state/problem-note.js';
import { readMonths } from './months.js';
import { RetentionPreview } from './retention-preview.js';

/** Sets the retention, after showing what it deletes. */
export function RetentionForm({ current }: { current: number | null }) {
  const project = useProject();
  const [isForEver, setForEver] = useState(current === null);
  const [text, setText] = useState(String(current ?? 12));
  const months = isForEver ? null : readMonths(text);
  const preview = useQuery({
    ...retentionQuery(project.id, months ?? undefined),
    enabled: months !== null && months !== undefined,
  });
  const { isOpen, open, close } = useDialog<'confirm'>();
  const save = useTeamAct(
    () =>
      responseOf(
        client.PATCH('/api/v1/projects/{project}', {
          params: { path: { project: project.id } },
          body: { retention_months: months ?? null },
        }),
      ),
    close,
  );
  // The preview must be for the months that are saved.
  const shown =
    months !== null && preview.data?.retention_months === months ? preview.data : undefined;
  const deletes = shown !== undefined && shown.events + shown.quarantined + shown.loss_reports > 0;
  const isReady = months === null || shown !== undefined;
  return (
    <Panel
      title={`Retention of ${project.title}`}
      note={
        project.declared && 'The project is declared in the configuration file; change it there.'
      }
    >
      <form
        className={`${form.form} ${form.narrow}`}
        onSubmit={(event) => {
          event.preventDefault();
          if (deletes) open('confirm');
          else save.mutate();
        }}
      >
        <Radio.Group
          label="Keep events"
          value={isForEver ? 'for-ever' : 'months'}
          onChange={(value) => setForEver(value === 'for-ever')}
        >
          <div className={form.choices}>
            <Radio value="for-ever" label="For ever" disabled={project.declared} />
            <Radio value="months" label="For a number of months" disabled={project.declared} />
          </div>
        </Radio.Group>
        {!isForEver && (
          <TextInput
            label="Months"
            description="Full calendar months before the current one; older months are deleted whole."
            inputMode="numeric"
            maxLength={10}
            disabled={project.declared}
            error={months === undefined && 'A whole number from 1 to 1,200.'}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        {shown !== undefined && <RetentionPreview retention={shown} />}
        {months !== null && preview.error !== null && preview.data === undefined && (
          <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
        )}
        <ProblemNote error={isOpen ? null : save.error} />
        {!project.declared && (
          <div className={`${form.foot} ${form.start}`}>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={months === current || months === undefined || !isReady}
            >
              Save
            </Button>
          </div>
        )}
      </form>
      <Dialog title="Delete older data?" isOpen={isOpen} onClose={close}>
        {shown !== undefined && (
          <DialogForm
            mutation={save}
            submit={`Keep ${formatQuantity(shown.retention_months ?? 0, 'month')}, delete the rest`}
            isDangerous
            onCancel={close}
          >
            <RetentionPreview retention={shown} />
            <p>
              The collector deletes at{' '}
              {shown.next_run_at === null ? '–' : formatInstant(shown.next_run_at)}. You can change
              this back until then; the deletion itself cannot be undone.
            </p>
          </DialogForm>
        )}
      </Dialog>
    </Panel>
  );
}
