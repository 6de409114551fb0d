import type { ReactNode } from 'react';
import classes from '../settings.module.css';

export interface PersonNameProps {
  name: string;
  email: string;
  /** Beside the name. */
  children?: ReactNode;
}

/** A person by name and, below it, email. */
export function PersonName({ name, email, children }: PersonNameProps) {
  return (
    <>
      {name === '' ? email : name}
      {children}
      {name !== '' && <span className={classes.sub}>{email}</span>}
    </>
  );
}
