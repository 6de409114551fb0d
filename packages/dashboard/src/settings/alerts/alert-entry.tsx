import { Button } from '@mantine/core';
import { type Alert, changeAlert, removeAlert, testAlert } from '../../api/alert-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { Dialog } from '../../layout/dialog.js';
import { DialogForm } from '../../layout/dialog-form.js';
import { useDialog } from '../../layout/use-dialog.js';
import { useProject } from '../../projects/project.js';
import { ProblemNote } from '../../state/problem-note.js';
import { AlertFacts, LastFailure } from './alert-facts.js';
import { AlertForm } from './alert-form.js';
import classes from './alerts.module.css';
import { describeCondition } from './describe-alert.js';
import { describeReason } from './describe-reason.js';
import { OpenIncidents } from './open-incidents.js';

export interface AlertEntryProps {
  alert: Alert;
  /** Whether a mail server is configured. */
  canEmail: boolean;
}

/** One alert: its condition, its state, and what can be done. */
export function AlertEntry({ alert, canEmail }: AlertEntryProps) {
  const project = useProject();
  const { subject, isOpen, open, close } = useDialog<'change' | 'remove'>();
  const pause = useTeamAct(() =>
    changeAlert(project.id, alert.id, { is_paused: !alert.is_paused }),
  );
  const test = useTeamAct(() => testAlert(project.id, alert.id));
  return (
    <li className={classes.entry} data-alert={alert.name}>
      <div className={classes.head}>
        <div className={classes.names}>
          <h3>{alert.name}</h3>
          <p className={classes.quiet} data-testid="condition">
            {describeCondition(alert.condition)}
          </p>
        </div>
        <div className={classes.acts}>
          <Button
            size="xs"
            variant="default"
            aria-label={`Send a test message of ${alert.name}`}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            Send a test message
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={`${alert.is_paused ? 'Resume' : 'Pause'} ${alert.name}`}
            loading={pause.isPending}
            onClick={() => pause.mutate()}
          >
            {alert.is_paused ? 'Resume' : 'Pause'}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={`Change ${alert.name}`}
            onClick={() => open('change')}
          >
            Change
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={`Remove ${alert.name}`}
            onClick={() => open('remove')}
          >
            Remove
          </Button>
        </div>
      </div>
      <AlertFacts alert={alert} />
      <OpenIncidents incidents={alert.incidents} />
      <LastFailure alert={alert} />
      <p role="status" className={classes.note} data-testid="test-result">
        {!test.isPending &&
          test.data !== undefined &&
          (test.data.delivered ? (
            <>
              The test message arrived
              {test.data.reason !== null && `, but ${describeReason(test.data.reason)}`}.
            </>
          ) : (
            <>
              The test message did not arrive: <strong>{describeReason(test.data.reason)}</strong>
            </>
          ))}
      </p>
      <ProblemNote error={test.error ?? pause.error} />
      <Dialog
        title={subject === 'change' ? `Change ${alert.name}` : 'Remove the alert?'}
        isOpen={isOpen}
        onClose={close}
      >
        {subject === 'change' ? (
          <AlertForm alert={alert} canEmail={canEmail} onClose={close} />
        ) : (
          <RemoveAlert alert={alert} onClose={close} />
        )}
      </Dialog>
    </li>
  );
}

function RemoveAlert({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const project = useProject();
  const remove = useTeamAct(() => removeAlert(project.id, alert.id), onClose);
  return (
    <DialogForm mutation={remove} submit="Remove" isDangerous onCancel={onClose}>
      <p>
        <strong>{alert.name}</strong> and its incidents are removed. Messages that wait to be sent
        are dropped. This cannot be undone.
      </p>
    </DialogForm>
  );
}
