import { settleDeadLetters } from '../../api/forwarder-queries.js';
import { useTeamAct } from '../../api/use-team-act.js';
import { DialogForm } from '../../layout/dialog-form.js';
import classes from '../../layout/form.module.css';
import { useProject } from '../../projects/project.js';

export interface ConfirmDropProps {
  forwarder: string;
  /** Undefined means all dead letters. */
  letter?: { event: string; insert_id: string } | undefined;
  onClose: () => void;
}

/** Asks before dead letters are dropped, and drops them. */
export function ConfirmDrop({ forwarder, letter, onClose }: ConfirmDropProps) {
  const project = useProject();
  const drop = useTeamAct(
    () => settleDeadLetters(project.id, forwarder, 'drop', letter && [letter.insert_id]),
    onClose,
  );
  return (
    <DialogForm mutation={drop} submit="Drop for good" isDangerous onCancel={onClose}>
      {letter === undefined ? (
        <p>
          <strong>All dead letters</strong> of {forwarder}
        </p>
      ) : (
        <p className={classes.name}>
          <strong>{letter.event}</strong>, {letter.insert_id}
        </p>
      )}
      <p>The destination will never get {letter === undefined ? 'these events' : 'this event'}.</p>
    </DialogForm>
  );
}
