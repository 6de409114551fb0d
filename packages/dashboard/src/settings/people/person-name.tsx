import type { ReactNode } from 'react';
import classes from '../settings.module.css';

export interface PersonNameProps {
  name: string;
  email: string;
  /** Shown beside the name. */
  children?: ReactNode;
}

export const shownName = ({ name, email }: Pick<PersonNameProps, 'name' | 'email'>) =>
  name === '' ? email : name;

/** A person's name with the e-mail address below. */
export function PersonName({ name, email, children }: PersonNameProps) {
  return (
    <>
      {shownName({ name, email })}
      {children}
      {name !== '' && <span className={classes.sub}>{email}</span>}
    </>
  );
}
