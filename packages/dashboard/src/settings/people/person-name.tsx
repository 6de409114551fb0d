import type { ReactNode } from 'react';
import classes from '../settings.module.css';

export interface PersonNameProps {
  name: string;
  email: string;
  /** Shown beside the name. */
  children?: ReactNode;
}

/** A person's name with the e-mail address below. */
export function PersonName({ name, email, children }: PersonNameProps) {
  return (
    <>
      {name === '' ? email : name}
      {children}
      {name !== '' && <span className={classes.sub}>{email}</span>}
    </>
  );
}
