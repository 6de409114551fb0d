import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { ProblemNote } from '../state/problem-note.js';
import classes from './form.module.css';
import { useStaysOpen } from './use-stays-open.js';

export interface DialogFormProps {
  mutation: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error'>;
  /** Text of the button. */
  submit: string;
  /** True if something ends or is deleted for good. */
  isDangerous?: boolean;
  /** False while the input is incomplete. */
  isComplete?: boolean;
  /** Another button, at the start of the row. */
  other?: ReactNode;
  onCancel: () => void;
  children: ReactNode;
}

/** The form in a dialog: its fields, an error, and the buttons to submit and cancel. */
export function DialogForm(props: DialogFormProps) {
  const { mutation, submit, isDangerous = false, isComplete = true } = props;
  const { other, onCancel, children } = props;
  // The result may be shown only once, so the dialog must not close during the request.
  useStaysOpen(mutation.isPending);
  const foot = useRef<HTMLDivElement>(null);
  // In a form longer than the window, the error would be out of sight.
  useEffect(() => {
    if (mutation.error !== null) foot.current?.scrollIntoView({ block: 'nearest' });
  }, [mutation.error]);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) mutation.mutate();
      }}
    >
      {children}
      <ProblemNote error={mutation.error} />
      <div ref={foot} className={classes.foot}>
        {other !== undefined && <div className={classes.other}>{other}</div>}
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          type="submit"
          loading={mutation.isPending}
          disabled={!isComplete}
          {...(isDangerous && { color: 'red.9' })}
        >
          {submit}
        </Button>
      </div>
    </form>
  );
}
