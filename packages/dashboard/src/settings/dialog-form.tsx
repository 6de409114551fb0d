import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useStaysOpen } from '../layout/use-stays-open.js';
import { ProblemNote } from '../state/problem-note.js';
import classes from './form.module.css';

export interface DialogFormProps {
  mutation: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error'>;
  /** What the button says. */
  submit: string;
  /** True when something ends or goes for good. */
  isDangerous?: boolean;
  /** False while what is typed cannot be sent. */
  isComplete?: boolean;
  onCancel: () => void;
  children: ReactNode;
}

/** The form in a dialog: its fields, why it was refused, and the two ways out. */
export function DialogForm(props: DialogFormProps) {
  const { mutation, submit, isDangerous = false, isComplete = true, onCancel, children } = props;
  // What it makes may be shown only once: it must not get lost on its way.
  useStaysOpen(mutation.isPending);
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
      <div className={classes.foot}>
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
